"""What a task finds in its environment and its folders."""

import json
from pathlib import Path
from typing import Any

from cli_scene import Scene

DUMP = """\
  {name}:
    {more}
    command: [python3, -c, "import json, os; json.dump(dict(os.environ), open('{name}.json', 'w'))"]
"""


def dump(name: str, more: str = "description: writes its environment down") -> str:
    return DUMP.replace("{name}", name).replace("{more}", more)


def seen(headway: Scene, name: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((headway.folder / f"{name}.json").read_text())
    return found


def read_json(path: str) -> Any:
    return json.loads(Path(path).read_text())


def test_every_variable_of_a_task(headway: Scene) -> None:
    more = "inputs: {n: 3, who: '${{ params.who }}'}\n    env: {OWN: '${{ params.who }}'}"
    headway.tasks(dump("a", more), "params: {who: you, n: 1, l: [1, 2.5], yes: true}\n")
    assert headway("run", "p.yaml").code == 0
    env = seen(headway, "a")
    job = headway.json("status", "last")["job"]
    assert (env["HEADWAY_JOB_ID"], env["HEADWAY_TASK"], env["HEADWAY_ATTEMPT"]) == (job, "a", "1")
    params = {"who": "you", "n": 1, "l": [1, 2.5], "yes": True}
    assert read_json(env["HEADWAY_PARAMS"]) == params
    assert read_json(env["HEADWAY_INPUTS"]) == {"n": 3, "who": "you"}
    assert (env["HEADWAY_PARAM_WHO"], env["HEADWAY_PARAM_N"]) == ("you", "1")
    assert env["HEADWAY_PARAM_YES"] == "true"
    assert json.loads(env["HEADWAY_PARAM_L"]) == [1, 2.5]
    assert Path(env["HEADWAY_SHARED"]).is_dir()
    assert env["CUDA_VISIBLE_DEVICES"] == ""
    assert env["OMP_NUM_THREADS"] == "1"
    assert env["OWN"] == "you"
    assert not [name for name in env if name.startswith("HEADWAY_INPUT") and name[13:].isdigit()]


def test_threads_follow_cpus_unless_they_are_set(headway: Scene) -> None:
    headway.tasks(
        dump("two", "resources: {cpu: 2}")
        + dump("half", "resources: {cpu: 0.5}")
        + dump("own", "env: {OMP_NUM_THREADS: '7'}")
    )
    assert headway("run", "p.yaml", "--slots", "cpu=4").code == 0
    threads = [seen(headway, name)["OMP_NUM_THREADS"] for name in ("two", "half", "own")]
    assert threads == ["2", "1", "7"]
    headway.env["OMP_NUM_THREADS"] = "5"
    assert headway("run", "p.yaml", "--slots", "cpu=4").code == 0
    assert seen(headway, "two")["OMP_NUM_THREADS"] == "5"


def test_granted_devices_are_seen_and_no_others(headway: Scene) -> None:
    headway.tasks(dump("both", "resources: {gpu: 2}") + dump("none"))
    assert headway("run", "p.yaml", "--slots", "gpu=2").code == 0
    assert len(seen(headway, "both")["CUDA_VISIBLE_DEVICES"].split(",")) == 2
    assert seen(headway, "none")["CUDA_VISIBLE_DEVICES"] == ""


def test_the_callers_environment_is_inherited_unless_told_otherwise(headway: Scene) -> None:
    headway.env["OF_THE_CALLER"] = "yes"
    headway.env["PATH"] = "/usr/local/bin:/usr/bin:/bin"
    headway.tasks(dump("a"))
    assert headway("run", "p.yaml").code == 0
    assert seen(headway, "a")["OF_THE_CALLER"] == "yes"
    assert headway("run", "p.yaml", "--clean-env").code == 0
    assert "OF_THE_CALLER" not in seen(headway, "a")
    assert "HEADWAY_STORE" not in seen(headway, "a")


PRODUCE = "{script: 'echo {name} > $HEADWAY_OUTPUT/f', outputs: {f: file}}"


def produce(name: str) -> str:
    return f"  {name}: {PRODUCE.replace('{name}', name)}\n"


def test_inputs_come_in_the_order_written_then_as_first_used(headway: Scene) -> None:
    last = (
        "  last:\n    depends_on: [c, a]\n"
        "    env: {E: '${{ tasks.b.outputs.f }}', D: '${{ tasks.d.outputs.f }}'}\n"
        "    script: cat $HEADWAY_INPUT1/f $HEADWAY_INPUT2/f $HEADWAY_INPUT3/f $HEADWAY_INPUT4/f\n"
    )
    headway.tasks("".join(produce(name) for name in "abcd") + last)
    assert headway("run", "p.yaml").code == 0
    assert headway("logs", "last", "last").out.split() == ["c", "a", "b", "d"]


def test_inputs_by_name_are_the_same_and_read_only(headway: Scene) -> None:
    headway.tasks(
        produce("my-task")
        + "  use:\n    depends_on: [my-task]\n    script: |\n"
        + "      test $HEADWAY_INPUT1 = $HEADWAY_INPUT_MY_TASK\n"
        + "      stat -c %a $HEADWAY_INPUT1/f\n"
    )
    assert headway("run", "p.yaml").code == 0
    mode = int(headway("logs", "last", "use").out, 8)
    assert mode & 0o222 == 0


def test_a_fan_out_is_an_input_per_element(headway: Scene) -> None:
    headway.tasks(
        "  fan:\n    matrix: {axes: {i: [10, 20, 30]}}\n    outputs: {f: file}\n"
        "    script: 'echo $HEADWAY_MATRIX_I $HEADWAY_TASK > $HEADWAY_OUTPUT/f'\n"
        "  use: {depends_on: [fan], script: 'cd $HEADWAY_INPUT1; ls; cat 0/f 1/f 2/f'}\n"
    )
    assert headway("run", "p.yaml").code == 0
    assert headway("logs", "last", "use").out.splitlines() == [
        *("0", "1", "2"),
        *("10 fan[i=10]", "20 fan[i=20]", "30 fan[i=30]"),
    ]


def test_what_left_nothing_is_an_empty_input(headway: Scene) -> None:
    headway.tasks(
        "  bad: {script: 'touch $HEADWAY_OUTPUT/x; exit 1'}\n"
        "  lost: {depends_on: [bad], command: ['true']}\n"
        "  use:\n    depends_on: {bad: completed, lost: completed}\n"
        "    script: 'ls -A $HEADWAY_INPUT1 $HEADWAY_INPUT2/. | grep -v :'\n"
    )
    headway("run", "p.yaml")
    assert headway("logs", "last", "use").out.strip() == ""


def test_every_attempt_begins_with_an_empty_output_folder(headway: Scene) -> None:
    headway.tasks(
        "  a: {retry: 1, script: 'ls -A $HEADWAY_OUTPUT; touch $HEADWAY_OUTPUT/x; exit 1'}\n"
    )
    headway("run", "p.yaml")
    assert headway("logs", "last", "a").out == ""


def test_the_shared_folder_outlives_the_job(headway: Scene) -> None:
    headway.tasks("  a: {script: 'echo x >> $HEADWAY_SHARED/n; wc -l < $HEADWAY_SHARED/n'}\n")
    headway("run", "p.yaml")
    headway("run", "p.yaml")
    assert headway("logs", "last", "a").out == "2\n"

"""A pipeline built in Python is the one of the file."""

import re
import typing
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import headway as hw
import pytest

YAML = """
headway: v1
name: fruit
description: Sort and press
labels: {team: juice}
params:
  source: {type: string}
  rates: {type: list(float), default: [1.0, 2.5], description: speeds}
  kind: {type: enum, values: [apple, pear], default: pear}
  share: {type: float, default: 1.0, min: 0.0, max: 2.0}
  limit: {type: optional(int), default: null}
secrets: {TOKEN: "env:FRUIT_TOKEN"}
defaults: {resources: {cpu: 1}, env: {LANG: C}}
limits: {max_parallel: 3, slots: {press: 2}}
tasks:
  sort:
    description: By size
    command: [sort, --share, "${{ params.share }}", "3"]
    outputs: {clean: directory, rows: int, note: {type: file, path: note.txt}}
    sources: ["*.py"]
    secrets: [TOKEN]
  press:
    depends_on: [sort]
    script: echo $RATE
    env: {RATE: "${{ matrix.rate }}"}
    matrix:
      axes: {rate: "${{ params.rates }}", size: [1, 2]}
      exclude: [{size: 2, rate: 1.0}]
    max_parallel: 2
    inputs: {rows: "${{ tasks.sort.outputs.rows }}", names: [a, b]}
    outputs: {volume: float}
    resources: {cpu: 0.5, mem: 1Gi, press: 1}
    retry: {limit: 2, backoff: {initial: 1s, multiplier: 3, max: 1m, jitter: 0.1}}
    timeout: 20m
    estimate: 90s
    priority: 4
    workdir: sub
    allow_failure: true
  wash:
    depends_on: {press: completed}
    command: [wash]
outputs: {rows: "${{ tasks.sort.outputs.rows }}"}
"""


def by_keywords() -> hw.Pipeline:
    p = hw.Pipeline("fruit", description="Sort and press").label("team", "juice")
    p.param("source", str)
    rates = p.param("rates", list[float], [1, 2.5], description="speeds")
    p.param("kind", default="pear", one_of=["apple", "pear"])
    share = p.param("share", default=1.0, min=0, max=2)
    p.param("limit", int | None, None)
    p.secret("TOKEN", "env:FRUIT_TOKEN")
    p.defaults(resources={"cpu": 1}, env={"LANG": "C"})
    p.limits(max_parallel=3, slots={"press": 2})
    sort = p.task(
        "sort",
        description="By size",
        command=["sort", "--share", share, 3],
        outputs={"clean": hw.Directory, "rows": int, "note": (hw.File, "note.txt")},
        sources=["*.py"],
        secrets=["TOKEN"],
    )
    press = p.task(
        "press",
        depends_on=[sort],
        script="echo $RATE",
        env={"RATE": "${{ matrix.rate }}"},
        matrix={"rate": rates, "size": [1, 2]},
        exclude=[{"size": 2, "rate": 1.0}],
        max_parallel=2,
        inputs={"rows": sort["rows"], "names": ["a", "b"]},
        outputs={"volume": float},
        resources={"cpu": 0.5, "mem": "1Gi", "press": 1},
        retry={"limit": 2, "backoff": {"initial": 1, "multiplier": 3, "max": "1m", "jitter": 0.1}},
        timeout="20m",
        estimate=timedelta(seconds=90),
        priority=4,
        workdir="sub",
        allow_failure=True,
    )
    p.task("wash", depends_on={press: "completed"}, command=["wash"])
    return p.output("rows", sort["rows"])


def by_calls() -> hw.Pipeline:
    p = hw.Pipeline("fruit").description("Sort and press").label("team", "juice")
    p.param("source", "string")
    p.param("rates", "list(float)", [1.0, 2.5], description="speeds")
    p.param("kind", str, "pear", one_of=["apple", "pear"])
    share = p.param("share", float, 1, min=0.0, max=2.0)
    p.param("limit", "optional(int)", None)
    p.secret("TOKEN", "env:FRUIT_TOKEN")
    p.defaults().resources(cpu=1).env(LANG="C")
    p.limits(max_parallel=3, slots={"press": 2})
    sort = p.task("sort").description("By size").command(["sort", "--share", share, "3"])
    sort.outputs(clean=hw.Directory, rows=int, note=("file", "note.txt"))
    sort.sources(["*.py"]).secrets(["TOKEN"])
    press = p.task("press").depends_on("sort").script("echo $RATE")
    press.env(RATE="${{ matrix.rate }}")
    press.matrix(rate="${{ params.rates }}", size=[1, 2]).exclude(size=2, rate=1.0)
    press.max_parallel(2).input("rows", sort["rows"]).input("names", ["a", "b"])
    press.outputs(volume=float).resources(cpu=0.5, mem="1Gi", press=1)
    press.retry(
        {"limit": 2, "backoff": {"initial": "1s", "multiplier": 3, "max": 60, "jitter": 0.1}}
    )
    press.timeout(1200).estimate("90s").priority(4).workdir("sub").allow_failure()
    p.task("wash").depends_on(press, "completed").command(["wash"])
    return p.output("rows", str(sort["rows"]))


@pytest.mark.parametrize("build", [by_keywords, by_calls])
def test_a_built_pipeline_equals_that_of_the_file(build: Callable[[], hw.Pipeline]) -> None:
    loaded = hw.loads(YAML)
    assert build().to_yaml() == loaded.to_yaml()
    assert build() == loaded
    assert build().validate() == []


def test_pipelines_that_differ_are_not_equal() -> None:
    changed = by_keywords()
    changed.task("more")
    assert changed != by_keywords()
    assert changed != "fruit"


def test_its_canonical_text_is_read_back_as_the_same() -> None:
    assert hw.loads(by_keywords().to_yaml()) == by_keywords()


def test_every_mistake_is_found_with_the_line_of_its_call() -> None:
    p = hw.Pipeline("wrong")
    p.task("train", command=["train"], timeout="soon", resources={"mem": "many"})
    p.task("train", command=["train"], depends_on="prepare")
    p.param("rate", "floot")
    found = p.validate()
    codes = {"bad-duration", "bad-quantity", "duplicate-name", "unknown-task", "unknown-type"}
    assert "tasks.train.timeout" in {finding.path for finding in found}
    assert {finding.code for finding in found} == codes
    assert all(finding.file == __file__ for finding in found)
    first = next(finding.line for finding in found if finding.code == "bad-duration")
    assert [f.line - first for f in found] == sorted([0, 0, 1, 1, 2])
    with pytest.raises(hw.InvalidPipeline) as caught:
        p.to_yaml()
    assert 'p.param("rate", "floot")' in str(caught.value)


def test_a_task_of_another_pipeline_is_refused() -> None:
    other = hw.Pipeline("other").task("far")
    p = hw.Pipeline("own")
    p.task("near", command=["true"], depends_on=other)
    assert "foreign-task" in {finding.code for finding in p.validate()}


def test_a_task_outlives_every_other_name_of_its_pipeline() -> None:
    task = hw.Pipeline("brief").task("train")
    assert task.command(["train"]).name == "train"


def test_a_reference_reads_as_its_expression_and_is_never_true() -> None:
    p = hw.Pipeline("references")
    rate = p.param("rate", float)
    assert f"--rate={rate}" == "--rate=${{ params.rate }}"
    assert str(p.task("train")["accuracy"]) == "${{ tasks.train.outputs.accuracy }}"
    with pytest.raises(TypeError, match="known only once the pipeline runs"):
        bool(rate)


def test_arguments_of_wrong_types_say_what_is_right() -> None:
    task = hw.Pipeline("types").task("train")
    with pytest.raises(TypeError, match="list of words"):
        task.command("python train.py")
    with pytest.raises(TypeError, match="no form in a pipeline"):
        task.input("data", object())
    with pytest.raises(TypeError, match="no type of the pipeline language"):
        task.outputs(rows=complex)
    with pytest.raises(TypeError, match="list of values"):
        task.matrix(rate=0.1)
    with pytest.raises(TypeError, match="it has limit, backoff"):
        task.retry({"limits": 2})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "kind",
    [int | str, int | str | None, dict[int, str], typing.List, bytes],  # noqa: UP006
)
def test_a_type_that_is_none_is_named_with_those_there_are(kind: object) -> None:
    told = f"{kind!r} is no type of the pipeline language; it has bool, int"
    with pytest.raises(TypeError, match=re.escape(told)):
        hw.Pipeline("types").param("a", kind)


def test_code_in_a_folder_whose_name_begins_as_ours_is_not_ours() -> None:
    file = str(Path(hw.__file__).parent) + "_plugins/extra.py"
    p = hw.Pipeline("p")
    exec(compile("p.task('a', command=['a'], when='(')", file, "exec"), {"p": p})
    assert [found.file for found in p.validate()] == [file]


def test_a_value_that_holds_itself_is_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(ValueError, match="200 levels"):
        hw.Pipeline("endless").task("train").input("data", endless)


def test_a_pipeline_in_a_script_begins_paths_in_its_folder() -> None:
    assert __file__.startswith(hw.Pipeline("here").folder)
    assert hw.Pipeline("there", folder="/").folder == "/"

"""Why an instance waits, ran, was skipped or failed."""

from cli_scene import PATIENCE_S, Scene, wait_until

TASKS = """\
  load: {command: ["true"]}
  clean: {depends_on: [load], retry: 1, script: 'echo no; exit 3'}
  train: {depends_on: [clean], command: ["true"]}
  small: {depends_on: [load], when: params.size > 10, command: ["true"]}
"""


def test_each_end_is_told_with_its_reasons(headway: Scene) -> None:
    headway.tasks(TASKS, "params: {size: 3}\n")
    assert headway("run", "p.yaml").code == 1
    assert headway("explain", "last", "load").out == "load succeeded\n  it depends on nothing\n"
    failed = headway("explain", "last", "clean").out.splitlines()
    assert failed[:2] == ["clean failed", "  failed with exit_code(3)"]
    assert "attempt 1 ended at" in failed[2]
    assert "retry rule 1 (any cause, up to 1) allowed another" in failed[2]
    assert failed[-1] == "  retry rule 1 (any cause, up to 1) allows no more"
    assert headway("explain", "last", "train").out.endswith("clean failed with exit_code(3)\n")
    assert "its `when` is false: params.size > 10, where params.size = 3" in (
        headway("explain", "last", "small").out
    )


def test_reasons_come_as_json(headway: Scene) -> None:
    headway.tasks(TASKS, "params: {size: 3}\n")
    headway("run", "p.yaml")
    told = headway.json("explain", "last", "train")
    assert (told["instance"], told["state"], told["cause"]) == (
        "train",
        "upstream_failed",
        "upstream",
    )
    assert told["reasons"] == [
        {"kind": "edge", "text": "clean failed with exit_code(3)", "instance": "clean"}
    ]


def test_who_waits_for_a_person_is_told_how_to_answer(headway: Scene) -> None:
    headway.tasks("  ask: {approval: {message: 'Good?', timeout: 1h}}\n")
    running = headway.begin("run", "p.yaml")
    wait_until(lambda: "waiting" in headway("explain", "last", "ask").out)
    told = headway("explain", "last", "ask")
    assert "waits for somebody to approve until" in told.out
    hint = next(x for x in told.err.splitlines() if "approve" in x).partition("headway ")[2]
    assert headway(*hint.split()).code == 0
    assert running.wait(PATIENCE_S) == 0
    assert "approved by" in headway("explain", "last", "ask").out


def test_instances_that_are_not_there_are_told(headway: Scene) -> None:
    headway.tasks("  a: {command: ['true']}\n")
    headway("run", "p.yaml")
    done = headway("explain", "last", "b")
    assert (done.code, done.out) == (3, "")
    assert 'has no instance "b"' in done.err


def test_who_waits_behind_a_cap_is_told_of_it(headway: Scene) -> None:
    headway.tasks(
        "  ask:\n    matrix: {axes: {i: [1, 2]}}\n    max_parallel: 1\n"
        "    approval: {message: 'Good?'}\n"
    )
    running = headway.begin("run", "p.yaml")
    wait_until(lambda: "waiting" in headway("explain", "last", "ask[i=1]").out)
    told = headway("explain", "last", "ask[i=2]").out
    assert told == "ask[i=2] pending\n  at most 1 of ask are under way at once\n"
    assert headway("approve", "last", "ask[i=1]").code == 0
    wait_until(lambda: "waiting" in headway("explain", "last", "ask[i=2]").out)
    assert headway("approve", "last", "ask[i=2]").code == 0
    assert running.wait(PATIENCE_S) == 0


def test_fail_fast_names_the_failure_that_counted(headway: Scene) -> None:
    headway.write("headway: v1\ntasks: {x: {command: ['false']}}\n", "inner.yaml")
    headway.tasks(
        "  g: {pipeline: {path: inner.yaml}, allow_failure: true}\n"
        "  b: {depends_on: {g: completed}, command: ['false']}\n"
        "  a: {depends_on: {g: completed}, command: ['true'], priority: -1}\n",
        "fail_fast: true\nlimits: {max_parallel: 1}\n",
    )
    assert headway("run", "p.yaml").code == 1
    told = headway("explain", "last", "a").out
    assert "b failed, and the pipeline says fail_fast" in told

"""The last words of a failed job name the failure that counts, where it happened."""

from cli_scene import Scene

INNER = """\
headway: v1
name: inner
tasks:
  gone: {script: "exit 4", allow_failure: true}
  deep: {script: "echo it is deep; exit 7"}
"""
SECRET = '  a: {secrets: [T], command: ["true"]}\n'


def told(headway: Scene, tasks: str, after: str = "") -> str:
    headway.write(INNER, "inner.yaml")
    done = headway("run", headway.write(f"headway: v1\nname: p\ntasks:\n{tasks}{after}"))
    assert done.code == 1, done.err
    return done.err.split(" failed in ")[1]


def test_what_is_allowed_or_tolerated_is_not_what_failed(headway: Scene) -> None:
    said = told(
        headway,
        """\
  allowed: {script: "exit 5", allow_failure: true}
  each:
    depends_on: [allowed]
    map: {over: "[1, 2]", tolerate_failures: 1}
    script: test "$HEADWAY_ITEM" = 2
  last: {depends_on: [each], script: "echo this one; exit 3"}
""",
    )
    assert "\nlast failed with exit_code(3)\n" in said
    assert "this one" in said
    assert "more failed" not in said


def test_the_failure_is_named_where_it_happened(headway: Scene) -> None:
    said = told(
        headway,
        """\
  tune:
    repeat:
      tasks: {inside: {pipeline: {path: ./inner.yaml}}}
      until: "true"
      max_rounds: 1
""",
    )
    assert "\ntune#0.inside/deep failed with exit_code(7)\n" in said
    assert "it is deep" in said
    assert "more failed" not in said


def test_the_first_of_several_failures_is_told_and_the_others_counted(headway: Scene) -> None:
    said = told(
        headway,
        """\
  late: {depends_on: {soon: completed}, script: "exit 2"}
  soon: {script: "exit 3"}
  each: {depends_on: {late: completed}, map: {over: "[1, 2]"}, script: "exit 6"}
""",
    )
    assert "\nsoon failed with exit_code(3)\n" in said
    assert "\n3 more failed\n" in said


def test_a_failing_end_of_the_job_is_told(headway: Scene) -> None:
    said = told(headway, "  a: {script: 'true'}\n", "finally: {sweep: {script: 'exit 9'}}\n")
    assert "\nsweep failed with exit_code(9)\n" in said


def test_a_failure_without_a_log_points_to_its_explanation(headway: Scene) -> None:
    headway.write("headway: v1\nname: p\nsecrets: {T: env:NOT_THERE_AT_ALL}\ntasks:\n" + SECRET)
    done = headway("run", "p.yaml")
    assert done.code == 1
    assert "a failed with secret_unresolved" in done.err
    assert "headway explain " in done.err
    assert "headway logs" not in done.err
    for form in ([], ["--json"], ["--follow"]):
        none = headway("logs", "last", "a", *form)
        assert (none.code, none.out) == (3, "")
        assert "there is no log at " in none.err
        assert "headway explain last a" in none.err

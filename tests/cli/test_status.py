"""How a job stands: all that decides it is shown, wherever it lies."""

from cli_scene import PATIENCE_S, Scene, wait_until


def test_what_follows_on_the_end_of_the_tasks_is_shown(headway: Scene) -> None:
    tasks = '  a: {command: ["true"], compensate: {command: ["true"]}}\n'
    ends = 'finally: {u: {command: ["false"]}}\non_failure: {page: {command: ["true"]}}\n'
    headway.tasks(tasks + '  b: {depends_on: [a], command: ["false"]}\n', "rollback: true\n" + ends)
    assert headway("run", "p.yaml").code == 1
    for verb in ("status", "show"):
        said = headway(verb, "last").out
        places = [
            said.index(each)
            for each in (
                "\n\ncompensations\n  ✓ a.compensate  succeeded, ",
                "\n\non_failure\n  ✓ page  succeeded, ",
                "\n\nfinally\n  ✗ u  failed, exit_code(1), ",
            )
        ]
        assert places == sorted(places)


def test_who_waits_for_an_answer_is_named_wherever_it_waits(headway: Scene) -> None:
    headway.write(
        "headway: v1\ntasks:\n  t:\n    repeat:\n      max_rounds: 1\n      until: 'true'\n"
        "      tasks: {g: {map: {over: '[1]'}, approval: {message: 'Good?'}}}\n",
        "inner.yaml",
    )
    end = 'finally: {last: {approval: {message: "Over?"}}}\n'
    headway.tasks("  p: {pipeline: {path: ./inner.yaml}}\n", end)
    running = headway.begin("run", "p.yaml")
    wait_until(lambda: " waits for " in headway.said())
    job = headway.json("jobs")["jobs"][0]["job"]
    begun = "‖ p/t#0.g[0] waits for somebody to approve: Good?\n"
    assert headway.said() == f"job {job}\n{begun}"
    for owner in ("p", "p/t"):
        told = headway("explain", "last", owner)
        assert "  p/t#0.g[0] waits for somebody to approve: Good?\n" in told.out
        assert f"headway approve {job} 'p/t#0.g[0]'" in told.err
    told = headway("status", "last")
    assert told.out.endswith("\n\np/t#0.g[0] waits for somebody to approve: Good?\n")
    assert f"  headway approve {job} 'p/t#0.g[0]'" in told.err
    assert headway("approve", "last", "p/t#0.g[0]").code == 0
    wait_until(lambda: "last waits for somebody" in headway("status", "last").out)
    assert "‖ last waits for somebody to approve: Over?\n" in headway.said()
    assert headway("approve", "last", "last").code == 0
    assert running.wait(PATIENCE_S) == 0


def test_who_waits_for_a_callback_is_named(headway: Scene) -> None:
    headway.tasks("  far: {command: ['true'], callback: {timeout: 1h}}\n")
    running = headway.begin("run", "p.yaml")
    wait_until(lambda: " waits for " in headway.said())
    assert "‖ far waits for a callback until 2" in headway.said()
    told = headway("status", "last")
    assert "\n\nfar waits for a callback until 2" in told.out
    assert "headway callback TOKEN" in told.err
    running.kill()


def kill_engine_that_waits(headway: Scene) -> None:
    """Runs p.yaml until something of it waits for an answer, and kills the engine."""
    running = headway.begin("run", "p.yaml")
    wait_until(lambda: "waits for" in headway.said())
    running.kill()
    running.wait(PATIENCE_S)


def test_what_is_recorded_without_an_engine_is_told_and_not_asked_for_again(
    headway: Scene,
) -> None:
    headway.tasks("  ask: {approval: {message: 'Good?', timeout: 1h}}\n")
    kill_engine_that_waits(headway)
    assert headway("approve", "last", "ask", "--as", "ada").code == 0
    taken = "; taken when an engine works on the job\n"
    told = headway("status", "last")
    assert "\n\nask: approved by ada at 2" in told.out
    assert told.out.endswith(taken)
    assert "headway approve" not in told.err
    told = headway("explain", "last", "ask")
    assert told.out.startswith("ask waiting\n  approved by ada at 2")
    assert told.out.endswith(taken)
    assert "headway approve" not in told.err
    assert headway("cancel", "last").code == 0
    assert "\n\nthe job was asked to end at 2" in headway("status", "last").out
    reasons = headway.json("explain", "last", "ask")["reasons"]
    assert [reason["kind"] for reason in reasons] == ["cancel", "person"]
    assert reasons[0]["text"].startswith("the job was asked to end at 2")


def test_nobody_is_asked_for_an_answer_after_a_cancel(headway: Scene) -> None:
    headway.tasks("  ask: {approval: {message: 'Good?'}}\n")
    kill_engine_that_waits(headway)
    assert headway("cancel", "last").code == 0
    assert "headway approve" not in headway("status", "last").err
    assert "headway approve" not in headway("explain", "last", "ask").err
    assert headway("resume", "last").code == 1
    told = headway("explain", "last", "ask").out
    assert "the job was asked to end, which its engine took in at 2" in told


def test_a_callback_that_is_recorded_is_told(headway: Scene) -> None:
    headway.tasks("  far: {script: 'echo $HEADWAY_CALLBACK_TOKEN > token', callback: {}}\n")
    kill_engine_that_waits(headway)
    assert headway("callback", (headway.folder / "token").read_text().strip()).code == 0
    assert "\n\nfar: its callback came at 2" in headway("status", "last").out
    assert headway("explain", "last", "far").out.startswith("far waiting\n  its callback came at 2")

"""Engines that are interrupted, killed, and asked to cancel; jobs that are resumed."""

import json
import signal
import subprocess
import time

import pytest
from cli_scene import PATIENCE_S, Scene, is_alive, wait_until

# first → hold → after; `hold` waits until there is a file `go`.
HOLD = """\
  first: {command: ["true"]}
  hold:
    depends_on: [first]
    script: |
      echo $$ > pid; echo begun
      while [[ ! -e go ]]; do sleep 0.05; done
  after: {depends_on: [hold], script: echo after}
"""
STUBBORN = HOLD.replace("      echo $$", "      trap '' TERM INT; echo $$")


@pytest.fixture
def engine(headway: Scene) -> "subprocess.Popen[bytes]":
    """An engine in the midst of `hold`."""
    headway.tasks(HOLD)
    return begin(headway)


def begin(headway: Scene) -> "subprocess.Popen[bytes]":
    running = headway.begin("run", "p.yaml")
    wait_until(lambda: headway.is_running("hold") or running.poll() is not None)
    assert running.poll() is None, headway.said()
    return running


def let_go(headway: Scene) -> None:
    (headway.folder / "go").touch()


def attempts(headway: Scene) -> dict[str, int]:
    return {i["id"]: i["attempts"] for i in headway.json("status", "last")["instances"]}


def test_an_interrupted_job_is_paused_and_says_how_to_go_on(
    headway: Scene, engine: "subprocess.Popen[bytes]"
) -> None:
    engine.send_signal(signal.SIGINT)
    assert engine.wait(PATIENCE_S) == 130
    job = headway.json("jobs")["jobs"][0]
    assert job["state"] == "paused"
    assert f"headway resume {job['job']} --store {headway.store}" in headway.said()
    assert not is_alive(int((headway.folder / "pid").read_text()))
    let_go(headway)
    assert headway("resume", job["job"]).code == 0
    assert attempts(headway)["first"] == 1
    assert headway.states() == {"first": "succeeded", "hold": "succeeded", "after": "succeeded"}


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP])
def test_other_polite_signals_pause_like_ctrl_c(
    headway: Scene, engine: "subprocess.Popen[bytes]", sent: signal.Signals
) -> None:
    engine.send_signal(sent)
    assert engine.wait(PATIENCE_S) == 130
    assert headway.json("status", "last")["state"] == "paused"


def test_a_paused_run_ends_its_json_with_its_state(headway: Scene) -> None:
    headway.tasks(HOLD)
    running = headway.begin("run", "p.yaml", "--json")
    wait_until(lambda: headway.is_running("hold"))
    running.send_signal(signal.SIGINT)
    assert running.wait(PATIENCE_S) == 130
    last = json.loads((headway.folder / "out").read_text().splitlines()[-1])
    assert (last["event"], last["state"]) == ("job_finished", "paused")


def test_a_second_interrupt_forces_a_stubborn_task(headway: Scene) -> None:
    headway.tasks(STUBBORN)
    running = begin(headway)
    pid = int((headway.folder / "pid").read_text())
    began = time.monotonic()
    running.send_signal(signal.SIGINT)
    wait_until(lambda: "once more forces them" in headway.said())
    assert is_alive(pid)
    running.send_signal(signal.SIGINT)
    assert running.wait(PATIENCE_S) == 130
    assert time.monotonic() - began < 9
    wait_until(lambda: not is_alive(pid))


def test_an_interrupted_resume_can_be_resumed(
    headway: Scene, engine: "subprocess.Popen[bytes]"
) -> None:
    engine.send_signal(signal.SIGINT)
    engine.wait(PATIENCE_S)
    again = headway.begin("resume", "last")
    wait_until(lambda: headway.is_running("hold"))
    again.send_signal(signal.SIGINT)
    assert again.wait(PATIENCE_S) == 130
    let_go(headway)
    assert headway("resume", "last").code == 0


def test_a_killed_engine_is_absent_and_its_job_can_be_resumed(
    headway: Scene, engine: "subprocess.Popen[bytes]"
) -> None:
    assert headway.json("status", "last")["engine"] == "alive"
    engine.kill()
    engine.wait(PATIENCE_S)
    status = headway.json("status", "last")
    assert (status["state"], status["engine"]) == ("running", "absent")
    assert "headway resume" in headway("status", "last").err
    pid = int((headway.folder / "pid").read_text())
    wait_until(lambda: not is_alive(pid))
    let_go(headway)
    done = headway("resume", "last")
    assert done.code == 0
    assert "node_lost" in done.err
    assert attempts(headway) == {"first": 1, "hold": 2, "after": 1}


def test_the_store_has_one_engine(headway: Scene, engine: "subprocess.Popen[bytes]") -> None:
    joined = headway.begin("resume", "last", out="joined")
    wait_until(lambda: f"pid {engine.pid}" in (headway.folder / "joined.err").read_text())
    assert len(headway.json("jobs")["jobs"]) == 1
    let_go(headway)
    assert engine.wait(PATIENCE_S) == 0
    assert joined.wait(PATIENCE_S) == 0
    assert attempts(headway) == {"first": 1, "hold": 1, "after": 1}


def test_cancel_reaches_the_engine(headway: Scene, engine: "subprocess.Popen[bytes]") -> None:
    done = headway("cancel", "last", "--json")
    assert done.code == 0
    assert json.loads(done.out)["state"] == "cancelled"
    assert engine.wait(PATIENCE_S) == 1
    states = {"first": "succeeded", "hold": "cancelled", "after": "cancelled"}
    assert headway.states() == states
    assert headway("resume", "last").code == 1
    assert headway("cancel", "last").code == 0
    assert headway.states() == states


def test_cancel_without_an_engine_is_kept_for_the_next(
    headway: Scene, engine: "subprocess.Popen[bytes]"
) -> None:
    engine.kill()
    engine.wait(PATIENCE_S)
    done = headway("cancel", "last")
    assert done.code == 0
    assert "recorded" in done.err
    assert headway.json("status", "last")["state"] == "running"
    let_go(headway)
    assert headway("resume", "last").code == 1
    assert headway.json("status", "last")["state"] == "cancelled"
    assert attempts(headway)["after"] == 0


def test_an_engine_at_work_on_another_job_is_none_of_this_one(
    headway: Scene, engine: "subprocess.Popen[bytes]"
) -> None:
    engine.send_signal(signal.SIGINT)
    engine.wait(PATIENCE_S)
    left = headway.json("jobs")["jobs"][0]["job"]
    another = begin(headway)
    assert headway.json("status", left)["engine"] == "absent"
    assert headway.json("status", "last")["engine"] == "alive"
    done = headway("cancel", left)
    assert done.code == 0
    assert f"headway resume {left}" in done.err
    let_go(headway)
    assert another.wait(PATIENCE_S) == 0
    assert headway("resume", left).code == 1
    assert headway.json("status", left)["state"] == "cancelled"


def test_a_request_is_heard_behind_many_that_stay(headway: Scene) -> None:
    headway.tasks("  a: {script: 'echo go; sleep 60'}\n")
    inbox = headway.store / "inbox"
    inbox.mkdir(parents=True)
    of_another = json.dumps({"kind": "cancel", "job": "00000001", "fields": {}, "time_us": 1})
    for i in range(10_500):
        (inbox / f"{i:020}-a.json").write_text(of_another)
    running = headway.begin("run", "p.yaml")
    wait_until(lambda: headway.is_running("a"))
    assert headway("cancel", "last").code == 0
    assert running.wait(PATIENCE_S) == 1


def test_jobs_that_have_ended_are_not_resumed(headway: Scene) -> None:
    headway.tasks("  a: {command: ['true']}\n")
    headway("run", "p.yaml")
    done = headway("resume", "last")
    assert (done.code, done.out) == (0, "")
    assert "has succeeded already" in done.err
    assert headway.json("resume", "last")["state"] == "succeeded"
    headway.tasks("  a: {command: ['false']}\n")
    headway("run", "p.yaml")
    assert headway("resume", "last").code == 1
    assert len(headway.json("events", "last")["events"]) == headway("events", "last").out.count(
        "\n"
    )
    assert headway("resume", "nope").code == 3


def test_follow_goes_on_until_the_instance_has_ended(headway: Scene) -> None:
    headway.tasks(
        "  hold:\n    retry: 1\n    script: |\n"
        "      echo try $HEADWAY_ATTEMPT\n"
        "      while [[ ! -e go ]]; do sleep 0.05; done\n"
        "      exit $((2 - HEADWAY_ATTEMPT))\n"
    )
    running = begin(headway)
    job = headway.json("jobs")["jobs"][0]["job"]
    out = headway.folder / "followed"
    follower = headway.begin("logs", job, "hold", "--follow", out="followed")
    wait_until(lambda: out.read_text() == "try 1\n")
    let_go(headway)
    assert follower.wait(PATIENCE_S) == 0
    assert out.read_text() == "try 1\ntry 2\n"
    assert running.wait(PATIENCE_S) == 0


def test_edits_of_the_file_do_not_reach_a_running_job(
    headway: Scene, engine: "subprocess.Popen[bytes]"
) -> None:
    engine.send_signal(signal.SIGINT)
    engine.wait(PATIENCE_S)
    headway.write("not a pipeline any more")
    let_go(headway)
    assert headway("resume", "last").code == 0
    assert headway("logs", "last", "after").out == "after\n"

"""One engine per store: other processes join it, follow their jobs, and become the next."""

import json
import signal
import subprocess

import pytest
from cli_scene import PATIENCE_S, Scene, is_alive, wait_until

# Holds one gpu of the pool while there is no file `go-NAME`; leaves its pid.
HOLD = """\
headway: v1
name: {name}
tasks:
  hold:
    resources: {{cpu: 0, gpu: 1}}
    script: |
      echo $$ > pid-{name}
      while [[ ! -e go-{name} ]]; do sleep 0.05; done
  after: {{depends_on: [hold], script: echo after}}
"""


class Terminal:
    """A `headway run` of its own process, on a store that others use too."""

    def __init__(self, headway: Scene, name: str, *words: str) -> None:
        self.headway = headway
        self.name = name
        file = headway.write(HOLD.format(name=name), f"{name}.yaml")
        self.process = headway.begin("run", file, *words, out=f"out-{name}")
        wait_until(lambda: self.state() != "unknown" or self.process.poll() is not None)
        assert self.process.poll() is None, self.said()

    def said(self) -> str:
        return (self.headway.folder / f"out-{self.name}.err").read_text()

    def state(self) -> str:
        return next((j["state"] for j in jobs(self.headway) if j["name"] == self.name), "unknown")

    def job(self) -> str:
        return next(j["job"] for j in jobs(self.headway) if j["name"] == self.name)

    def instance(self) -> dict[str, object]:
        status = self.headway.json("status", self.job())
        return next(i for i in status["instances"] if i["id"] == "hold")

    def hold_state(self) -> object:
        return self.instance()["state"] if self.state() != "unknown" else "unknown"

    def pid(self) -> int:
        return int((self.headway.folder / f"pid-{self.name}").read_text())

    def let_go(self) -> None:
        (self.headway.folder / f"go-{self.name}").touch()

    def end(self) -> int:
        return self.process.wait(PATIENCE_S)

    def interrupt(self, sent: signal.Signals = signal.SIGINT) -> None:
        self.process.send_signal(sent)


def jobs(headway: Scene) -> list[dict[str, str]]:
    return headway.json("jobs")["jobs"]


def test_three_jobs_of_three_terminals_share_one_pool(headway: Scene) -> None:
    one = Terminal(headway, "one", "--slots", "gpu=2")
    wait_until(lambda: one.hold_state() == "running")
    two = Terminal(headway, "two")
    wait_until(lambda: two.hold_state() == "running")
    three = Terminal(headway, "three", "--json")
    wait_until(lambda: three.hold_state() == "ready")  # the pool has two gpus
    assert f"run by the engine with pid {one.process.pid}" in two.said()
    assert {j["state"] for j in jobs(headway)} == {"running"}
    two.let_go()
    assert two.end() == 0
    assert "✓ after" in two.said()
    assert f"job {two.job()} succeeded" in two.said()
    wait_until(lambda: three.hold_state() == "running")
    one.let_go()
    wait_until(lambda: "other processes wait for jobs of this engine" in one.said())
    assert one.process.poll() is None  # it stays the engine of the third
    three.let_go()
    assert three.end() == 0
    assert one.end() == 0
    lines = [json.loads(x) for x in (headway.folder / "out-three").read_text().splitlines()]
    assert lines[0]["event"] == "job_started"
    assert (lines[-1]["event"], lines[-1]["state"]) == ("job_finished", "succeeded")
    assert list((headway.store / "inbox").iterdir()) == []


def test_interrupting_who_joined_pauses_its_own_job_only(headway: Scene) -> None:
    one = Terminal(headway, "one", "--slots", "gpu=2")
    two = Terminal(headway, "two")
    wait_until(lambda: one.hold_state() == two.hold_state() == "running")
    two.interrupt()
    assert two.end() == 130
    assert f"headway resume {two.job()}" in two.said()
    assert (one.state(), two.state()) == ("running", "paused")
    assert not is_alive(two.pid())
    again = headway.begin("resume", two.job(), out="again")
    wait_until(lambda: two.hold_state() == "running")
    two.let_go()
    assert again.wait(PATIENCE_S) == 0
    one.let_go()
    assert one.end() == 0


def test_whoever_waits_becomes_the_engine_when_it_is_killed(headway: Scene) -> None:
    one = Terminal(headway, "one", "--slots", "gpu=2")
    two = Terminal(headway, "two")
    three = Terminal(headway, "three")
    wait_until(lambda: one.hold_state() == two.hold_state() == "running")
    one.process.kill()
    one.end()
    wait_until(lambda: two.instance()["attempts"] == 2 and two.hold_state() == "running")
    two.let_go()
    three.let_go()
    assert two.end() == 0
    assert three.end() == 0
    assert "node_lost" in two.said()
    assert one.state() == "running"  # nobody waits for it
    one.let_go()
    assert headway("resume", one.job()).code == 0


def test_a_second_interrupt_hands_the_jobs_of_others_over(headway: Scene) -> None:
    one = Terminal(headway, "one", "--slots", "gpu=2")
    two = Terminal(headway, "two")
    wait_until(lambda: one.hold_state() == two.hold_state() == "running")
    one.interrupt()
    wait_until(lambda: "other processes wait" in one.said())
    assert (one.state(), two.state()) == ("paused", "running")
    assert two.instance()["attempts"] == 1
    one.interrupt()
    assert one.end() == 130
    two.let_go()
    assert two.end() == 0


def test_an_engine_that_is_asked_to_go_goes(headway: Scene) -> None:
    one = Terminal(headway, "one", "--slots", "gpu=2")
    two = Terminal(headway, "two")
    wait_until(lambda: one.hold_state() == two.hold_state() == "running")
    one.interrupt(signal.SIGTERM)
    assert one.end() == 130
    two.let_go()
    assert two.end() == 0


def test_resume_follows_a_job_that_is_at_work(headway: Scene) -> None:
    one = Terminal(headway, "one", "--slots", "gpu=1")
    wait_until(lambda: one.hold_state() == "running")
    other = headway.begin("resume", one.job(), out="other")
    wait_until(lambda: "run by the engine" in (headway.folder / "other.err").read_text())
    one.let_go()
    assert one.end() == 0
    assert other.wait(PATIENCE_S) == 0
    assert "✓ after" in (headway.folder / "other.err").read_text()
    assert one.instance()["attempts"] == 1


def test_what_the_pool_of_the_engine_can_never_hold_is_refused(headway: Scene) -> None:
    one = Terminal(headway, "one", "--slots", "gpu=1")
    wait_until(lambda: one.hold_state() == "running")
    file = headway.write(HOLD.format(name="wide").replace("gpu: 1", "gpu: 2"), "wide.yaml")
    done = headway("run", file, "--slots", "gpu=2")
    assert done.code == 2
    assert "error[too-large-request]" in done.err
    elsewhere = headway("run", "one.yaml", "--data", "elsewhere", "--slots", "gpu=1")
    assert elsewhere.code == 2
    assert "keeps its data in" in elsewhere.err
    assert len(jobs(headway)) == 1
    one.let_go()
    assert one.end() == 0


def test_a_joined_job_that_fails_is_told_with_its_log(headway: Scene) -> None:
    one = Terminal(headway, "one", "--slots", "gpu=1")
    wait_until(lambda: one.hold_state() == "running")
    headway.tasks("  a: {script: 'echo oh no; exit 3'}\n")
    done = headway("run", "p.yaml")
    assert done.code == 1
    assert "a failed with exit_code(3)" in done.err
    assert "oh no" in done.err
    one.let_go()
    assert one.end() == 0


def test_cancelling_a_joined_job_ends_no_other(headway: Scene) -> None:
    one = Terminal(headway, "one", "--slots", "gpu=2")
    two = Terminal(headway, "two")
    wait_until(lambda: one.hold_state() == two.hold_state() == "running")
    assert headway("cancel", two.job()).code == 0
    assert two.end() == 1
    assert one.state() == "running"
    one.let_go()
    assert one.end() == 0


def test_many_short_jobs_at_once_all_end(headway: Scene) -> None:
    headway.tasks("  a: {command: ['true']}\n")
    words: list[subprocess.Popen[bytes]] = [
        headway.begin("run", "p.yaml", "--job-name", f"j{i}", out=f"out{i}") for i in range(8)
    ]
    assert [each.wait(PATIENCE_S) for each in words] == [0] * 8
    assert {j["name"]: j["state"] for j in jobs(headway)} == {
        f"j{i}": "succeeded" for i in range(8)
    }


def test_a_secret_is_of_the_environment_of_the_engine(headway: Scene) -> None:
    engine = Terminal(headway, "engine", "--slots", "gpu=1")
    headway.tasks("  a: {command: ['true'], secrets: [KEY]}\n", "secrets: {KEY: 'env:OWN_KEY'}\n")
    headway.env["OWN_KEY"] = "mine"
    done = headway("run", "p.yaml")
    assert done.code == 1
    where = f"(in the environment of the engine with pid {engine.process.pid})"
    assert f"OWN_KEY is not set {where}" in done.err
    engine.let_go()
    assert engine.end() == 0


@pytest.mark.parametrize("joins", [False, True])
@pytest.mark.parametrize(
    ("asked", "had", "has", "code"),
    [
        ("cpu: 2", "cpu=2", "cpu=1,gpu=1", "too-large-request"),
        ("lic: 1", "cpu=2,lic=1", "cpu=2,gpu=1", "unknown-slot"),
    ],
)
def test_a_job_is_not_resumed_where_it_could_never_run(
    headway: Scene, asked: str, had: str, has: str, code: str, joins: bool
) -> None:
    headway.tasks(f"  a: {{resources: {{{asked}}}, script: 'echo a; [[ -e go ]] || sleep 30'}}\n")
    running = headway.begin("run", "p.yaml", "--slots", had)
    wait_until(lambda: headway.is_running("a"))
    job = jobs(headway)[0]["job"]
    running.send_signal(signal.SIGINT)
    running.wait(PATIENCE_S)
    (headway.folder / "go").touch()
    events = headway("events", job).out
    other = Terminal(headway, "other", "--slots", has) if joins else None
    refused = headway("resume", job) if joins else headway("resume", job, "--slots", has)
    assert (refused.code, headway("events", job).out) == (2, events)
    assert f"error[{code}]" in refused.err
    if other:
        other.let_go()
        assert other.end() == 0
    assert headway("resume", job, "--slots", had).code == 0


def test_a_cancelled_job_ends_also_where_it_could_never_run(headway: Scene) -> None:
    headway.tasks("  a: {resources: {cpu: 2}, script: 'echo a; sleep 30'}\n")
    running = headway.begin("run", "p.yaml", "--slots", "cpu=2")
    wait_until(lambda: headway.is_running("a"))
    running.send_signal(signal.SIGINT)
    running.wait(PATIENCE_S)
    assert headway("cancel", "last").code == 0
    assert headway("resume", "last", "--slots", "cpu=1").code == 1
    assert jobs(headway)[0]["state"] == "cancelled"

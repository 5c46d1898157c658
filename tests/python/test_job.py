"""Jobs on real processes: results, failures, cancelling, waiting."""

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import headway as hw
import pytest

Single = Callable[..., hw.Pipeline]


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def adding(folder: Path) -> hw.Pipeline:
    """add (3 elements) -> total"""
    p = hw.Pipeline("adding", folder=folder)
    start = p.param("start", float, 1)
    add = p.task("add", outputs={"sum": float}, matrix={"nr": [1, 2, 3]})
    add.script('echo "$START.5" > "$HEADWAY_OUTPUT/sum"; echo added $NR')
    add.env(NR="${{ matrix.nr }}", START="2")
    total = p.task("total", depends_on=add, inputs={"sums": add["sum"], "start": start})
    total.script('cat "$HEADWAY_INPUTS"; echo hello > "$HEADWAY_OUTPUT/greeting"')
    total.outputs(greeting=hw.File)
    return p.output("greeting", total["greeting"]).output("sums", add["sum"])


def test_the_result_is_the_outputs_of_the_job(tmp_path: Path, store: Path) -> None:
    job = adding(tmp_path).start({"start": 3}, store=store)
    result = job.result(timeout=60)
    assert result["sums"] == [2.5, 2.5, 2.5]
    assert isinstance(result["greeting"], hw.File)
    assert Path(result["greeting"]).read_text() == "hello\n"
    assert result["greeting"].digest.startswith("sha256:")
    assert job.log("add[nr=2]") == "added 2\n"
    assert '"start": 3.0' in job.log("total").replace('":3', '": 3')


def test_a_single_output_called_result_is_the_result(tmp_path: Path, store: Path) -> None:
    p = hw.Pipeline("one", folder=tmp_path)
    one = p.task("one", outputs={"n": int})
    one.script('echo 7 > "$HEADWAY_OUTPUT/n"')
    assert p.output("result", one["n"]).start(store=store).result(timeout=60) == 7


def test_the_status_is_what_the_command_line_tells(tmp_path: Path, store: Path) -> None:
    job = adding(tmp_path).start(store=store, name="mine")
    assert job.wait(timeout=60) == "succeeded"
    status = job.status()
    assert json.loads(json.dumps(status)) == status
    assert (status["job"], status["name"], status["pipeline"]) == (job.id, "mine", "adding")
    assert (status["state"], status["engine"]) == ("succeeded", "alive")
    names = ["add[nr=1]", "add[nr=2]", "add[nr=3]", "total"]
    assert [each["id"] for each in status["instances"]] == names
    assert {each["state"] for each in status["instances"]} == {"succeeded"}
    assert status["outputs"]["greeting"]["path"].endswith("greeting")
    assert [each["job"] for each in hw.jobs(store=store)] == [job.id]
    assert job.events()[-1]["event"] == "job_ended"


def test_params_are_checked_before_anything_runs(tmp_path: Path, store: Path) -> None:
    with pytest.raises(hw.InvalidPipeline) as caught:
        adding(tmp_path).start(store=store, start="fast")
    assert [finding.path for finding in caught.value.diagnostics] == ["params.start"]
    with pytest.raises(hw.InvalidPipeline, match="stert"):
        adding(tmp_path).start(store=store, stert=1)
    assert hw.jobs(store=store) == []
    assert not store.exists()


def test_a_request_that_this_machine_cannot_hold_is_refused(
    of_command: Single, store: Path
) -> None:
    p = of_command("true")
    p.defaults(resources={"press": 3})
    with pytest.raises(hw.InvalidPipeline, match="press"):
        p.start(store=store, slots={"press": 2})


def test_a_failed_job_raises_with_its_instance_cause_and_log(
    of_command: Single, store: Path
) -> None:
    job = of_command("bash", "-c", "echo before; echo the reason >&2; exit 3").start(store=store)
    with pytest.raises(hw.JobFailed) as caught:
        job.result(timeout=60)
    error = caught.value
    assert (error.job, error.state, error.instance) == (job.id, "failed", "work")
    assert error.cause.startswith("exit_code(3)")
    assert error.log.splitlines() == ["before", "the reason"]
    assert "work ended with exit_code(3)" in str(error)
    assert "  the reason" in str(error)


def test_a_failed_job_names_the_failure_that_failed_it(tmp_path: Path, store: Path) -> None:
    inner = hw.Pipeline("inner", folder=tmp_path)
    inner.task("deep", script="exit 4")
    p = hw.Pipeline("failures", folder=tmp_path)
    p.task("allowed", script="exit 3", allow_failure=True)
    p.task("counts", depends_on="allowed", pipeline=inner)
    with pytest.raises(hw.JobFailed) as caught:
        p.start(store=store).result(timeout=60)
    assert caught.value.instance == "counts/deep"
    assert caught.value.cause.startswith("exit_code(4)")


def test_a_program_that_is_not_there_fails_its_job(of_command: Single, store: Path) -> None:
    with pytest.raises(hw.JobFailed, match="spawn_failed"):
        of_command("no-such-program").start(store=store).result(timeout=60)


def test_cancel_ends_a_job(of_command: Single, store: Path) -> None:
    job = of_command("sleep", "600").start(store=store)
    until(lambda: job.status()["instances"][0]["state"] == "running")
    job.cancel()
    assert job.wait(timeout=60) == "cancelled"
    with pytest.raises(hw.JobFailed, match="was cancelled"):
        job.result()


def test_a_wait_returns_after_its_time(of_command: Single, store: Path) -> None:
    job = of_command("sleep", "600").start(store=store)
    assert job.wait(timeout=0.1) == "running"
    with pytest.raises(TimeoutError):
        job.result(timeout=0)
    job.cancel()


def test_threads_wait_together_for_many_jobs(of_command: Single, store: Path) -> None:
    p = of_command("sleep", "0.2")
    started = [p.start(store=store, slots={"cpu": 8}) for _ in range(4)]
    with ThreadPoolExecutor(8) as threads:
        states = list(threads.map(lambda job: job.wait(timeout=60), started * 2))
    assert states == ["succeeded"] * 8


def test_other_threads_go_on_while_one_waits(of_command: Single, store: Path) -> None:
    job = of_command("sleep", "600").start(store=store)
    counted = 0
    waiting = threading.Thread(target=job.wait)
    waiting.start()
    while waiting.is_alive() and counted <= 1000:
        counted += 1
    assert counted > 1000
    job.cancel()
    waiting.join(timeout=60)
    assert not waiting.is_alive()


def test_the_picture_of_a_job_is_well_formed_xml(of_command: Single, store: Path) -> None:
    job = of_command("true").start(store=store)
    assert job.wait(timeout=60) == "succeeded"
    bundle = job._repr_mimebundle_()
    assert ElementTree.fromstring(bundle["image/svg+xml"]).tag.endswith("svg")
    assert "succeeded" in bundle["text/plain"]
    assert repr(job) == f"<headway.Job {job.id} single: succeeded, 1 of 1 ended>"


def test_bytes_that_are_no_text_are_shown_as_such(of_command: Single, store: Path) -> None:
    job = of_command("printf", r"a\xffb").start(store=store)
    job.wait(timeout=60)
    assert job.log("work") == "a\N{REPLACEMENT CHARACTER}b"
    with pytest.raises(hw.Error, match="no instance"):
        job.log("wrok")

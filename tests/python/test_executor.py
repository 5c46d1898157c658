"""One engine per store; closing, resuming, forking, Ctrl-C and the interpreter's end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import headway as hw
import pytest

Single = Callable[..., hw.Pipeline]


def two_tasks(folder: Path) -> hw.Pipeline:
    """first -> second, which waits until the file `go` is there"""
    p = hw.Pipeline("two", folder=folder)
    first = p.task("first").script('echo first >> "$PLACE/done"').env(PLACE=folder)
    second = p.task("second", depends_on=first, env={"PLACE": folder})
    second.script('echo >> "$PLACE/tries"; while [ ! -e "$PLACE/go" ]; do sleep 0.02; done')
    return p


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def python(script: str, folder: Path) -> "subprocess.Popen[str]":
    prologue = (
        "import headway as hw, sys, threading, time, os\n"
        "from pathlib import Path\n"
        "sys.path.insert(0, sys.argv[2])\n"
        "from test_executor import two_tasks\n"
        "folder = Path(sys.argv[1])\n"
    )
    arguments = [sys.executable, "-c", prologue + script, str(folder), str(Path(__file__).parent)]
    return subprocess.Popen(arguments, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(folder: Path, store: Path) -> None:
    """The job of `two_tasks` goes on where it was, and does nothing twice."""
    (folder / "go").touch()
    assert hw.resume("last", store=store).wait(timeout=60) == "succeeded"
    assert (folder / "done").read_text() == "first\n"


def test_starts_of_one_store_share_its_engine(of_command: Single, store: Path) -> None:
    jobs = [of_command("true").start(store=store) for _ in range(3)]
    assert {job.wait(timeout=60) for job in jobs} == {"succeeded"}
    assert len({id(job._executor) for job in jobs}) == 1
    assert len(hw.jobs(store=store)) == 3


def test_an_idle_engine_takes_new_slots_and_a_busy_one_refuses(
    of_command: Single, store: Path
) -> None:
    of_command("true").start(store=store, slots={"cpu": 1}).wait(timeout=60)
    busy = of_command("sleep", "600").start(store=store, slots={"cpu": 2})
    with pytest.raises(hw.Error, match="slots="):
        of_command("true").start(store=store, slots={"cpu": 3})
    assert of_command("true").start(store=store).wait(timeout=60) == "succeeded"
    busy.cancel()


def test_a_closed_engine_leaves_a_job_that_is_resumed(tmp_path: Path, store: Path) -> None:
    with hw.Executor(store=store) as executor:
        job = executor.start(two_tasks(tmp_path))
        until((tmp_path / "tries").exists)
    assert job.state == "paused"
    with pytest.raises(hw.Cancelled, match="resume"):
        job.result()
    with pytest.raises(hw.Cancelled):
        executor.start(two_tasks(tmp_path))
    executor.close()
    finish(tmp_path, store)


def test_closing_ends_the_waits_of_other_threads(of_command: Single, store: Path) -> None:
    executor = hw.Executor(store=store)
    job = executor.start(of_command("sleep", "600"))
    with ThreadPoolExecutor(4) as threads:
        waits = [threads.submit(job.wait) for _ in range(4)]
        executor.close()
        assert {wait.result(timeout=60) for wait in waits} == {"paused"}


def test_a_resumed_job_that_has_ended_is_as_it_was(of_command: Single, store: Path) -> None:
    job = of_command("true").start(store=store)
    job.wait(timeout=60)
    assert hw.resume(job).wait(timeout=60) == "succeeded"
    with pytest.raises(hw.Error, match="no job"):
        hw.resume("zzzzzzzz", store=store)


def test_resume_remembers_the_slots(of_command: Single, store: Path) -> None:
    p = of_command("true")
    p.defaults(resources={"press": 1})
    with hw.Executor(store=store, slots={"press": 1}) as executor:
        executor.start(p).wait(timeout=60)
    assert hw.resume("last", store=store).wait(timeout=60) == "succeeded"


def test_a_store_of_another_process_is_locked(tmp_path: Path, store: Path) -> None:
    script = "import headway, sys; e = headway.Executor(store=sys.argv[1]); print(e); input()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    other = subprocess.Popen([sys.executable, "-u", "-c", script, str(store)], **pipes)
    with other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == f"<headway.Executor {store}: open>\n"
        with pytest.raises(hw.StoreLocked, match=f"pid {other.pid}") as caught:
            hw.Executor(store=store)
        other.stdin.write("\n")
    assert isinstance(caught.value, OSError)
    hw.Executor(store=store).close()


def test_two_owners_in_one_process_are_refused(of_command: Single, store: Path) -> None:
    of_command("sleep", "600").start(store=store)
    with pytest.raises(hw.StoreLocked):
        hw.Executor(store=store)


def test_ctrl_c_ends_a_wait_at_once_and_the_job_is_resumed(tmp_path: Path) -> None:
    store = tmp_path / "store"
    script = (
        "job = two_tasks(folder).start(store=folder / 'store')\n"
        "try:\n    print(flush=True)\n    job.wait()\n"
        "except KeyboardInterrupt:\n    print(time.monotonic(), flush=True)\n"
    )
    with python(script, tmp_path) as process:
        assert process.stdout is not None
        process.stdout.readline()  # as it begins to wait
        until((tmp_path / "tries").exists)
        sent = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert float(out) - sent < 2  # 50 ms on an idle machine
    finish(tmp_path, store)


@pytest.mark.parametrize(
    "task", ["sleep 600", "trap '' TERM INT; while :; do sleep 0.05; done"], ids=["mild", "deaf"]
)
def test_the_interpreter_ends_soon_with_a_running_job(tmp_path: Path, task: str) -> None:
    script = (
        "p = hw.Pipeline('long', folder=folder)\n"
        f"p.task('long', script={('echo > tries; ' + task)!r}, workdir=folder)\n"
        "job = p.start(store=folder / 'store')\n"
        "for _ in range(3): threading.Thread(target=job.wait, daemon=True).start()\n"
        "while not (folder / 'tries').exists(): time.sleep(0.01)\n"
        "print(time.monotonic(), flush=True)\n"
    )
    with python(script, tmp_path) as process:
        out, errors = process.communicate(timeout=60)
        took = time.monotonic() - float(out)
    assert process.returncode == 0, errors
    assert took < 10  # at most 5 s on an idle machine
    (job,) = hw.jobs(store=tmp_path / "store")
    assert job["state"] == "paused"


# Python 3.12 and later warn of any fork beside threads.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_child_leaves_the_engine_to_its_parent(of_command: Single, store: Path) -> None:
    job = of_command("sleep", "0.5").start(store=store)
    child = os.fork()
    if child == 0:
        try:
            job.wait()
        except hw.SessionError:
            os._exit(7)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert job.wait(timeout=60) == "succeeded"


def test_a_store_that_keeps_its_data_elsewhere_does_so_for_python_too(
    of_command: Single, store: Path, tmp_path: Path
) -> None:
    program, elsewhere = Path(hw.__file__).with_name("bin") / "headway", tmp_path / "elsewhere"
    file = tmp_path / "p.yaml"
    file.write_text(of_command("echo", "hi").to_yaml())
    subprocess.run(
        [program, "run", file, "--store", store, "--data", elsewhere], check=True, timeout=60
    )
    job = of_command("echo", "ho").start(store=store)
    assert job.wait(timeout=60) == "succeeded"
    assert job.log("work") == "ho\n"
    assert hw.resume("single", store=store).id == job.id
    assert {each.name for each in (elsewhere / "jobs").iterdir()} >= {job.id}
    assert not (store / "data").exists()


def test_a_program_that_is_not_there_is_named_with_what_to_do(
    of_command: Single, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWAY_PROGRAM", "/no/such/headway")
    with pytest.raises(hw.InvalidPipeline, match="starts no processes here") as caught:
        of_command("true").start(store=store)
    assert "HEADWAY_PROGRAM" in "".join(caught.value.diagnostics[0].notes)
    monkeypatch.setenv("HEADWAY_PROGRAM", "/bin/true")
    hw.Executor(store=store).close()
    with pytest.raises(hw.JobFailed, match="is /bin/true the headway program"):
        of_command("true").start(store=store).result(timeout=60)


def test_the_import_is_light() -> None:
    script = (
        "import sys, time; t = time.process_time(); import headway; t = time.process_time() - t\n"
        "print(t, *(m for m in ('numpy', 'asyncio', 'IPython', 'yaml') if m in sys.modules))"
    )
    out = subprocess.check_output([sys.executable, "-c", script], text=True).split()
    assert out[1:] == []
    assert float(out[0]) < 0.5  # of processor time; 0.03 s on an idle machine

"""Python functions as tasks: called by an engine of this process, under this interpreter."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import headway as hw
import pytest

EXAMPLE = Path(__file__).parents[2] / "examples/22_python_call/pipeline.yaml"
MODULE = """
import os, sys, time
from dataclasses import dataclass
from pathlib import Path
import headway as hw

@dataclass
class Cleaned:
    rows: int
    table: hw.File

def clean(rows: list[int]) -> Cleaned:
    kept = [row for row in rows if row > 0]
    table = hw.File("kept.txt")
    open(table, "w").write(repr(kept))
    return Cleaned(len(kept), table)

def total(table: hw.File, bonus: int | None = None) -> dict[str, object]:
    assert isinstance(table, hw.File)
    return {"sum": float(sum(eval(open(table).read()))), "python": sys.executable}

class Flaky:
    def __init__(self, until): self.until = until
    def __call__(self, attempt):
        if attempt < self.until: raise LookupError(f"attempt {attempt}")

def give_up():
    raise hw.NonRecoverable("no rows at all")

class DataNotReady(Exception): pass

def late(attempt: int, by_hand: bool = False):
    seen = Path(os.environ["HEADWAY_CHECKPOINT"], "seen")
    seen.write_text(seen.read_text() + "x" if seen.exists() else "x")
    if len(seen.read_text()) >= attempt: return
    if not by_hand: raise DataNotReady("come back: later")
    Path(os.environ["HEADWAY_ERROR"]).write_text("DataNotReady: come back")
    raise RuntimeError("this is not told")

def big(size: int):
    print("x" * size)
    return "x" * size

def through() -> str:
    return os.environ.get("THROUGH", "none")

def wait(file: str) -> str:
    while not os.path.exists(file): time.sleep(0.05)
    return sys.executable
"""


@pytest.fixture
def module(tmp_path: Path) -> Path:
    (tmp_path / "cleaning.py").write_text(MODULE)
    return tmp_path


def test_results_are_the_arguments_of_what_follows(module: Path, store: Path) -> None:
    p = hw.Pipeline("cleaning", folder=module)
    clean = p.task("clean", call="python:cleaning:clean", inputs={"rows": [3, -1, 4]})
    clean.outputs(rows=int, table=hw.File)
    total = p.task("total", call="python:cleaning:total", inputs={"table": clean["table"]})
    total.outputs(sum=float, python=str)
    p.output("rows", clean["rows"]).output("sum", total["sum"]).output("python", total["python"])
    result = p.start(store=store).result(timeout=120)
    assert result == {"rows": 2, "sum": 7.0, "python": sys.executable}


def test_an_exception_is_tried_again_by_its_name(module: Path, store: Path) -> None:
    p = hw.Pipeline("flaky", folder=module)
    flaky = p.task("flaky", call="python:cleaning:Flaky", config={"until": 3})
    flaky.input("attempt", 1).retry([{"causes": ["error(LookupError)"], "limit": 1}])
    job = p.start(store=store)
    with pytest.raises(hw.JobFailed, match=r"exception.*LookupError: attempt 1"):
        job.result(timeout=120)
    (instance,) = job.status()["instances"]
    assert instance["attempts"] == 2


def test_what_cannot_be_mended_is_not_tried_again(module: Path, store: Path) -> None:
    p = hw.Pipeline("hopeless", folder=module)
    p.task("give_up", call="python:cleaning:give_up", retry=5)
    job = p.start(store=store)
    with pytest.raises(hw.JobFailed, match="non_recoverable"):
        job.result(timeout=120)
    (instance,) = job.status()["instances"]
    assert (instance["attempts"], instance["message"]) == (
        1,
        "NonRecoverable: no rows at all (cleaning.py:28)",
    )


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_rule_is_for_the_errors_it_names(module: Path, store: Path, by_hand: bool) -> None:
    p = hw.Pipeline("late", folder=module)
    late = p.task("late", call="python:cleaning:late", inputs={"attempt": 3, "by_hand": by_hand})
    other = {"causes": ["error(LookupError)"], "limit": 9}
    late.checkpoint().retry([other, {"causes": ["error(DataNotReady)"], "limit": 1}])
    job = p.start(store=store)
    with pytest.raises(hw.JobFailed, match="DataNotReady: come back"):
        job.result(timeout=120)
    (instance,) = job.status()["instances"]
    assert instance["attempts"] == 2  # the second rule, and only as often as it says
    assert instance["cause"] == ("error" if by_hand else "exception")


def test_a_rule_for_another_error_is_none_for_this_one(module: Path, store: Path) -> None:
    p = hw.Pipeline("late", folder=module)
    late = p.task("late", call="python:cleaning:late", inputs={"attempt": 3}).checkpoint()
    late.retry([{"causes": ["error(NotReady)", "error(Data)"], "limit": 9}])
    job = p.start(store=store)
    with pytest.raises(hw.JobFailed, match=r"DataNotReady: come back: later \(cleaning.py:\d+\)"):
        job.result(timeout=120)
    (instance,) = job.status()["instances"]
    assert instance["attempts"] == 1


def test_a_value_that_is_too_long_for_one_is_told(module: Path, store: Path) -> None:
    p = hw.Pipeline("big", folder=module)
    p.task("big", call="python:cleaning:big", inputs={"size": 20_000_000}).outputs(text=str)
    job = p.start(store=store)
    with pytest.raises(hw.JobFailed, match=r"output_invalid.*20000001 bytes.*declare it a file"):
        job.result(timeout=120)
    p = hw.Pipeline("fits", folder=module)
    p.task("big", call="python:cleaning:big", inputs={"size": 1_000_000}).outputs(text=str)
    p.output("text", "${{ tasks.big.outputs.text }}")
    assert p.start(store=store).result(timeout=120) == {"text": "x" * 1_000_000}


def test_a_job_keeps_its_interpreter_whoever_resumes_it(
    module: Path, store: Path, tmp_path: Path
) -> None:
    p = hw.Pipeline("kept", folder=module)
    wait = p.task("wait", call="python:cleaning:wait", inputs={"file": str(tmp_path / "go")})
    p.output("python", wait.outputs(python=str)["python"])
    with hw.Executor(store=store) as executor:
        job = executor.start(p)
        while job.status()["instances"][0]["state"] != "running":
            assert job.wait(0.05) == "running"
    (tmp_path / "go").touch()
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 99\n")
    (tmp_path / "python3").chmod(0o755)
    program = Path(hw.__file__).with_name("bin") / "headway"
    others = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HEADWAY_PYTHON": "/no/such/python"}
    command = [program, "resume", job.id, "--store", store]
    done = subprocess.run(command, env=os.environ | others, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    status = [program, "status", job.id, "--store", store, "--json"]
    assert json.loads(subprocess.check_output(status))["outputs"] == {"python": sys.executable}


def test_a_job_that_joins_an_engine_brings_its_interpreter(
    module: Path, store: Path, of_command: Callable[..., hw.Pipeline]
) -> None:
    (module / "other").write_text(f'#!/bin/sh\nTHROUGH=other exec {sys.executable} "$@"\n')
    (module / "other").chmod(0o755)
    (module / "p.yaml").write_text(
        "headway: v1\nname: p\ntasks:\n"
        "  ask: {call: python:cleaning:through, outputs: {it: string}}\n"
        'outputs: {it: "${{ tasks.ask.outputs.it }}"}\n'
    )
    program = Path(hw.__file__).with_name("bin") / "headway"
    own = os.environ | {"HEADWAY_STORE": str(store), "HEADWAY_PYTHON": "./other"}
    with hw.Executor(store=store) as executor:
        busy = executor.start(of_command("sleep", "600"))
        done = subprocess.run(
            [program, "run", "p.yaml"], cwd=module, env=own, capture_output=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        assert b"run by the engine with pid" in done.stderr
        busy.cancel()
    (asked,) = [job for job in hw.jobs(store=store) if job["name"] == "p"]
    status = [program, "status", asked["job"], "--store", store, "--json"]
    assert json.loads(subprocess.check_output(status))["outputs"] == {"it": "other"}


def test_the_example_gives_what_it_says(store: Path) -> None:
    result = hw.load(EXAMPLE).start(store=store, model="Median").result(timeout=120)
    assert result == {"kept": 2, "value": 2.0}

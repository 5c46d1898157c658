"""Python functions as tasks: called by an engine of this process, under this interpreter."""

import sys
from pathlib import Path

import headway as hw
import pytest

EXAMPLE = Path(__file__).parents[2] / "examples/21_python_call/pipeline.yaml"
MODULE = """
import sys
from dataclasses import dataclass
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
    assert (instance["attempts"], instance["message"]) == (1, "NonRecoverable: no rows at all")


def test_the_example_gives_what_it_says(store: Path) -> None:
    result = hw.load(EXAMPLE).start(store=store, model="Median").result(timeout=120)
    assert result == {"kept": 2, "value": 2.0}

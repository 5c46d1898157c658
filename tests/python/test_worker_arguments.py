"""What the worker calls, and what with."""

import sys
from typing import Any

import pytest
from worker_bench import WORKER, Bench


@pytest.mark.parametrize(
    "worker", [(sys.executable, WORKER), (sys.executable, "-m", "headway.worker")]
)
def test_a_function_gets_its_inputs_by_name_and_with_their_types(
    bench: Bench, worker: tuple[str, ...]
) -> None:
    bench.write("def show(**all):\n    return repr(all)\n")
    given = {"i": 1, "f": 1.0, "s": "a", "b": True, "l": [1, "x"], "m": {"k": 2}, "o": None}
    outputs = {"seen": "string"}
    assert bench.call("mine:show", given, outputs=outputs, worker=worker) == 0, bench.log
    assert bench.left("seen") == repr(given) + "\n"


@pytest.mark.parametrize("python", [(), ("-S",)], ids=["with headway", "without"])
def test_files_and_folders_come_as_such_at_any_depth(bench: Bench, python: tuple[str, ...]) -> None:
    bench.write(
        "import headway\n"
        "def kinds(data, runs):\n"
        "    assert isinstance(data, headway.File)\n"
        "    assert isinstance(runs[1]['d'], headway.Directory)\n"
        "    return open(data).read() + (runs[1]['d'] / 'x').name + runs[0]['path']\n"
    )
    bench.write("hello ", "data.txt")
    file = {"path": str(bench.folder / "data.txt"), "digest": ""}
    inputs = {"data": file, "runs": [{"path": "plain", "digest": ""}, {"d": file}]}
    files, folders = [["inputs", "data"]], [["inputs", "runs", 1, "d"]]
    text, worker = {"text": "string"}, (sys.executable, *python, WORKER)
    places = {"files": files, "directories": folders}
    assert bench.call("mine:kinds", inputs, outputs=text, worker=worker, **places) == 0, bench.log
    assert bench.left("text") == "hello xplain\n"


SCALE = """\
class Scale:
    def __init__(self, factor): self.factor = factor
    def __call__(self, x): return {'y': x * self.factor}
"""
SLOW = """\
import asyncio
async def slow(x):
    await asyncio.sleep(0)
    return x
"""


@pytest.mark.parametrize(
    ("text", "target", "inputs", "config", "left"),
    [
        (SCALE, "mine:Scale", {"x": 2}, {"factor": 3}, "6\n"),
        (SLOW, "mine:slow", {"x": 5}, {}, "5\n"),
    ],
    ids=["a class is constructed with config", "an async function is run"],
)
def test_what_can_be_called_is_called_with_the_inputs(
    bench: Bench,
    text: str,
    target: str,
    inputs: dict[str, Any],
    config: dict[str, Any],
    left: str,
) -> None:
    bench.write(text)
    assert bench.call(target, inputs, config=config, outputs={"y": "int"}) == 0, bench.log
    assert bench.left("y") == left


def test_config_of_a_function_is_refused(bench: Bench) -> None:
    bench.write("def f(): pass\n")
    assert bench.call("mine:f", config={"a": 1}) == 1
    assert (
        bench.error
        == '!exception TypeError: mine:f is no class; "config" is what a class is made with'
        " (mine.py:1)\n"
    )


@pytest.mark.parametrize("name", ["json_of.inner", "call", "worker.outputs", "headway_of"])
def test_the_modules_of_the_pipeline_are_found_before_others(bench: Bench, name: str) -> None:
    file = bench.folder / (name.replace(".", "/") + ".py")
    file.parent.mkdir(exist_ok=True)
    file.write_text("from json import dumps as f\n")
    assert bench.call(f"{name}:f", {"obj": [1]}, outputs={"text": "string"}) == 0, bench.log
    assert bench.left("text") == "[1]\n"


def test_a_name_that_is_not_there_says_where_it_looked(bench: Bench) -> None:
    bench.write("class Scale: pass\n")
    assert bench.call("mine:Scael") == 1
    assert bench.error == (
        '!exception AttributeError: mine has no Scael (mine.py); did you mean "Scale"?\n'
    )
    assert bench.call("mien:Scale") == 1
    assert bench.error.startswith("!exception ModuleNotFoundError: No module named 'mien' for")
    assert str(bench.folder) in bench.error
    assert 'did you mean "mine"?' in bench.error


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "x = 1\nimport not_there\n",
            "ModuleNotFoundError: No module named 'not_there' (mine.py:2)",
        ),
        ("def f(:\n", "SyntaxError: invalid syntax (mine.py, line 1)"),
    ],
)
def test_a_module_that_cannot_be_imported_is_told_by_its_line(
    bench: Bench, text: str, told: str
) -> None:
    bench.write(text)
    assert bench.call("mine:x") == 1
    assert bench.error == f"!exception {told}\n"


CLASS = """\
import headway

class Scale:
    def __init__(self, factor: float, names: list[str] | None = None): self.factor = factor
    def __call__(self, x: int, data: headway.File | None = None): return self.factor / x
"""


@pytest.mark.parametrize(
    ("config", "inputs", "told"),
    [
        (
            {},
            {"x": 1},
            "mine:Scale cannot be made with this config: missing a required argument: 'factor'",
        ),
        ({"factro": 1}, {"x": 1}, "mine:Scale cannot be made with this config: missing a required"),
        ({"factor": 1, "b": 2}, {"x": 1}, "got an unexpected keyword argument 'b'"),
        ({"factor": "a"}, {"x": 1}, "mine:Scale takes config.factor as float, and was given 'a'"),
        ({"factor": 1, "names": ["a", 2]}, {"x": 1}, "config.names as list[str] | None, and was"),
        (
            {"factor": 1},
            {},
            "mine:Scale cannot be called with these inputs: missing a required argument: 'x'",
        ),
        ({"factor": 1}, {"x": 1.5}, "mine:Scale takes inputs.x as int, and was given 1.5"),
        ({"factor": 1}, {"x": True}, "mine:Scale takes inputs.x as int, and was given True"),
        ({"factor": 1}, {"x": 1, "data": "a"}, "inputs.data as headway.File | None, and was given"),
    ],
)
def test_arguments_that_do_not_fit_are_told_with_the_place_of_what_takes_them(
    bench: Bench, config: dict[str, Any], inputs: dict[str, Any], told: str
) -> None:
    bench.write(CLASS)
    assert bench.call("mine:Scale", inputs, config=config) == 1
    assert bench.error.startswith("!exception TypeError: ")
    assert told in bench.error
    assert bench.error.endswith("(mine.py:3)\n")


def test_an_argument_may_have_any_name(bench: Bench) -> None:
    bench.write("def count(**named) -> int: return len(named)\n")
    given = {"return": "a", "class": "b", "lowest": -(2**63)}
    assert bench.call("mine:count", given, outputs={"n": "int"}) == 0, bench.error
    assert bench.left("n") == "3\n"


def test_arguments_that_fit_are_not_disturbed(bench: Bench) -> None:
    bench.write(
        "from typing import Annotated, Any, Literal, Optional, Sequence\n"
        "from enum import Enum\n"
        "import numpy as np\n"
        "Kind = Enum('Kind', {'pear': 'pear'})\n"
        "def all_of(a: int, b: float, c: Optional[str], d: list[float], e: dict[str, Any],\n"
        "           f: Literal['x'], g: Annotated[int, 3], h: Sequence[int], i: Kind,\n"
        "           j: np.ndarray, k: 'int | None', **more: int): return 'fine'\n"
    )
    given = {"a": 1, "b": 1, "c": None, "d": [1, 2.0], "e": {"k": []}, "f": "x", "g": 3}
    given |= {"h": [1], "i": "pear", "j": [[1]], "k": None, "more_of_it": "a"}
    assert bench.call("mine:all_of", given, outputs={"it": "string"}) == 0, bench.error

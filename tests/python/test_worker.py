"""The worker alone: one call in a process of its own, as the engine asks for it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import headway as hw
import numpy as np
import pytest

WORKER = Path(hw.__file__).with_name("worker.py")


class Bench:
    """A folder of modules and one of outputs; `call` runs the worker and keeps what it says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.output.mkdir()
        self.log, self.error = "", ""

    def write(self, text: str, name: str = "mine.py") -> None:
        (self.folder / name).write_text(text)

    def call(
        self,
        target: str,
        inputs: dict[str, Any] | None = None,
        *,
        config: dict[str, Any] | None = None,
        outputs: dict[str, str] | None = None,
        python: tuple[str, ...] = (sys.executable,),
        **places: list[list[Any]],
    ) -> int:
        declared = [
            {"name": name, "type": kind, "path": name} for name, kind in (outputs or {}).items()
        ]
        description = {
            "target": target,
            "folder": str(self.folder),
            "inputs": inputs or {},
            "config": config or {},
            "files": places.get("files", []),
            "directories": places.get("directories", []),
            "outputs": declared,
        }
        (self.folder / "call.json").write_text(json.dumps(description))
        error = self.folder / "error"
        error.unlink(missing_ok=True)
        done = subprocess.run(
            [*python, WORKER, self.folder / "call.json"],
            env={"PATH": os.environ["PATH"], "HEADWAY_OUTPUT": str(self.output)}
            | {"HEADWAY_ERROR": str(error)},
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
        )
        self.log, self.error = done.stdout, error.read_text() if error.exists() else ""
        return done.returncode

    def left(self, name: str) -> str:
        return (self.output / name).read_text()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_a_function_gets_its_inputs_by_name_and_with_their_types(bench: Bench) -> None:
    bench.write("def show(**all):\n    return repr(all)\n")
    given = {"i": 1, "f": 1.0, "s": "a", "b": True, "l": [1, "x"], "m": {"k": 2}, "o": None}
    assert bench.call("mine:show", given, outputs={"seen": "string"}) == 0, bench.log
    assert bench.left("seen") == repr(given) + "\n"


def test_files_and_folders_come_as_such_at_any_depth(bench: Bench) -> None:
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
    text = {"text": "string"}
    code = bench.call("mine:kinds", inputs, outputs=text, files=files, directories=folders)
    assert code == 0, bench.log
    assert bench.left("text") == "hello xplain\n"


def test_a_class_is_constructed_with_config_and_called_with_inputs(bench: Bench) -> None:
    bench.write(
        "class Scale:\n"
        "    def __init__(self, factor): self.factor = factor\n"
        "    def __call__(self, x): return {'y': x * self.factor}\n"
    )
    assert bench.call("mine:Scale", {"x": 2}, config={"factor": 3}, outputs={"y": "int"}) == 0
    assert bench.left("y") == "6\n"


def test_config_of_a_function_is_refused(bench: Bench) -> None:
    bench.write("def f(): pass\n")
    assert bench.call("mine:f", config={"a": 1}) == 1
    assert (
        bench.error
        == '!exception TypeError: mine:f is no class; "config" is what a class is made with'
        " (mine.py:1)\n"
    )


def test_an_async_function_is_run(bench: Bench) -> None:
    bench.write("import asyncio\nasync def slow(x):\n    await asyncio.sleep(0)\n    return x\n")
    assert bench.call("mine:slow", {"x": 5}, outputs={"x": "int"}) == 0
    assert bench.left("x") == "5\n"


def test_a_package_beside_the_pipeline_is_found_before_others(bench: Bench) -> None:
    (bench.folder / "json_of").mkdir()
    bench.write("from json import dumps as f\n", "json_of/inner.py")
    assert bench.call("json_of.inner:f", {"obj": [1]}, outputs={"text": "string"}) == 0, bench.log
    assert bench.left("text") == "[1]\n"


@pytest.mark.parametrize(
    "body",
    [
        "return {'rows': 3, 'name': 'ü', 'best': {'rate': 0.5}, 'kind': Kind.pear}",
        "return Result(3, 'ü', Rate(0.5), Kind.pear)",
        "return Named(3, 'ü', {'rate': np.float32(0.5)}, 'pear')",
    ],
)
def test_results_are_dicts_and_dataclasses_and_named_tuples(bench: Bench, body: str) -> None:
    bench.write(
        "import numpy as np\n"
        "from collections import namedtuple\n"
        "from dataclasses import dataclass\n"
        "from enum import Enum\n"
        "from typing import Any\n"
        "Kind = Enum('Kind', {'pear': 'pear'})\n"
        "@dataclass\nclass Rate:\n    rate: float\n"
        "@dataclass\nclass Result:\n    rows: int\n    name: str\n    best: Rate\n    kind: Kind\n"
        "Named = namedtuple('Named', 'rows name best kind')\n"
        f"def give(): {body}\n"
    )
    kinds = {"rows": "int", "name": "string", "best": "json", "kind": "enum"}
    assert bench.call("mine:give", outputs=kinds) == 0, bench.log
    left = [bench.left(name) for name in kinds]
    assert left == ["3\n", "ü\n", '{"rate": 0.5}\n', "pear\n"]


def test_a_single_output_may_be_returned_bare(bench: Bench) -> None:
    bench.write("def give():\n    return {'a': 1}\n")
    assert bench.call("mine:give", outputs={"all": "json"}) == 0
    assert bench.left("all") == '{"a": 1}\n'
    assert bench.call("mine:give", outputs={"a": "int"}) == 0
    assert bench.left("a") == "1\n"


def test_a_single_output_is_taken_by_its_name_from_a_record(bench: Bench) -> None:
    bench.write(
        "from dataclasses import dataclass\n"
        "@dataclass\nclass Run:\n    rate: float\n    score: float\n"
        "def give():\n    return Run(0.1, 0.9)\n"
    )
    assert bench.call("mine:give", outputs={"score": "float"}) == 0
    assert bench.left("score") == "0.9\n"
    assert '"rate" is no declared output' in bench.log
    assert bench.call("mine:give", outputs={"score": "json"}) == 0
    assert json.loads(bench.left("score")) == {"rate": 0.1, "score": 0.9}


def test_an_optional_output_that_is_none_is_left_out(bench: Bench) -> None:
    bench.write("def give():\n    return {'a': None, 'b': None}\n")
    assert bench.call("mine:give", outputs={"a": "optional(int)", "b": "json"}) == 0
    assert not (bench.output / "a").exists()
    assert bench.left("b") == "null\n"


def test_nothing_that_is_returned_leaves_nothing(bench: Bench) -> None:
    bench.write("def start(): pass\n")
    assert bench.call("mine:start", outputs={"ok": "bool"}) == 0
    assert list(bench.output.iterdir()) == []
    assert bench.call("mine:start") == 0


def test_arrays_become_npy_files(bench: Bench) -> None:
    bench.write("import numpy as np\ndef give():\n    return np.arange(6).reshape(2, 3)\n")
    assert bench.call("mine:give", outputs={"grid": "file"}) == 0, bench.log
    assert np.load(bench.output / "grid").tolist() == [[0, 1, 2], [3, 4, 5]]
    assert bench.call("mine:give", outputs={"rows": "list(list(int))"}) == 0, bench.log
    assert json.loads(bench.left("rows")) == [[0, 1, 2], [3, 4, 5]]


def test_tables_become_parquet_files(bench: Bench) -> None:
    bench.write(
        "class Frame:\n    def to_parquet(self, path): open(path, 'w').write('PAR1')\n"
        "def give():\n    return Frame()\n"
    )
    assert bench.call("mine:give", outputs={"table": "file"}) == 0, bench.log
    assert bench.left("table") == "PAR1"


def test_files_are_moved_within_the_output_folder_and_copied_from_elsewhere(bench: Bench) -> None:
    bench.write(
        "import os, pathlib\n"
        "import headway as hw\n"
        "out = pathlib.Path(os.environ['HEADWAY_OUTPUT'])\n"
        "def give():\n"
        "    (out / 'tmp.bin').write_bytes(b'in')\n"
        "    (out / 'tree').mkdir()\n"
        "    return {'inner': hw.File('tmp.bin'), 'outer': pathlib.Path(__file__),\n"
        "            'raw': b'raw', 'folder': hw.Directory(str(out / 'tree'))}\n"
    )
    kinds = {"inner": "file", "outer": "file", "raw": "file", "folder": "directory"}
    assert bench.call("mine:give", outputs=kinds) == 0, bench.log
    assert sorted(each.name for each in bench.output.iterdir()) == sorted(kinds)
    assert bench.left("inner") + bench.left("raw") == "inraw"
    assert (bench.folder / "mine.py").exists()


@pytest.mark.parametrize(
    ("kind", "result", "told"),
    [
        ("file", "3", 'output "x" is declared file: int is no path'),
        ("file", "'gone.txt'", 'output "x" is declared file: there is no'),
        ("string", "3", 'output "x" is declared string: 3 is no string'),
        ("json", "{1, 2}", 'output "x" is declared json: set has no form in JSON'),
        ("float", "float('nan')", 'output "x" is declared float: float has no form in JSON'),
    ],
)
def test_a_result_that_does_not_fit_is_told(
    bench: Bench, kind: str, result: str, told: str
) -> None:
    bench.write(f"def give():\n    return {{'x': {result}}}\n")
    assert bench.call("mine:give", outputs={"x": kind}) == 1
    assert bench.error.startswith("!output_invalid " + told)


def test_several_outputs_need_names(bench: Bench) -> None:
    bench.write("def give():\n    return (1, 2)\n")
    assert bench.call("mine:give", outputs={"a": "int", "b": "int"}) == 1
    assert bench.error.startswith("!output_invalid the outputs a, b are returned as a dict")
    assert "Traceback" not in bench.log


def test_an_exception_is_named_and_its_traceback_begins_in_the_function(bench: Bench) -> None:
    bench.write("def fail():\n    raise ValueError('bad\\nrate')\n")
    assert bench.call("mine:fail") == 1
    assert bench.error == "!exception ValueError: bad rate (mine.py:2)\n"
    assert "worker.py" not in bench.log
    assert bench.log.splitlines()[1].endswith('mine.py", line 2, in fail')


def test_what_another_try_would_not_mend_says_so(bench: Bench) -> None:
    bench.write(
        "import headway\n"
        "class NoData(headway.NonRecoverable): pass\n"
        "def fail():\n    raise NoData('empty')\n"
    )
    assert bench.call("mine:fail") == 1
    assert bench.error == "!non_recoverable NoData: empty (mine.py:4)\n"


def test_headway_is_there_for_a_python_that_has_it_not(bench: Bench) -> None:
    bench.write(
        "import headway\n"
        "def give(data):\n"
        "    assert isinstance(data, headway.File), data\n"
        "    raise headway.NonRecoverable('bare')\n"
    )
    file = {"path": "x", "digest": ""}
    plain = (sys.executable, "-S")  # no site-packages
    bench.call("mine:give", {"data": file}, files=[["inputs", "data"]], python=plain)
    assert bench.error == "!non_recoverable NonRecoverable: bare (mine.py:4)\n", bench.log


@pytest.mark.parametrize(
    ("code", "left", "told"),
    [
        ("7", 7, "sys.exit(7) (mine.py:3)\n"),
        ("'no rows: stop'", 1, "sys.exit: no rows: stop (mine.py:3)\n"),
        ("0", 0, ""),
    ],
)
def test_an_exit_of_the_function_is_an_exit(bench: Bench, code: str, left: int, told: str) -> None:
    bench.write(f"import sys\ndef leave():\n    sys.exit({code})\n")
    assert bench.call("mine:leave", outputs={"x": "int"}) == left
    assert bench.error == told


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


def test_a_module_that_lacks_another_is_told_by_its_line(bench: Bench) -> None:
    bench.write("x = 1\nimport not_there\n")
    assert bench.call("mine:x") == 1
    assert bench.error == (
        "!exception ModuleNotFoundError: No module named 'not_there' (mine.py:2)\n"
    )
    bench.write("def f(:\n", "odd.py")
    assert bench.call("odd:f") == 1
    assert bench.error == "!exception SyntaxError: invalid syntax (odd.py, line 1)\n"


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


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("raise ValueError", "!exception ValueError: (mine.py:4)"),
        ("raise ValueError('ü — 数\\nx \\ud800')", "!exception ValueError: ü — 数 x ? (mine.py:4)"),
        ("raise KeyboardInterrupt", "!exception KeyboardInterrupt: (mine.py:4)"),
        ("class Own(BaseException): pass\n        raise Own('a')", "!exception Own: a (mine.py:5)"),
        ("json.loads('{')", "!exception JSONDecodeError: Expecting property name enclosed in"),
        ("raise Odd()", "!exception Odd: its text cannot be shown (mine.py:4)"),
        ("raise ValueError('x' * 5000)", "!exception ValueError: xxx"),
    ],
)
def test_what_is_raised_in_a_constructor_is_told_by_its_line(
    bench: Bench, line: str, told: str
) -> None:
    bench.write(
        f"import json\nclass Made:\n    def __init__(self):\n        {line}\n"
        "class Odd(Exception):\n    def __str__(self): raise ValueError\n"
    )
    assert bench.call("mine:Made") == 1
    assert bench.error.startswith(told)
    assert "(mine.py:" in bench.error
    assert len(bench.error.encode()) < 1000
    assert "Traceback" in bench.log


@pytest.mark.parametrize(
    ("kind", "result", "told"),
    [
        ("int", "'3'", "declared int: '3' is no int"),
        ("int", "2 ** 70", "declared int: 1180591620717411303424 is no int"),
        ("int", "True", "declared int: True is no int"),
        ("bool", "1", "declared bool: 1 is no bool"),
        ("list(int)", "[1, 'a']", "declared list(int): [1, 'a'] is no list(int)"),
        (
            "map(list(float))",
            "{'a': [None]}",
            "declared map(list(float)): {'a': [None]} is no map(list(float))",
        ),
        ("string", "'\\ud800'", "declared string: '\\ud800' is no text in UTF-8"),
        ("json", "endless()", "declared json: list has no form in JSON: "),
    ],
)
def test_a_result_of_another_type_is_told_with_the_place_of_what_gave_it(
    bench: Bench, kind: str, result: str, told: str
) -> None:
    bench.write(
        "def endless():\n    x = []\n    x.append(x)\n    return x\n"
        f"def give():\n    return {{'x': {result}}}\n"
    )
    assert bench.call("mine:give", outputs={"x": kind}) == 1
    assert bench.error.startswith(f'!output_invalid output "x" is {told}')
    assert bench.error.endswith("(mine.py:5)\n")


def test_prints_reach_the_log_in_any_locale(bench: Bench) -> None:
    bench.write(
        "import sys\ndef say():\n    print('数 \\ud800')\n    print('é', file=sys.stderr)\n"
    )
    assert bench.call("mine:say", python=(sys.executable, "-X", "utf8=0")) == 0
    assert bench.log == "数 \\ud800\né\n"


def test_what_it_does_to_its_surroundings_does_not_lose_its_results(bench: Bench) -> None:
    bench.write(
        "import os, sys\n"
        "def mess():\n"
        "    os.environ.clear(); os.chdir('/'); sys.path.clear(); sys.stdout.close()\n"
        "    return 3\n"
    )
    assert bench.call("mine:mess", outputs={"x": "int"}) == 0, bench.log
    assert bench.left("x") == "3\n"

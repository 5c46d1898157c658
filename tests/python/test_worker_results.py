"""What the worker makes of what was returned."""

import json

import numpy as np
import pytest
from worker_bench import Bench


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


RECORD = "dataclasses.make_dataclass('Run', [('rate', float), ('score', float)])(0.1, 0.9)"


@pytest.mark.parametrize(
    ("returned", "name", "kind", "left"),
    [
        ("{'a': 1}", "all", "json", {"a": 1}),
        ("{'a': 1}", "a", "int", 1),
        (RECORD, "score", "float", 0.9),
        (RECORD, "score", "json", {"rate": 0.1, "score": 0.9}),
        ("np.arange(6).reshape(2, 3)", "rows", "list(list(int))", [[0, 1, 2], [3, 4, 5]]),
        ("None", "b", "json", None),
    ],
)
def test_a_single_output_is_returned_bare_or_by_its_name(
    bench: Bench, returned: str, name: str, kind: str, left: object
) -> None:
    bench.write(f"import dataclasses, numpy as np\ndef give():\n    return {returned}\n")
    assert bench.call("mine:give", outputs={name: kind}) == 0, bench.log
    assert bench.left(name) == json.dumps(left) + "\n"
    assert ('"rate" is no declared output' in bench.log) == (left == 0.9)


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


@pytest.mark.parametrize("method", ["to_parquet", "write_parquet"])
def test_tables_become_parquet_files(bench: Bench, method: str) -> None:
    bench.write(
        f"class Frame:\n    def {method}(self, path): open(path, 'w').write('PAR1')\n"
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


MESS = """\
import os
from pathlib import Path
from headway import Directory, File

HERE = os.path.dirname(__file__)

def give():
    os.chdir(os.environ['HEADWAY_OUTPUT'])
    for name in ('tree', 'full', 'empty'): os.mkdir(name)
    for name in ('a', 'b', 'tree/x', 'full/y'): Path(name).write_text(name[-1].upper())
"""


@pytest.mark.parametrize(
    ("returned", "left"),
    [
        ("a=File('b'), b=File('a')", {"a": "B", "b": "A"}),
        ("a=File('a'), c=File('a')", {"a": "A", "c": "A"}),
        ("c=File('a'), d=File('a')", {"c": "A", "d": "A"}),
        ("tree=File('a'), a=Directory('tree')", {"tree": "A", "a/x": "X"}),
        ("c=Directory('tree'), x=File('tree/x')", {"c/x": "X", "x": "X"}),
        ("x=File('tree/x'), c=Directory('tree')", {"c/x": "X", "x": "X"}),
        ("x=File('tree/x'), tree=Directory('tree')", {"tree/x": "X", "x": "X"}),
        ("a='text', c=File('a')", {"a": '"text"\n', "c": "A"}),
        ("empty=Directory('tree')", {"empty/x": "X"}),
    ],
)
def test_files_that_are_in_the_way_of_each_other_are_all_kept(
    bench: Bench, returned: str, left: dict[str, str]
) -> None:
    bench.write(MESS + f"    return dict({returned})\n")
    written = dict(each.split("=") for each in returned.split(", "))
    kinds = {"F": "file", "D": "directory", "'": "json"}
    outputs = {name: kinds[value[0]] for name, value in written.items()}
    assert bench.call("mine:give", outputs=outputs) == 0, bench.log
    assert {name: bench.left(name) for name in left} == left


@pytest.mark.parametrize(
    ("kind", "result"),
    [("directory", "Directory('tree')"), ("file", "File('a')"), ("directory", "Directory(HERE)")],
)
def test_what_lies_in_the_place_of_a_file_is_not_replaced(
    bench: Bench, kind: str, result: str
) -> None:
    bench.write(MESS + f"    return {result}\n")
    assert bench.call("mine:give", outputs={"full": kind}) == 1
    assert "in its place there is something else already: " in bench.error
    assert bench.left("full/y") == "Y"


@pytest.mark.parametrize(
    ("kind", "result", "told"),
    [
        ("file", "3", "int is no path"),
        ("file", "'gone.txt'", "there is no"),
        ("string", "3", "3 is no string"),
        ("json", "{1, 2}", "set has no form in JSON"),
        ("json", "endless()", "list has no form in JSON: "),
        ("float", "float('nan')", "float has no form in JSON"),
        ("int", "'3'", "'3' is no int"),
        ("int", "2 ** 70", "1180591620717411303424 is no int"),
        ("int", "-(2 ** 63) - 1", "-9223372036854775809 is no int"),
        ("json", "{1: 'a', '1': 'b'}", "the keys 1 and '1' are one in JSON"),
        ("enum", "True", "True is no enum"),
        ("int", "True", "True is no int"),
        ("bool", "1", "1 is no bool"),
        ("list(int)", "[1, 'a']", "[1, 'a'] is no list(int)"),
        ("map(list(float))", "{'a': [None]}", "{'a': [None]} is no map(list(float))"),
        ("string", "'\\ud800'", "'\\ud800' is no text in UTF-8"),
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
    assert bench.error.startswith(f'!output_invalid output "x" is declared {kind}: {told}')
    assert bench.error.endswith("(mine.py:5)\n")


@pytest.mark.parametrize(
    ("kind", "result", "left"),
    [
        ("enum", "Size.large", "2"),
        ("enum", "2", "2"),
        ("json", "{'kept': {Size.large: 1, Kind.pear: 2}}", '{"kept": {"2": 1, "pear": 2}}'),
        ("int", "-(2 ** 63)", "-9223372036854775808"),
    ],
)
def test_a_value_is_left_as_the_engine_reads_it(
    bench: Bench, kind: str, result: str, left: str
) -> None:
    bench.write(
        "from enum import Enum\n"
        "Size = Enum('Size', {'small': 1, 'large': 2})\n"
        "class Kind(str, Enum): pear = 'pear'\n"
        f"def give():\n    return {result}\n"
    )
    assert bench.call("mine:give", outputs={"x": kind}) == 0, bench.log
    assert bench.left("x") == left + "\n"


def test_several_outputs_need_names(bench: Bench) -> None:
    bench.write("def give():\n    return (1, 2)\n")
    assert bench.call("mine:give", outputs={"a": "int", "b": "int"}) == 1
    assert bench.error.startswith("!output_invalid the outputs a, b are returned as a dict")
    assert "Traceback" not in bench.log

"""What the worker tells of what goes wrong, and what its surroundings do to it."""

import sys

import pytest
from worker_bench import WORKER, Bench


def test_an_exception_is_named_and_its_traceback_begins_in_the_function(bench: Bench) -> None:
    bench.write("def fail():\n    raise ValueError('bad\\nrate')\n")
    assert bench.call("mine:fail") == 1
    assert bench.error == "!exception ValueError: bad rate (mine.py:2)\n"
    assert str(WORKER) not in bench.log
    assert bench.log.splitlines()[1].endswith('mine.py", line 2, in fail')


@pytest.mark.parametrize("python", [(), ("-S",)], ids=["with headway", "without"])
def test_what_another_try_would_not_mend_says_so(bench: Bench, python: tuple[str, ...]) -> None:
    bench.write(
        "import headway\n"
        "class NoData(headway.NonRecoverable): pass\n"
        "def fail():\n    raise NoData('empty')\n"
    )
    assert bench.call("mine:fail", worker=(sys.executable, *python, WORKER)) == 1
    assert bench.error == "!non_recoverable NoData: empty (mine.py:4)\n"


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


def test_prints_reach_the_log_in_any_locale(bench: Bench) -> None:
    bench.write(
        "import sys\ndef say():\n    print('数 \\ud800')\n    print('é', file=sys.stderr)\n"
    )
    assert bench.call("mine:say", worker=(sys.executable, "-X", "utf8=0", WORKER)) == 0
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

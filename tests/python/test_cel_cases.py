"""The cases of bound variables, judged by Google's own CEL for C++ (cel-expr-python)."""

import json
from pathlib import Path
from typing import Any

import pytest
from cel_expr_python import cel

CASES = Path(__file__).parents[1] / "golden" / "expressions" / "bound_variables.txt"

VARIABLES: dict[str, Any] = {
    "b": True,
    "no": False,
    "i": 7,
    "j": -3,
    "zero": 0,
    "max": 2**63 - 1,
    "min": -(2**63),
    "f": 2.5,
    "g": -0.25,
    "nil": 0.0,
    "s": "größe",
    "t": "ab",
    "blank": "",
    "l": [1, 2, 3],
    "w": ["ab", "", "größe"],
    "e": [],
    "x": [1, "a", 2.5, None, [1], True],
    "ll": [[1], [], [2, 3]],
    "lm": [{"a": 1}, {"b": 2}, {"a": 3}],
    "m": {"a": 1, "b": "ab", "c": [1, 2], "d": {"a": 2.5}},
    "o": {},
    "n": None,
}
JUDGE = cel.NewEnv(variables=dict.fromkeys(VARIABLES, cel.Type.DYN))

# It rounds an int before it compares it with a float, and makes an int of a bool; neither is what
# the specification says.
DECIDED = {"max < 9223372036854775808.0", "int(b)"}


def cases() -> list[tuple[str, str]]:
    lines = CASES.read_text().splitlines()
    split = [line.partition(" => ") for line in lines if not line.startswith("#")]
    return [(expression, value) for expression, arrow, value in split if arrow]


def of_judge(text: str) -> str:
    try:
        value = JUDGE.compile(text, disable_check=True).eval(data=VARIABLES)
    except Exception:  # a mistake that it finds in a literal before it evaluates
        return "error"
    if value.type() == cel.Type.ERROR:
        return "error"
    return json.dumps(value.plain_value(), ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize(("text", "value"), cases())
def test_a_case_has_the_value_that_cel_gives_it(text: str, value: str) -> None:
    if text not in DECIDED:
        assert of_judge(text) == value

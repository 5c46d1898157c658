"""Expressions mean what CEL says: generated ones, evaluated by headway and by two others.

The judge is Google's own CEL for C++ (cel-expr-python), with which headway must agree in every
value and every error. cel-python is written from the same specification by others and is more
lenient in places (`DEVIATIONS`): where it and headway both have a value, the two must be the same.
"""

import logging
import math
import random
from collections.abc import Callable
from typing import Any

import celpy
import pytest
import re2
from cel_expr_python import cel
from celpy import celtypes
from headway import Error, _core

BATCHES = 25
BATCH = 500  # of which cel-python, five times slower, is asked for every fifth

# Where the judge itself leaves the specification, or where the specification is open and headway
# decides otherwise. The generator makes nothing of these kinds.
NOT_GENERATED = """
int and float beyond 2^53 compared: the judge rounds, headway compares exactly, as the
    specification says ("as if on a continuous number line")
string(1.0): "1" or "1.0"; headway writes floats as everywhere else, "1.0"
int(" 1"), double("1e400"): headway takes no spaces, and no number that is too large
has({"a": null}.a): null is as good as missing in headway, see docs/expressions.md
keys of maps that are no strings: values in headway are those of JSON
int(true): the judge takes it, the specification does not
the order of the keys of a map: nobody promises one
"""

# What cel-python does and the specification does not say.
DEVIATIONS = """
1 == 1.0, 1 < 1.5: an error instead of the comparison of their values
0.0 / 0.0 == 0.0 / 0.0: true
-9223372036854775808 % -1: 0 instead of an overflow
"a" in "abc": true instead of an error; 1 in {"a": 1}: an error instead of false
int("0x1"), int("1_000"), double("1_0"): numbers
[1, 2][-1]: an index below zero counts from the end
-1.0 / 0.0: infinity without the minus
null ? a : b, [null].filter(x, x): null is as good as false
string(true): "True"; for that its values are not compared where there is a string(…)
"""

VARIABLES: dict[str, Any] = {
    "i": 7,
    "j": -3,
    "f": 2.5,
    "g": -0.25,
    "s": "größe",
    "t": "ab",
    "b": True,
    "l": [1, 2, 3],
    "w": ["ab", "", "größe"],
    "e": [],
    "x": [1, "a", 2.5, None, [1], True],
    "m": {"a": 1, "b": "ab", "c": [1, 2], "d": {"a": 2.5}},
    "n": None,
}
BIG = ["9223372036854775807", "-9223372036854775808", "4611686018427387904", "3037000500"]
PATTERNS = ["a", "^a", "b$", "a.*b", "[a-c]+", "(a|ö)", "^$", "\\\\d", "g.{2}ß", "(?i)AB", "a{2}"]
NUMERALS = ["12", "-7", "0", "x", "1.5", "+3", "1e3", "9223372036854775808"]
TRUTHS = ["true", "false", "f", "FALSE", "1", "yes"]


class Generator:
    """Expressions of a type that is wanted, and now and then of another one."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.bound: list[tuple[str, str]] = []
        self.floats = True

    def expression(self) -> str:
        self.floats = self.random.random() < 0.6
        return self.of(
            self.random.choice(["int", "float", "string", "bool", "bool", "list", "map"]), 3
        )

    def of(self, kind: str, depth: int) -> str:
        if self.random.random() < 0.015:
            kind = self.random.choice(["int", "float", "string", "bool", "list", "null"])
        if kind == "float" and not self.floats:
            kind = "int"
        make: Callable[[int], str] = getattr(self, "a_" + kind)
        if depth <= 0 or self.random.random() < 0.15:
            return self.leaf(kind)
        inner = depth - 1
        choices: list[Callable[[], str]] = [
            lambda: make(depth),
            lambda: make(depth),
            lambda: make(depth),
            lambda: f"({self.of('bool', inner)} ? {self.of(kind, inner)} : {self.of(kind, inner)})",
            lambda: f"[{self.of(kind, inner)}, {self.of(kind, inner)}][{self.of('int', 0)} % 2]",
        ]
        return self.random.choice(choices)()

    def leaf(self, kind: str) -> str:
        known = [name for name, each in self.bound if each in (kind, "any")]
        if known and self.random.random() < 0.6:
            return self.random.choice(known)
        pick = self.random.choice
        if kind == "int":
            small = ["0", "1", "2", "-1", "7", "0x1F", "i", "j", "m.a", "l[0]", "size(s)"]
            return pick(small if self.floats else small + BIG)
        if kind == "float":
            return pick(["0.0", "1.0", "-2.5", "1e3", "f", "g", ".5", "m.d.a"])
        if kind == "string":
            return pick(
                [
                    "''",
                    "'ab'",
                    '"größe"',
                    r"r'\d'",
                    r"'\u00e9\n'",
                    "s",
                    "t",
                    "m.b",
                    "w[2]",
                    '"""a"b"""',
                ]
            )
        if kind == "bool":
            return pick(["true", "false", "b", "has(m.a)", "has(m.z)", "i > 3", "1 / 0 == 1"])
        if kind == "list":
            return pick(
                [
                    "l",
                    "l",
                    "w",
                    "w",
                    "x",
                    "[]",
                    "[1, 2.5]" if self.floats else "[1, 2]",
                    "m.c",
                    "['a', 'ab']",
                ]
            )
        return pick(["m", "{}", "{'a': 1}", "m.d"]) if kind == "map" else pick(["null", "n"])

    def a_null(self, depth: int) -> str:
        return self.leaf("null")

    def a_int(self, depth: int) -> str:
        inner = depth - 1
        return self.random.choice(
            [
                lambda: self.arithmetic("int", ["+", "-", "*", "/", "%"], inner),
                lambda: self.arithmetic("int", ["+", "-", "*", "/", "%"], inner),
                lambda: f"-({self.of('int', inner)})",
                lambda: f"size({self.of(self.random.choice(['string', 'list', 'map']), inner)})",
                lambda: f"{self.of('list', inner)}.size()",
                lambda: f"int({self.arithmetic('float', ['+', '*', '/'], inner)})",
                lambda: f"int('{self.random.choice(NUMERALS)}')",
                lambda: f"{self.pick('l', 'm.c', '[4, 5]')}[{self.of('int', inner)} % 2]",
                lambda: f"{self.pick('m', self.of('map', inner))}.a",
            ]
        )()

    def a_float(self, depth: int) -> str:
        inner = depth - 1
        return self.random.choice(
            [
                lambda: self.arithmetic("float", ["+", "-", "*", "/"], inner),
                lambda: f"-({self.of('float', inner)})",
                lambda: f"double({self.of('int', inner)})",
                lambda: f"double('{self.random.choice(NUMERALS)}')",
            ]
        )()

    def a_string(self, depth: int) -> str:
        inner = depth - 1
        return self.random.choice(
            [
                lambda: self.arithmetic("string", ["+"], inner),
                lambda: f"string({self.of(self.random.choice(['int', 'string', 'bool']), inner)})",
                lambda: "string(f)",
                lambda: f"{self.pick('m', self.of('map', inner))}['b']",
            ]
        )()

    def a_bool(self, depth: int) -> str:
        inner = depth - 1
        return self.random.choice(
            [
                lambda: f"({self.of('bool', inner)} && {self.of('bool', inner)})",
                lambda: f"({self.of('bool', inner)} || {self.of('bool', inner)})",
                lambda: f"!({self.of('bool', inner)})",
                lambda: self.comparison(inner),
                lambda: self.comparison(inner),
                lambda: f"({self.of(self.some_kind(), inner)} in {self.of('list', inner)})",
                lambda: f"({self.of('string', inner)} in {self.of('map', inner)})",
                lambda: self.text_test(inner),
                lambda: f"bool('{self.random.choice(TRUTHS)}')",
                lambda: f"has({self.leaf('map')}.{self.random.choice('abz')})",
                lambda: self.macro(
                    self.random.choice(["all", "exists", "exists_one"]), "bool", inner
                ),
                lambda: self.macro(
                    self.random.choice(["all", "exists", "exists_one"]), "bool", inner
                ),
            ]
        )()

    def a_list(self, depth: int) -> str:
        inner = depth - 1
        return self.random.choice(
            [
                lambda: self.arithmetic("list", ["+"], inner),
                lambda: f"[{self.of(self.some_kind(), inner)}, {self.of(self.some_kind(), inner)}]",
                lambda: self.macro("filter", "bool", inner),
                lambda: self.macro("map", self.some_kind(), inner),
                lambda: self.macro("map", "bool", inner, self.some_kind()),
            ]
        )()

    def a_map(self, depth: int) -> str:
        inner = depth - 1
        a, b = self.random.sample(["'a'", "'b'", "t", "'z'"], 2)
        return f"{{{a}: {self.of(self.some_kind(), inner)}, {b}: {self.of('string', inner)}}}"

    def pick(self, *choices: str) -> str:
        return self.random.choice(choices)

    def some_kind(self) -> str:
        return self.random.choice(["int", "float", "string", "bool", "list", "null"])

    def arithmetic(self, kind: str, symbols: list[str], depth: int) -> str:
        return f"({self.of(kind, depth)} {self.random.choice(symbols)} {self.of(kind, depth)})"

    def comparison(self, depth: int) -> str:
        kind = self.random.choice(["int", "float", "string", "bool", "list", "map", "null"])
        other = kind if self.random.random() < 0.8 else self.some_kind()
        symbol = self.random.choice(["==", "!=", "<", "<=", ">", ">="])
        return f"({self.of(kind, depth)} {symbol} {self.of(other, depth)})"

    def text_test(self, depth: int) -> str:
        text = self.of("string", depth)
        if self.random.random() < 0.4:
            return f"{text}.matches('{self.random.choice(PATTERNS)}')"
        name = self.random.choice(["contains", "startsWith", "endsWith"])
        return f"{text}.{name}({self.of('string', depth)})"

    def macro(self, name: str, body: str, depth: int, last: str | None = None) -> str:
        over_keys = name not in ("map", "filter") and self.random.random() < 0.15  # no order
        over = self.of("map" if over_keys else "list", depth)
        variable = self.random.choice("uvi")
        self.bound.append((variable, "any"))
        parts = [self.of(body, depth)] + ([self.of(last, depth)] if last else [])
        self.bound.pop()
        return f"{over}.{name}({variable}, {', '.join(parts)})"


ERROR = object()


def of_headway(text: str) -> Any:
    try:
        return _core.evaluate_expression(text, VARIABLES)
    except Error:
        return ERROR


JUDGE = cel.NewEnv(variables=dict.fromkeys(VARIABLES, cel.Type.DYN))


def of_judge(text: str) -> Any:
    try:
        value = JUDGE.compile(text, disable_check=True).eval(data=VARIABLES)
    except Exception:  # a mistake that it finds in a literal before it evaluates
        return ERROR
    return ERROR if value.type() == cel.Type.ERROR else value.plain_value()


logging.getLogger("celpy").setLevel(logging.CRITICAL)
CEL_PYTHON = celpy.Environment()
ACTIVATION = {name: celpy.json_to_cel(value) for name, value in VARIABLES.items()}


def plain(value: Any) -> Any:
    if isinstance(value, celtypes.BoolType):
        return bool(value)
    if isinstance(value, celtypes.MapType | dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    assert value is None, type(value)
    return None


def of_cel_python(text: str) -> Any:
    try:
        return plain(CEL_PYTHON.program(CEL_PYTHON.compile(text)).evaluate(ACTIVATION))
    except Exception:  # it raises what Python raises: overflows, recursion
        return ERROR


def same(a: Any, b: Any) -> bool:
    """Equal values of equal types; not a number equals itself here."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return a == b or (math.isnan(a) and math.isnan(b))
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return bool(a == b)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_generated_expressions_have_the_values_that_cel_gives_them(batch: int) -> None:
    generator = Generator(batch)
    for number in range(BATCH):
        text = generator.expression()
        ours, judged = of_headway(text), of_judge(text)
        assert same(ours, judged), f"{text}: {ours!r}, not {judged!r}"
        if number % 5 == 0 and ours is not ERROR and "string(" not in text:
            other = of_cel_python(text)
            if isinstance(other, float) and math.isinf(other):
                continue  # it divides a negative number by zero to +infinity, the other two do not
            assert other is ERROR or same(ours, other), f"{text}: {ours!r}, not {other!r}"


class Patterns:
    """Patterns that are often, but not always, well formed, and texts that they may match."""

    # fmt: off
    ATOMS = (
        "a", "b", "ö", ".", "^", "$", r"\b", r"\B", r"\d", r"\W", r"\s", r"\A", r"\z", "-",
        "[ab]", "[^a]", "[a-c0]", "[[:alpha:]]", "[^[:digit:]b]", r"[\d-]", "[]a]", "[b-a]", "[a",
        r"\x61", r"\x{f6}", r"\.", r"\n", r"\141", r"\Qa.b\E", "{", "}", "{2}", "a{,2}", "\n",
    )
    # fmt: on
    REPEATS = ("*", "+", "?", "*?", "+?", "??", "{2}", "{1,}", "{0,2}", "{2,1}", "{1001}", "**")

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pattern(self, depth: int = 3) -> str:
        pick = self.random.random()
        if depth == 0 or pick < 0.35:
            return self.random.choice(self.ATOMS)
        if pick < 0.6:
            return self.pattern(depth - 1) + self.pattern(depth - 1)
        if pick < 0.7:
            return f"{self.pattern(depth - 1)}|{self.pattern(depth - 1)}"
        if pick < 0.85:
            begin = self.random.choice(
                ["(", "(?:", "(?i)(", "(?i:", "(?P<n>", "(?s:", "(?m:", "(?<n>"]
            )
            return f"{begin}{self.pattern(depth - 1)})"
        return self.pattern(depth - 1) + self.random.choice(self.REPEATS)

    def text(self, pattern: str) -> str:
        letters = "aabbABc0 -.\n{}"
        if "\\B" not in pattern:  # RE2 finds one between the bytes of a letter
            letters += "ö"
        return "".join(self.random.choices(letters, k=self.random.randrange(9)))


def of_re2(pattern: str, text: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.search(pattern, text, options) is not None
    except re2.error:
        return ERROR


@pytest.mark.parametrize("batch", range(10))
def test_generated_patterns_match_what_re2_finds(batch: int) -> None:
    patterns = Patterns(batch)
    for _ in range(BATCH):
        pattern = patterns.pattern()
        text = patterns.text(pattern)
        try:
            ours: Any = _core.evaluate_expression("t.matches(p)", {"t": text, "p": pattern})
        except Error:
            ours = ERROR
        assert ours is of_re2(pattern, text), f"{pattern!r} in {text!r}: {ours!r}"

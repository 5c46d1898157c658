"""One concept, one word: the synonyms that docs/glossary.md bans appear in no name."""

import re
from collections.abc import Iterator
from pathlib import Path

import tree
from tree import Finding

BANNED = {
    "stage": "task",
    "step": "task",
    "workflow": "pipeline",
    "flow": "pipeline",
    "manager": "the thing itself",
    "handler": "what it does",
    "helper": "what it does",
    "util": "what it does",
    "utils": "what it does",
    "common": "what it is",
    "misc": "what it is",
}
# Words that we must spell as others do: names, where, and whose they are.
EXCEPTIONS = [
    (r"sqlite3_\w+|SQLITE_\w+", "src/store/", "SQLite"),
    (r"step", "src/store/", "SQLite: a statement is stepped"),
    (r"flow(?:_\w+)?", "src/yaml/", "YAML: the style between braces and brackets"),
    (r"flow(?:_\w+)?", "tests/yaml/", "YAML"),
    (r"sa_handler", "", "POSIX"),
    (r"error_handler_t", "", "nlohmann/json"),
    (r"next_step", "", "what a message tells its reader to do"),
    (r"greatest_common_divisor|lowest_common_\w+", "", "mathematics"),
]
QUALIFIED = re.compile(r"\b(?:std|YAML|boost|CLI|nlohmann|simdjson|Catch|rc|py|pybind11)(?:::\w+)+")
# Comments, strings and preprocessor lines hold words, not names.
NOISE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|^\s*#[^\n]*',
    re.DOTALL | re.MULTILINE,
)
IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
RUN_AS_NOUN = re.compile(r"(?:class|struct|enum(?: class)?)\s+\w*Run\b|\b(?:a|the|this)_run\b")
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def check(root: Path) -> Iterator[Finding]:
    for path in tree.files(root, ".hpp", ".cpp", under=("include", "src", "python", "tests")):
        yield from in_name(path, 1, path.stem)
        spared = exceptions(path.relative_to(root).as_posix())
        for number, line in enumerate(code(tree.text(path)).splitlines(), start=1):
            yield from in_line(path, number, line, spared)
    for path in tree.files(root, ".py", under=("python", "tools", "tests")):
        yield from in_name(path, 1, path.stem)


def exceptions(place: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p, where, _ in EXCEPTIONS if place.startswith(where)))


def code(text: str) -> str:
    """The text without comments, strings and others' names; lines keep their numbers."""
    blank = NOISE.sub(lambda m: "\n" * m[0].count("\n"), text)
    return QUALIFIED.sub("", blank)


def in_line(path: Path, number: int, line: str, spared: re.Pattern[str]) -> Iterator[Finding]:
    if match := RUN_AS_NOUN.search(line):
        yield Finding(path, number, f"`{match[0]}`: run is a verb here; the noun is job or attempt")
    for name in IDENTIFIER.findall(line):
        if not spared.fullmatch(name):
            yield from in_name(path, number, name)


def in_name(path: Path, number: int, name: str) -> Iterator[Finding]:
    for word in WORD.findall(name):
        if say := BANNED.get(word.lower()):
            yield Finding(path, number, f"`{name}`: {word.lower()} is banned; say {say}")

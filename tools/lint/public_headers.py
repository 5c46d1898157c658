"""A public header names the standard library, fmt/core.h and headway, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import tree
from tree import Finding

HEAVY = {"iostream", "regex"}  # each costs every user more than all of headway's own headers
FOREIGN = re.compile(r"\b(YAML|boost|nlohmann|simdjson|pybind11|CLI|Catch|rc)::|\bsqlite3\b|\bEVP_")


def check(root: Path) -> Iterator[Finding]:
    for path in tree.public_headers(root):
        for include in tree.includes(path):
            if include.quoted:
                yield Finding(path, include.line, f"write <{include.header}>, in angles")
            elif not allowed(include.header):
                yield Finding(path, include.line, f"<{include.header}> in a public header")
        for number, line in enumerate(tree.text(path).splitlines(), start=1):
            if match := FOREIGN.search(line.split("//")[0]):
                yield Finding(path, number, f"{match[0]} is a third party's name")


def allowed(header: str) -> bool:
    standard = re.fullmatch(r"[a-z_]+", header) is not None and header not in HEAVY
    return standard or header == "fmt/core.h" or header.startswith("headway/")

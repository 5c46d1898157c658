"""Each guard bites: it finds the one fault of a small tree, and nothing in a good one."""

import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/lint"))

ARCHITECTURE = """
| floor | rooms |
|---|---|
| 6 | `headway.hpp` `src/cli` |
| 1 | `model` `yaml` |
| 0 | `base` |

| neighbour | headers | only in |
|---|---|---|
| SQLite | `sqlite3.h` | `src/base/` |

| ceiling | headers |
|---|---|
| 20 | `base` |
| 90 | `*` |
"""
GOOD = {
    "docs/architecture.md": ARCHITECTURE,
    "docs/errors/lost-name.md": "# lost-name",
    "include/headway/headway.hpp": "// The umbrella of all.\n#include <headway/base/id.hpp>\n",
    "include/headway/base/id.hpp": "// Numbers with a name.\n#pragma once\n",
    "src/base/id.cpp": '// Makes them.\n#include <headway/base/id.hpp>\nauto code = "lost-name";\n',
}

# guard, file, content, a part of the finding
FAULTS = [
    ("floors", "src/base/up.cpp", "#include <headway/headway.hpp>", "must not include headway.hpp"),
    ("floors", "src/base/gone.cpp", "#include <headway/base/gone.hpp>", "does not exist"),
    ("floors", "src/cellar/x.cpp", "", "the room cellar has no floor"),
    ("walls", "src/model/db.cpp", "#include <sqlite3.h>", "<sqlite3.h> is behind another wall"),
    ("public_headers", "include/headway/base/a.hpp", "#include <fmt/format.h>", "<fmt/format.h>"),
    ("public_headers", "include/headway/base/a.hpp", "#include <iostream>", "<iostream>"),
    ("public_headers", "include/headway/base/a.hpp", '#include "id.hpp"', "in angles"),
    ("public_headers", "include/headway/base/a.hpp", "YAML::Node n;", "YAML:: is a third party's"),
    ("ceilings", "include/headway/base/a.hpp", "int x;\n" * 21, "21 lines after preprocessing"),
    ("sizes", "src/base/long.cpp", "\n" * 501, "501 lines"),
    ("names", "src/base/a.cpp", "class JobManager;", "manager is banned"),
    ("names", "src/base/a.cpp", "int next_stage = 1;", "stage is banned; say task"),
    ("names", "src/base/a.cpp", "class TrainRun {};", "run is a verb here"),
    ("names", "src/base/utils.cpp", "", "utils is banned"),
    ("file_names", "src/model/id.cpp", "", "the name is taken by src/base/id.cpp"),
    ("first_lines", "src/base/a.cpp", "int x;", "the first line is no comment"),
    ("umbrella", "include/headway/base/new.hpp", "", "<headway/base/new.hpp> is not included"),
    ("quiet", "src/base/a.cpp", "std::cout << 1;", "`std::cout` in the library"),
    ("quiet", "src/base/a.cpp", "void f() { exit(1); }", "`exit` in the library"),
    ("leftovers", "src/base/a.cpp", "// TO" + "DO later", "left behind"),
    ("leftovers", "src/base/a.cpp", "// int old = 1;", "a comment that holds code"),
    ("cpp_format", "src/base/a.cpp", "int   x;", "clang-format would write this otherwise"),
    ("links", "docs/a.md", "[page](gone.md)", "leads nowhere"),
    ("error_pages", "src/base/a.cpp", 'auto c = "new-code";', "new-code has no page"),
    ("error_pages", "docs/errors/old-code.md", "# old-code", "no source gives the code old-code"),
]
GUARDS = sorted(
    p.stem for p in (ROOT / "tools/lint").glob("*.py") if p.stem not in {"__main__", "tree"}
)


def plant(root: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)


def findings(guard: str, root: Path) -> list[str]:
    return [found.message for found in importlib.import_module(guard).check(root)]


@pytest.mark.parametrize("guard", GUARDS)
def test_a_good_tree_is_left_in_peace(guard: str, tmp_path: Path) -> None:
    plant(tmp_path, GOOD)
    assert findings(guard, tmp_path) == []


@pytest.mark.parametrize(("guard", "name", "content", "message"), FAULTS)
def test_a_fault_is_found(
    guard: str, name: str, content: str, message: str, tmp_path: Path
) -> None:
    plant(tmp_path, GOOD | {name: content})
    found = findings(guard, tmp_path)
    assert len(found) == 1
    assert message in found[0]


def test_every_guard_has_a_fault_that_it_finds() -> None:
    assert {guard for guard, *_ in FAULTS} == set(GUARDS)


def test_words_in_comments_and_strings_are_no_names(tmp_path: Path) -> None:
    plant(
        tmp_path,
        GOOD | {"src/base/a.cpp": '// a workflow\nauto s = "stage"; auto r = R"(step)";\n'},
    )
    assert findings("names", tmp_path) == []

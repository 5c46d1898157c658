"""What the docs show holds: pipelines are valid or refused as shown, links lead somewhere."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    + [page for folder in ("docs", "examples") for page in (ROOT / folder).rglob("*.md")]
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


class Snippet(NamedTuple):
    page: Path
    line: int
    text: str
    after: str  # the text that follows it on its page

    def __str__(self) -> str:
        return f"{name_of(self.page)}:{self.line}"


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def snippets(page: Path, language: str) -> Iterator[Snippet]:
    text = page.read_text()
    for match in FENCE.finditer(text):
        if match[1] == language:
            line = text.count("\n", 0, match.start()) + 1
            yield Snippet(page, line, match[2], text[match.end() :])


YAML = [snippet for page in PAGES for snippet in snippets(page, "yaml")]
# C++ that includes something of headway stands for itself; the README's is compiled by ctest.
CPP = [
    snippet
    for page in PAGES
    for snippet in snippets(page, "cpp")
    if "#include <headway/" in snippet.text and page.name != "README.md"
]
# A whole pipeline says its version, or is FastTrack's; what does not is a part of one. The pages
# of errors show pipelines that are refused, and what is then said.
WHOLE = [s for s in YAML if re.search(r"^headway: v1$|^ownership:", s.text, re.MULTILINE)]
ERRORS = ROOT / "docs" / "errors"
VALID = [s for s in WHOLE if s.page.parent != ERRORS]

# By `run`, where params, slots and backend are known.
FOUND_AT_START = {"missing-param", "unknown-slot", "unsupported-by-backend"}
FOUND_AT_EXPORT = {"filled-in", "foreign-secret", "left-out", "long-name", "not-exportable"}
SHOWN_DIFFERENTLY = {
    "control-character": "the character itself cannot stand on the page",
    "not-utf8": "the byte itself cannot stand on the page",
    "too-many-findings": "the page shows two lines of a thousand",
    "too-large-request": "the message names the machine",
    "unknown-callable": "the page shows an application that has callables",
}


def first_block(text: str) -> str:
    match = FENCE.search(text)
    return match[2] if match else ""


def is_refused_as_shown(snippet: Snippet) -> bool:
    """Whether the page of an error shows this file and, next, the whole message about it."""
    shown = first_block(snippet.after)
    code = snippet.page.stem
    return (
        snippet.page.parent == ERRORS
        and code not in SHOWN_DIFFERENTLY
        and shown.startswith("pipeline.yaml:")
        and f"[{code}]" in shown
    )


REFUSED = [s for s in WHOLE if is_refused_as_shown(s)]


@pytest.fixture(scope="session")
def program() -> str:
    path = Path(os.environ.get("HEADWAY_PROGRAM") or ROOT / "build" / "release" / "headway")
    if not path.exists():
        pytest.skip(f"the headway program is not built: there is no {path}")
    return str(path.resolve())


def headway(program: str, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, *words], cwd=cwd, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("snippet", VALID, ids=str)
def test_a_whole_pipeline_in_the_docs_is_valid(
    program: str, snippet: Snippet, tmp_path: Path
) -> None:
    (tmp_path / "pipeline.yaml").write_text(snippet.text)
    checked = headway(program, "validate", "pipeline.yaml", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.page.stem)
def test_the_message_on_the_page_of_an_error_is_what_is_said(
    program: str, refused: Snippet, tmp_path: Path
) -> None:
    (tmp_path / "pipeline.yaml").write_text(refused.text)
    words = ["run", "--dry-run"] if refused.page.stem in FOUND_AT_START else ["validate"]
    if refused.page.stem in FOUND_AT_EXPORT:
        words = ["export", "--to", "fasttrack"]
    checked = headway(program, *words, "pipeline.yaml", cwd=tmp_path)
    warned = ": warning[" in first_block(refused.after)  # a warning refuses nothing
    assert checked.returncode == (0 if warned else 2)
    assert first_block(refused.after).strip() in checked.stderr


@pytest.mark.slow
@pytest.mark.parametrize("snippet", CPP, ids=str)
def test_the_cpp_in_the_docs_compiles(snippet: Snippet, tmp_path: Path) -> None:
    compiler = shutil.which(os.environ.get("CXX") or "g++")
    if not compiler:
        pytest.skip("there is no C++ compiler")
    source = tmp_path / "snippet.cpp"
    source.write_text(snippet.text)
    words = ["-std=c++20", "-fsyntax-only", "-Wall", f"-I{ROOT / 'include'}", str(source)]
    compiled = subprocess.run([compiler, *words], capture_output=True, text=True, check=False)
    assert compiled.returncode == 0, compiled.stderr


@pytest.mark.parametrize("example", sorted(ROOT.glob("examples/*/pipeline.yaml")), ids=name_of)
def test_the_pipeline_of_an_example_is_valid(program: str, example: Path) -> None:
    checked = headway(program, "validate", "pipeline.yaml", cwd=example.parent)
    assert checked.returncode == 0, checked.stderr


def test_the_hello_example_says_what_it_promises(program: str, tmp_path: Path) -> None:
    example = ROOT / "examples" / "10_hello"
    store = str(tmp_path / "store")
    done = headway(program, "run", "pipeline.yaml", "--store", store, cwd=example)
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith((example / "expected.txt").read_text())


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    prose = CODE.sub("", page.read_text())
    for link in LINK.findall(prose):
        if "://" in link:
            continue
        path, _, heading = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), f"{name_of(page)}: the link to {link} leads nowhere"
        if heading:
            headings = {anchor(found) for found in HEADING.findall(target.read_text())}
            assert heading in headings, f"{name_of(page)}: {link} names no heading"


def anchor(heading: str) -> str:
    """The id that a heading gets: lower case, punctuation dropped, hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def test_every_page_can_be_reached_from_the_table_of_contents() -> None:
    index = ROOT / "docs" / "index.md"
    links = (link.partition("#")[0] for link in LINK.findall(index.read_text()))
    linked = {(index.parent / link).resolve() for link in links}
    pages = [page for page in PAGES if page.is_relative_to(index.parent) and page != index]
    unreachable = [name_of(page) for page in pages if page.parent != ERRORS and page not in linked]
    assert not unreachable


def test_the_page_of_every_error_is_on_the_list() -> None:
    listed = set(LINK.findall((ERRORS / "README.md").read_text()))
    assert {page.name for page in ERRORS.glob("*.md")} - {"README.md"} == listed

"""Every diagnostic code has a page in docs/errors, and every page a code."""

import re
from collections.abc import Iterator
from pathlib import Path

import tree
from tree import Finding

# A code is one word or several with hyphens between. Hyphens stand in nothing else, but in these
# rooms: in flags of the command line, in classes and ids of a picture.
WORD = re.compile(r'"([a-z]+(?:-[a-z0-9]+)*)"')
CODE = re.compile(r'"([a-z]+(?:-[a-z0-9]+)+)"')
WITHOUT_CODES = {"cli", "view"}
# Words of other tools' files, which are spelled as those tools spell them.
WORDS_OF_OTHERS = {"scaling-group", "single-node", "multi-node"}


def check(root: Path) -> Iterator[Finding]:
    pages = {page.stem: page for page in tree.files(root, ".md", under=("docs/errors",))}
    pages.pop("README", None)
    words = set()
    for path in tree.files(root, ".hpp", ".cpp", under=("include", "src")):
        words.update(WORD.findall(tree.text(path)))
    for code, page in pages.items():
        if code not in words:
            yield Finding(page, 1, f"no source gives the code {code}")
    yield from without_page(root, set(pages))


def without_page(root: Path, pages: set[str]) -> Iterator[Finding]:
    for path in tree.files(root, ".hpp", ".cpp", under=("include", "src")):
        if WITHOUT_CODES & set(path.parts):
            continue
        for number, line in enumerate(tree.text(path).splitlines(), start=1):
            for code in CODE.findall(line.split("//")[0]):
                if code not in pages and code not in WORDS_OF_OTHERS:
                    yield Finding(path, number, f"{code} has no page docs/errors/{code}.md")

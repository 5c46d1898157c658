"""What the page of the command line says is what the program has, and the other way round."""

import re

from cli_scene import ROOT, Scene

PAGE = (ROOT / "docs/command-line.md").read_text()
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def verbs(headway: Scene) -> list[str]:
    listed = headway("--help").out.partition("Subcommands:")[2]
    return re.findall(r"^  ([a-z]+) {2,}\S", listed, re.MULTILINE)


def options(headway: Scene, verb: str) -> set[str]:
    """The long options of a verb, but for those that the page calls by their short names."""
    found: set[str] = set()
    for short, long in re.findall(r"^  (-\w,)?(--[a-z-]+)", headway(verb, "--help").out, re.M):
        if not short or f"`{short[:-1]} " not in PAGE:
            found.add(long)
    return found - {"--help"}


def test_the_page_has_a_section_for_every_verb(headway: Scene) -> None:
    headings = " ".join(re.findall(r"^### (.*)$", PAGE, re.MULTILINE))
    told = set(re.findall(r"[a-z]+", headings))
    assert len(verbs(headway)) > 10
    assert set(verbs(headway)) - told == set()


def test_the_page_has_every_option_and_no_other(headway: Scene) -> None:
    there = set().union(*(options(headway, verb) for verb in verbs(headway)))
    later = re.findall(r"^.*not supported yet.*$", PAGE, re.MULTILINE)
    refused = {option for line in later for option in OPTION.findall(line)}
    told = set(OPTION.findall(PAGE)) - refused - {"--help", "--version"}
    assert there - told == set()
    assert told - there == set()

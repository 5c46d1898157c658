"""One small example per construct: each ends as its expected.txt says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
OF_CONSTRUCTS = ("1[1-9]_*", "2[3-9]_*", "3[0-9]_*")
NAMES = sorted(folder.name for names in OF_CONSTRUCTS for folder in EXAMPLES.glob(names))

Copies = Callable[[str], Any]


@pytest.mark.parametrize("name", NAMES)
def test_the_example_ends_as_it_says(copy_of: Copies, name: str) -> None:
    example = copy_of(name)
    driven = (example.folder / "drive.sh").exists()
    done = example.run(*(["./drive.sh"] if driven else ["headway", "run", "pipeline.yaml"]))
    example.ends_as_it_says(done.stderr)


def test_the_receiver_of_a_notification_hears_how_the_job_ended(copy_of: Copies) -> None:
    example = copy_of("27_notify")
    driven = example.run("./drive.sh")
    job = example.json("status", "last")["job"]
    path, notice = driven.stdout.strip().splitlines()[-1].split(" ", 1)
    assert (driven.returncode, path) == (0, "/hook")
    told = json.loads(notice)
    assert (told["event"], told["job"], told["pipeline"]) == ("succeeded", job, "notify")


@pytest.mark.parametrize(("broken", "version"), [("false", "2"), ("true", "1")])
def test_a_release_ships_or_is_taken_back(copy_of: Copies, broken: str, version: str) -> None:
    drive = copy_of("20_release_with_approval").run("python3", "drive.py", "-p", f"broken={broken}")
    assert drive.returncode == (1 if broken == "true" else 0), drive.stderr
    assert f"staging serves version {version}" in drive.stdout
    assert f"production serves version {version}" in drive.stdout
    undone = [line for line in drive.stderr.splitlines() if ".compensate" in line]
    names = [line.split()[1] for line in undone]
    assert names == (["release.compensate", "stage.compensate"] if broken == "true" else [])

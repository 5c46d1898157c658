"""One small example per construct: each ends as its expected.txt says."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
FOLDERS = sorted(folder for folder in EXAMPLES.glob("1[1-9]_*"))
PROGRAM = Path(os.environ.get("HEADWAY_PROGRAM", ROOT / "build/release/headway")).absolute()


def ends(status: dict[str, Any]) -> str:
    lines = [f"job {status['state']}"]
    for instance in status["instances"]:
        cause = f" {instance['cause']}" if "cause" in instance else ""
        lines.append(f"{instance['id']} {instance['state']}{cause}")
    for name, value in status.get("outputs", {}).items():
        lines.append(f"{name} = {json.dumps(value)}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_example_ends_as_it_says(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / folder.name
    shutil.copytree(folder, place)
    shutil.rmtree(place / ".headway", ignore_errors=True)
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HEADWAY_STORE": str(place / ".headway")}
    command = (
        ["./drive.sh"] if (place / "drive.sh").exists() else ["headway", "run", "pipeline.yaml"]
    )
    run = subprocess.run(
        command, cwd=place, env=environment, capture_output=True, text=True, timeout=120
    )
    status = subprocess.check_output(
        ["headway", "status", "last", "--json"], cwd=place, env=environment
    )
    found = ends(json.loads(status))
    if os.environ.get("HEADWAY_APPROVE"):
        (folder / "expected.txt").write_text(found)
    assert found == (folder / "expected.txt").read_text(), run.stderr


RELEASE = EXAMPLES / "20_release_with_approval"


@pytest.mark.parametrize(("broken", "version"), [("false", "2"), ("true", "1")])
def test_a_release_ships_or_is_taken_back(broken: str, version: str, tmp_path: Path) -> None:
    place = tmp_path / "release"
    shutil.copytree(RELEASE, place, ignore=shutil.ignore_patterns(".headway", "__pycache__"))
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HEADWAY_STORE": str(place / ".headway")}
    drive = subprocess.run(
        ["python3", "drive.py", "-p", f"broken={broken}"],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert drive.returncode == (1 if broken == "true" else 0), drive.stderr
    assert f"staging serves version {version}" in drive.stdout
    assert f"production serves version {version}" in drive.stdout
    undone = [line for line in drive.stderr.splitlines() if ".compensate" in line]
    names = [line.split()[1] for line in undone]
    assert names == (["release.compensate", "stage.compensate"] if broken == "true" else [])

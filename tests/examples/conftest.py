"""Examples are run in copies of their folders, each with a store of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = Path(os.environ.get("HEADWAY_PROGRAM", ROOT / "build/release/headway")).absolute()
NOT_OF_IT = shutil.ignore_patterns(".headway", "__pycache__")


class Copy:
    """An example's folder, copied."""

    def __init__(self, example: Path, folder: Path) -> None:
        shutil.copytree(example, folder, ignore=NOT_OF_IT)
        self.example, self.folder = example, folder
        self.environment = {
            **os.environ,
            "PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}",
            "HEADWAY_STORE": str(folder / ".headway"),
            "HEADWAY_PYTHON": sys.executable,
        }

    def run(self, *words: str, patience_s: float = 120) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=patience_s,
        )

    def json(self, *words: str) -> Any:
        return json.loads(self.run("headway", *words, "--json").stdout)

    def ends_as_it_says(self, told: str) -> None:
        """Compares with expected.txt; with HEADWAY_APPROVE set, writes it."""
        found = ends(self.json("status", "last"))
        if os.environ.get("HEADWAY_APPROVE"):
            (self.example / "expected.txt").write_text(found)
        assert found == (self.example / "expected.txt").read_text(), told


def ends(status: dict[str, Any]) -> str:
    lines = [f"job {status['state']}"]
    for instance in status["instances"]:
        cause = f" {instance['cause']}" if "cause" in instance else ""
        lines.append(f"{instance['id']} {instance['state']}{cause}")
    for name, value in status.get("outputs", {}).items():
        lines.append(f"{name} = {json.dumps(value)}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[str], Copy]:
    return lambda name: Copy(ROOT / "examples" / name, tmp_path / name)

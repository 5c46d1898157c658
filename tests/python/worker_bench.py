"""The worker alone: one call in a process of its own, as the engine asks for it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import headway as hw

WORKER = Path(hw.__file__).with_name("worker")


class Bench:
    """A folder of modules and one of outputs; `call` runs the worker and keeps what it says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.output.mkdir()
        self.log, self.error = "", ""

    def write(self, text: str, name: str = "mine.py") -> None:
        (self.folder / name).write_text(text)

    def call(
        self,
        target: str,
        inputs: dict[str, Any] | None = None,
        *,
        config: dict[str, Any] | None = None,
        outputs: dict[str, str] | None = None,
        worker: tuple[str | Path, ...] = (sys.executable, WORKER),
        **places: list[list[Any]],
    ) -> int:
        declared = [
            {"name": name, "type": kind, "path": name} for name, kind in (outputs or {}).items()
        ]
        description = {
            "target": target,
            "folder": str(self.folder),
            "inputs": inputs or {},
            "config": config or {},
            "files": places.get("files", []),
            "directories": places.get("directories", []),
            "outputs": declared,
        }
        (self.folder / "call.json").write_text(json.dumps(description))
        error = self.folder / "error"
        error.unlink(missing_ok=True)
        done = subprocess.run(
            [*worker, self.folder / "call.json"],
            env={"PATH": os.environ["PATH"], "HEADWAY_OUTPUT": str(self.output)}
            | {"HEADWAY_ERROR": str(error)},
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
        )
        self.log, self.error = done.stdout, error.read_text() if error.exists() else ""
        return done.returncode

    def left(self, name: str) -> str:
        return (self.output / name).read_text()

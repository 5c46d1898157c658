"""A folder, a store and the program: what a test of the command line stands on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("HEADWAY_PROGRAM", ROOT / "build/release/headway")).absolute()
PATIENCE_S = 60


class Done(NamedTuple):
    """A verb that has ended."""

    code: int
    out: str
    err: str


class Scene:
    """Runs the program in a folder of its own, on a store of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "store"
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("HEADWAY_", "OMP_"))}
        self.env["HEADWAY_STORE"] = str(self.store)
        self._begun: list[subprocess.Popen[bytes]] = []

    def write(self, text: str, name: str = "p.yaml") -> str:
        (self.folder / name).write_text(text)
        return name

    def tasks(self, text: str, head: str = "") -> str:
        """A pipeline file of these tasks."""
        return self.write(f"headway: v1\nname: p\n{head}tasks:\n{text}")

    def __call__(self, *words: str) -> Done:
        done = subprocess.run(
            [PROGRAM, *words],
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE_S,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def json(self, *words: str) -> Any:
        done = self(*words, "--json")
        assert done.code == 0, done
        return json.loads(done.out)

    def begin(self, *words: str, out: str = "out") -> subprocess.Popen[bytes]:
        """Starts a verb; what it prints goes to the file `out`, what it says to `<out>.err`."""
        path = self.folder / out
        with path.open("w") as printed, Path(f"{path}.err").open("w") as said:
            begun = subprocess.Popen(
                [PROGRAM, *words], cwd=self.folder, env=self.env, stdout=printed, stderr=said
            )
        self._begun.append(begun)
        return begun

    def said(self) -> str:
        return (self.folder / "out.err").read_text()

    def end(self) -> None:
        for process in self._begun:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait(PATIENCE_S)

    def causes(self) -> dict[str, str]:
        """Of the last job: the cause of each instance, or its state where it has none."""
        instances = self.json("status", "last")["instances"]
        return {i["id"]: i.get("cause", i["state"]) for i in instances}

    def states(self, job: str = "last") -> dict[str, str]:
        """By instance; nothing before there is such a job."""
        if self("status", job).code != 0:
            return {}
        return {i["id"]: i["state"] for i in self.json("status", job)["instances"]}

    def is_running(self, instance: str) -> bool:
        """Whether the last job has that instance running, and its script has said a word."""
        if not self.json("jobs")["jobs"] or self.states().get(instance) != "running":
            return False
        return bool(self("logs", "last", instance).out)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "nothing happened for a long time"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"

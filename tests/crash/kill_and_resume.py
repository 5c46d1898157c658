"""Kills the engine of a job at random moments, resumes it, and checks that nothing was lost.

    kill_and_resume.py PROGRAM PIPELINE [--times 100] [--seed 1] [-p name=value]...

Each round runs PIPELINE in a fresh store, kills the engine with SIGKILL at a random moment of the
time a whole run takes, sometimes kills the resumed engine too, and resumes until the job ends.
Checked after each round: the job succeeded, its outputs equal those of the undisturbed run, no
instance was attempted again after its success was recorded, and no process of a session is left.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass
class Scene:
    """The program, the pipeline and the store of one round."""

    program: str
    pipeline: str
    params: list[str]
    store: str

    def begin(self, verb: str) -> subprocess.Popen[bytes]:
        what = [self.pipeline, *self.params] if verb == "run" else ["last"]
        words = [self.program, verb, *what, "--store", self.store, "--json"]
        return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def ask(self, *words: str) -> Any:
        command = [self.program, *words, "--store", self.store, "--json"]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, f"{words}: exit code {done.returncode}: {done.stderr}"
        return json.loads(done.stdout)

    def outputs(self) -> str:
        """The job's outputs, artifacts by digest and place, wherever the store lies."""
        return json.dumps(self.ask("status", "last").get("outputs")).replace(self.store, "")

    def has_job(self) -> bool:
        return bool(self.ask("jobs")["jobs"])


def run_to_the_end(scene: Scene) -> float:
    """Runs or resumes without disturbance; how long that took, in seconds."""
    began = time.monotonic()
    engine = scene.begin("resume" if scene.has_job() else "run")
    _, errors = engine.communicate()
    if engine.returncode != 0:
        raise SystemExit(f"exit code {engine.returncode}:\n{errors.decode(errors='replace')}")
    return time.monotonic() - began


def kill_after(scene: Scene, seconds: float) -> None:
    """Runs or resumes and kills the engine, and nothing else, after so many seconds."""
    engine = scene.begin("resume" if scene.has_job() else "run")
    time.sleep(seconds)
    engine.send_signal(signal.SIGKILL)
    engine.communicate()


def ran_again(events: list[dict[str, Any]]) -> list[str]:
    """The instances that were attempted after their success had been recorded."""
    succeeded: set[str] = set()
    again = []
    for event in events:
        name = event.get("instance", "")
        if event["event"] == "attempt_intended" and name in succeeded:
            again.append(name)
        if event["event"] == "attempt_ended" and "cause" not in event:
            succeeded.add(name)
    return again


def left_over(store: str) -> list[int]:
    """Processes whose environment names an attempt of this store."""
    mark = f"HEADWAY_OUTPUT={store}/".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if mark in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def check(scene: Scene, expected: str) -> None:
    state = scene.ask("status", "last")["state"]
    assert state == "succeeded", state
    assert scene.outputs() == expected, (scene.outputs(), expected)
    again = ran_again(scene.ask("events", "last")["events"])
    assert not again, f"ran again: {again}"
    alive = left_over(scene.store)
    assert not alive, f"left over: {alive}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("program")
    parser.add_argument("pipeline")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-p", dest="params", action="append", default=[])
    words = parser.parse_args()
    chance = random.Random(words.seed)
    params = [word for pair in words.params for word in ("-p", pair)]
    program = os.path.abspath(words.program)
    with tempfile.TemporaryDirectory(prefix="headway-kill-") as folder:
        calm = Scene(program, words.pipeline, params, os.path.join(folder, "calm"))
        whole = run_to_the_end(calm)
        expected = calm.outputs()
        kills = 0
        for round_number in range(words.times):
            scene = Scene(program, words.pipeline, params, os.path.join(folder, str(round_number)))
            while True:
                kill_after(scene, chance.uniform(0, whole))
                kills += 1
                if chance.random() < 0.5:
                    break
            run_to_the_end(scene)
            check(scene, expected)
    print(f"{words.times} rounds, {kills} kills, a whole run takes {whole:.2f} s: nothing lost")
    return 0


if __name__ == "__main__":
    sys.exit(main())

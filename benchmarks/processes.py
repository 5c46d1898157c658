"""10,000 independent `true` tasks, store durable, beside ninja -j2 in the same run.

    python3 benchmarks/processes.py [PROGRAM] [--tasks 10000] [--rounds 3]

The two take turns; every round has fresh folders, and nothing is removed before the end, since a
file system that has just removed many files is slow in making new ones.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path


def pipeline_of(tasks: int) -> str:
    lines = [f"  t{i}: {{command: ['true']}}" for i in range(tasks)]
    return "\n".join(["headway: v1", "name: many", "tasks:", *lines, ""])


def ninja_file_of(tasks: int) -> str:
    lines = [f"build o{i}: t" for i in range(tasks)]
    return "\n".join(["rule t", "  command = true", *lines, ""])


def timed(command: list[str]) -> tuple[float, float]:
    """Wall and processor seconds of a command and all it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("program", nargs="?", default="build/release/headway")
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    words = parser.parse_args()
    program = os.path.abspath(words.program)
    ratios = []
    with tempfile.TemporaryDirectory(
        prefix="headway-bench-", dir=os.environ.get("TMPDIR", "/var/tmp")
    ) as name:
        folder = Path(name)
        (folder / "many.yaml").write_text(pipeline_of(words.tasks))
        for number in range(words.rounds):
            built = folder / f"ninja{number}"
            built.mkdir()
            (built / "build.ninja").write_text(ninja_file_of(words.tasks))
            ninja = timed(["ninja", "-j2", "-C", str(built)])
            store = str(folder / f"store{number}")
            ours = timed(
                [program, "run", str(folder / "many.yaml"), "--store", store, "--slots", "cpu=2"]
            )
            ratios.append(ours[0] / ninja[0])
            print(
                f"{words.tasks} tasks: ninja {ninja[0]:.2f} s ({ninja[1]:.2f} s of processor),"
                f" headway {ours[0]:.2f} s ({ours[1]:.2f} s), ratio {ratios[-1]:.2f}"
            )
    print(f"median ratio {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()

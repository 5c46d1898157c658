"""The policies on real jobs: tasks that sleep, run by the program, beside what its plan says.

The demo's graph, its trainings of different lengths; and projects of 60 tasks that want one to
three of four cores. Seconds from the job's begin to its end, for each policy.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path("build/release/headway").absolute()
POLICIES = ("fifo", "critical_path", "planned")


def task(name: str, after: list[str], cores: int, seconds: float) -> str:
    return (
        f"  {name}: {{command: [sleep, '{seconds}'], depends_on: [{', '.join(after)}],"
        f" resources: {{cpu: {cores}}}, estimate: {round(seconds * 1000)}ms}}\n"
    )


def demo() -> str:
    trains = [f"train{i}" for i in range(6)]
    text = task("prepare", [], 1, 0.2)
    for name, seconds in zip(trains, (0.3, 0.4, 0.5, 0.6, 0.7, 1.5), strict=True):
        text += task(name, ["prepare"], 2, seconds)
    text += task("best", trains, 1, 0.1) + task("evaluate", ["best"], 1, 0.3)
    return text + task("report", ["evaluate"], 1, 0.1)


def project(seed: int) -> str:
    dice = random.Random(seed)
    names: list[str] = []
    text = ""
    for i in range(60):
        after = dice.sample(names[-12:], min(len(names), dice.randint(0, 3)))
        names.append(f"t{i}")
        text += task(names[-1], after, dice.randint(1, 3), dice.randint(2, 20) / 20)
    return text


def seconds_of(folder: Path, policy: str) -> float:
    words = ["run", "p.yaml", "--slots", "cpu=4", "--policy", policy, "--json"]
    store = ["--store", str(folder / policy)]
    done = subprocess.run(
        [PROGRAM, *words, *store], cwd=folder, capture_output=True, check=True, text=True
    )
    return float(json.loads(done.stdout.splitlines()[-1])["duration_s"])


def planned(folder: Path) -> dict[str, float]:
    words = ["plan", "p.yaml", "--slots", "cpu=4", "--json"]
    done = subprocess.run([PROGRAM, *words], cwd=folder, capture_output=True, check=True)
    return json.loads(done.stdout)


def measure(name: str, tasks: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "p.yaml").write_text("headway: v1\nname: p\ntasks:\n" + tasks)
        plan = planned(folder)
        took = "  ".join(f"{policy} {seconds_of(folder, policy):6.2f} s" for policy in POLICIES)
        print(f"{name:12} {took}  its plan {plan['makespan_s']:6.2f} s")


if __name__ == "__main__":
    measure("demo", demo())
    for seed in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3):
        measure(f"project {seed}", project(seed))

"""One recipe and one config: a pipeline, and twenty of them at once in one store."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

NAME = "21_recipe"
CPUS = 2.0
CPUS_OF_A_TASK = 0.5

# The same classes, called by hand; with one thread, as half a cpu has.
BY_HAND = """
import json, os, pathlib, tempfile
os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import run
from parts import features, models, scores

config = json.loads(pathlib.Path("config.json").read_text())
folder = pathlib.Path(tempfile.mkdtemp())

def kept(values):
    for name, value in values.items():
        with (folder / name).open("wb") as file:
            np.save(file, value)
    return values

found = {}
for feature in run.FEATURES:
    kept(getattr(features, feature)(config["test_share"], config["seed"])())
    for model in run.MODELS:
        made = getattr(models, model)(config["settings"].get(model, {}), config["seed"])
        kept(made(folder / "train", folder / "train_labels", folder / "test"))
        score = scores.Accuracy()(folder / "guesses", folder / "test_labels")
        found[f"{feature} {model}"] = vars(score)
print(json.dumps(found))
"""

Copies = Callable[[str], Any]


def test_the_recipe_ends_as_it_says(copy_of: Copies) -> None:
    example = copy_of(NAME)
    done = example.run("headway", "run", "recipe.json", "--params", "config.json")
    example.ends_as_it_says(done.stderr)


def test_another_word_is_another_pipeline(copy_of: Copies) -> None:
    example = copy_of(NAME)
    given = ["recipe.json", "--params", "config.json", "-p", "model=Bayes"]
    done = example.run("headway", "run", *given)
    assert done.returncode == 0, done.stderr
    targets = example.run("grep", "-rho", "parts.models:[A-Za-z]*", ".headway/data/jobs").stdout
    assert targets.split() == ["parts.models:Bayes"]


def test_a_class_that_the_recipe_does_not_know_is_told_before_anything_runs(
    copy_of: Copies,
) -> None:
    example = copy_of(NAME)
    given = ["recipe.json", "--params", "config.json", "-p", "model=Bayse"]
    done = example.run("headway", "run", *given)
    assert done.returncode == 2
    assert 'did you mean "Bayes"?' in done.stderr
    assert not (example.folder / ".headway").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "run.py", ".headway", str(CPUS)],
        ["./terminals.sh", "--slots", f"cpu={CPUS}"],
    ],
    ids=["of one script", "of twenty terminals"],
)
def test_twenty_variants_run_at_once(copy_of: Copies, command: list[str]) -> None:
    example = copy_of(NAME)
    by_hand = json.loads(example.run(sys.executable, "-c", BY_HAND).stdout)
    done = example.run(*command, patience_s=280)
    assert done.returncode == 0, done.stderr
    jobs = {job["name"]: job for job in example.json("jobs")["jobs"]}
    found = {name: example.json("status", job["job"])["outputs"] for name, job in jobs.items()}
    assert found == by_hand
    assert len(found) == 20
    assert most_at_once(example, jobs) == CPUS


def most_at_once(example: Any, jobs: dict[str, Any]) -> float:
    """How many cpus the sessions of all jobs held at the same time, at most."""
    changes = []  # at equal times what ends comes first: its place may be taken at once
    for job in jobs.values():
        for event in example.json("events", job["job"])["events"]:
            change = {"session_accepted": 1, "attempt_ended": -1}.get(event["event"], 0)
            changes.append((event["time"], change))
    held, most = 0, 0
    for _, change in sorted(changes):
        held += change
        most = max(most, held)
    assert held == 0
    return most * CPUS_OF_A_TASK

"""Twenty pipelines from one recipe, at once, in one store: `python run.py [STORE] [CPUS]`."""

import json
import sys
from pathlib import Path

import headway as hw

HERE = Path(__file__).resolve().parent
FEATURES = ["Plain", "Scaled", "Outlines", "Halved"]
MODELS = ["Nearest", "Linear", "Bayes", "Forest", "Margin"]


def main(store: str = "./.headway", cpus: str = "") -> None:
    recipe = hw.load(HERE / "recipe.json")
    config = json.loads((HERE / "config.json").read_text())
    slots = {"cpu": float(cpus)} if cpus else None  # else all that the machine has
    jobs = {}
    for features in FEATURES:
        for model in MODELS:
            name = f"{features} {model}"
            params = {**config, "features": features, "model": model}
            jobs[name] = recipe.start(params, store=store, slots=slots, name=name)
    scores = {name: job.result() for name, job in jobs.items()}
    for name in sorted(scores, key=lambda name: (-scores[name]["accuracy"], name)):
        print(f"{name:<17}{scores[name]['accuracy']:.3f}  worst at {scores[name]['worst']}")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Chooses the classifier with the highest accuracy; the first of equals."""

import json
import os
import shutil
from pathlib import Path

trained = Path(os.environ["HEADWAY_INPUT1"])  # train is a fan-out: a folder for each instance
output = Path(os.environ["HEADWAY_OUTPUT"])
inputs = json.loads(Path(os.environ["HEADWAY_INPUTS"]).read_text())

accuracies = inputs["accuracies"]  # in instance order, like the folders
winner = accuracies.index(max(accuracies))

shutil.copyfile(trained / str(winner) / "model.joblib", output / "model.joblib")
(output / "label").write_text(inputs["labels"][winner])
for index, (label, accuracy) in enumerate(zip(inputs["labels"], accuracies, strict=True)):
    print(f"{'→' if index == winner else ' '} {label}: {accuracy:.3f}")

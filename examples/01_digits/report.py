"""Draws the confusion matrix and says the result in words."""

import json
import os
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

output = Path(os.environ["HEADWAY_OUTPUT"])
inputs = json.loads(Path(os.environ["HEADWAY_INPUTS"]).read_text())
label, accuracy, confusion = inputs["label"], inputs["accuracy"], inputs["confusion"]

most = max(map(max, confusion))
figure, axes = plt.subplots(figsize=(5, 5), layout="constrained")
axes.imshow(confusion, cmap="Blues")
for true, row in enumerate(confusion):
    for predicted, count in enumerate(row):
        if count:
            colour = "white" if count > most / 2 else "black"
            axes.text(predicted, true, count, ha="center", va="center", color=colour)
axes.set(
    title=f"{label}: {accuracy:.1%} of the test images",
    xlabel="predicted digit",
    ylabel="true digit",
    xticks=range(10),
    yticks=range(10),
)
figure.savefig(output / "confusion.png", dpi=120, metadata={"Software": None})

wrong = sum(sum(row) - row[digit] for digit, row in enumerate(confusion))
total = sum(map(sum, confusion))
summary = f"The best classifier is {label}: {accuracy:.1%} of {total} test images, {wrong} wrong.\n"
(output / "report.md").write_text(f"# Digits\n\n{summary}\n![Confusion matrix](confusion.png)\n")
print(summary, end="")

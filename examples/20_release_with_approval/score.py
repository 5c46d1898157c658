"""Scores what is deployed, over HTTP, on data it has not seen."""

import os
import sys
from pathlib import Path

from door import call, points

data = points(seed=2)
answers = call("POST", f"{sys.argv[1]}/predict", [point for point, _ in data])
right = sum(answer == label for answer, (_, label) in zip(answers, data, strict=True))
(Path(os.environ["HEADWAY_OUTPUT"]) / "accuracy").write_text(str(right / len(data)))

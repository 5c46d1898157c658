"""Measures the best classifier on the test images.

Its first attempt fails, as a task does whose data server still starts: it exits non-zero, and the
`retry` of the pipeline file gives it another attempt a second later.
"""

import json
import os
import sys
from pathlib import Path

import joblib
import numpy
from sklearn.metrics import accuracy_score, confusion_matrix

if os.environ["HEADWAY_ATTEMPT"] == "1":
    sys.exit("the data server is not ready yet (it fails on purpose; the next attempt succeeds)")

best = Path(os.environ["HEADWAY_INPUT1"])
clean = Path(os.environ["HEADWAY_INPUT2"]) / "clean"
output = Path(os.environ["HEADWAY_OUTPUT"])

classifier = joblib.load(best / "model.joblib")
test = numpy.load(clean / "test.npz")
predicted = classifier.predict(test["images"])
accuracy = float(accuracy_score(test["labels"], predicted))
confusion = confusion_matrix(test["labels"], predicted)

(output / "accuracy").write_text(str(accuracy))
(output / "confusion").write_text(json.dumps(confusion.tolist()))
print(f"{accuracy:.3f} on {len(predicted)} test images")

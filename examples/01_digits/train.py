"""Trains one classifier and measures it on the validation images."""

import argparse
import os
import warnings
from pathlib import Path

import joblib
import numpy
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import SGDClassifier
from sklearn.neural_network import MLPClassifier

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--model", choices=["linear", "mlp"], required=True)
parser.add_argument("--rate", type=float, required=True)
parser.add_argument("--epochs", type=int, required=True)
parser.add_argument("--seed", type=int, required=True)
options = parser.parse_args()

clean = Path(os.environ["HEADWAY_INPUT1"]) / "clean"  # what prepare left
output = Path(os.environ["HEADWAY_OUTPUT"])
train = numpy.load(clean / "train.npz")
validation = numpy.load(clean / "validation.npz")

if options.model == "linear":
    classifier = SGDClassifier(
        loss="log_loss",
        learning_rate="constant",
        eta0=options.rate,
        max_iter=options.epochs,
        random_state=options.seed,
    )
else:
    classifier = MLPClassifier(
        hidden_layer_sizes=(64,),
        learning_rate_init=options.rate,
        max_iter=options.epochs,
        random_state=options.seed,
    )

with warnings.catch_warnings():
    warnings.simplefilter("ignore", ConvergenceWarning)  # epochs are few on purpose
    classifier.fit(train["images"], train["labels"])
accuracy = float(classifier.score(validation["images"], validation["labels"]))

joblib.dump(classifier, output / "model.joblib")
(output / "label").write_text(f"{options.model}, rate {options.rate:g}")
(output / "accuracy").write_text(str(accuracy))
print(f"{options.model}, rate {options.rate:g}: {accuracy:.3f} on the validation images")

"""Scales the digits data set and splits it: train, validation (for best), test (for evaluate)."""

import argparse
import os
from pathlib import Path

import numpy
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--test-size", type=float, required=True)
parser.add_argument("--seed", type=int, required=True)
options = parser.parse_args()

output = Path(os.environ["HEADWAY_OUTPUT"])
clean = output / "clean"
clean.mkdir()

digits = load_digits()
images = digits.data / 16.0  # pixels are 0 … 16
rest, test, rest_labels, test_labels = train_test_split(
    images, digits.target, test_size=options.test_size, random_state=options.seed
)
train, validation, train_labels, validation_labels = train_test_split(
    rest, rest_labels, test_size=options.test_size, random_state=options.seed
)
numpy.savez(clean / "train.npz", images=train, labels=train_labels)
numpy.savez(clean / "validation.npz", images=validation, labels=validation_labels)
numpy.savez(clean / "test.npz", images=test, labels=test_labels)

(output / "images").write_text(str(len(images)))
print(f"{len(train)} images to train with, {len(validation)} to choose by, {len(test)} to evaluate")

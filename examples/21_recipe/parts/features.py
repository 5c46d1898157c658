"""Features: one class for each way to see a digit of 8 by 8 pixels. `make` is what differs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits

Rows = NDArray[np.float64]


class Plain:
    """The pixels as they are, 0 to 16."""

    def __init__(self, test_share: float, seed: int) -> None:
        self.test_share = test_share
        self.seed = seed

    def __call__(self) -> dict[str, NDArray[np.generic]]:
        rows, labels = load_digits(return_X_y=True)
        order = np.random.default_rng(self.seed).permutation(len(rows))
        unseen, seen = np.split(order, [int(len(rows) * self.test_share)])
        made = self.make(rows)
        return {
            "train": made[seen],
            "train_labels": labels[seen],
            "test": made[unseen],
            "test_labels": labels[unseen],
        }

    def make(self, rows: Rows) -> Rows:
        return rows


class Scaled(Plain):
    """Every pixel with mean 0 and deviation 1."""

    def make(self, rows: Rows) -> Rows:
        deviation = rows.std(axis=0)
        made: Rows = (rows - rows.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)
        return made


class Outlines(Plain):
    """Ink or no ink."""

    def make(self, rows: Rows) -> Rows:
        return (rows > 7).astype(np.float64)


class Halved(Plain):
    """Four by four pixels, each the mean of four."""

    def make(self, rows: Rows) -> Rows:
        made: Rows = rows.reshape(-1, 4, 2, 4, 2).mean(axis=(2, 4)).reshape(-1, 16)
        return made

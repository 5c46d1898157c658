"""Scores: how good the guesses are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from headway import File


@dataclass
class Score:
    accuracy: float
    worst: int  # the digit that was read worst


class Accuracy:
    """The share of right guesses."""

    def __call__(self, guesses: File, labels: File) -> Score:
        truth = np.load(labels)
        right = np.load(guesses) == truth
        shares = [float(right[truth == digit].mean()) for digit in range(10)]
        return Score(accuracy=float(right.mean()), worst=int(np.argmin(shares)))

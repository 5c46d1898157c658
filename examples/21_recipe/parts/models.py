"""Models: one class for each kind of classifier, constructed with what the config says."""

from __future__ import annotations

from typing import Any

import numpy as np
from headway import File
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC


class Nearest:
    """The label of the nearest neighbours."""

    def __init__(self, settings: dict[str, Any], seed: int) -> None:
        self.classifier = self.make(settings, seed)

    def make(self, settings: dict[str, Any], seed: int) -> Any:
        return KNeighborsClassifier(**settings)

    def __call__(self, rows: File, labels: File, unseen: File) -> dict[str, NDArray[np.int64]]:
        self.classifier.fit(np.load(rows), np.load(labels))
        return {"guesses": self.classifier.predict(np.load(unseen))}


class Linear(Nearest):
    """A logistic regression."""

    def make(self, settings: dict[str, Any], seed: int) -> Any:
        return LogisticRegression(**{"max_iter": 2000, **settings})


class Bayes(Nearest):
    """Each pixel speaks for itself."""

    def make(self, settings: dict[str, Any], seed: int) -> Any:
        return GaussianNB(**{"var_smoothing": 0.01, **settings})


class Forest(Nearest):
    """Many small trees vote."""

    def make(self, settings: dict[str, Any], seed: int) -> Any:
        return RandomForestClassifier(random_state=seed, **{"n_estimators": 50, **settings})


class Margin(Nearest):
    """A support vector machine."""

    def make(self, settings: dict[str, Any], seed: int) -> Any:
        return SVC(**settings)

"""Talking to the model server, and the data that models are judged by."""

import json
import os
import random
import urllib.request


def call(method: str, path: str, value: object = None):
    data = None if value is None else json.dumps(value).encode()
    request = urllib.request.Request(f"{os.environ['SERVER']}/{path}", data=data, method=method)
    with urllib.request.urlopen(request, timeout=10) as reply:
        return json.load(reply)


def points(seed: int, count: int = 500) -> list[tuple[list[float], int]]:
    """Two clouds around (0, 0) and (3, 1)."""
    dice = random.Random(seed)
    labels = [dice.randrange(2) for _ in range(count)]
    return [
        ([3 * label + dice.gauss(0, 0.8), label + dice.gauss(0, 0.8)], label) for label in labels
    ]

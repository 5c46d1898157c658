"""What the tasks call: the standard library is all it needs."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import headway as hw


@dataclass
class Cleaned:
    """A record: each member is the output of its name."""

    kept: int
    table: hw.File


def clean(rows: list[float]) -> Cleaned:
    kept = [row for row in rows if row > 0]
    if not kept:
        raise hw.NonRecoverable("no row is above zero")  # no retry would mend it
    table = Path(os.environ["HEADWAY_OUTPUT"], "rows.json")
    table.write_text(json.dumps(kept))
    return Cleaned(len(kept), hw.File(str(table)))


class Mean:
    """Constructed with the task's config, called with its inputs."""

    def __init__(self, digits: int) -> None:
        self.digits = digits

    def __call__(self, table: hw.File) -> float:  # a single output may be returned bare
        return round(self.of(json.loads(Path(table).read_text())), self.digits)

    def of(self, rows: list[float]) -> float:
        return mean(rows)


class Median(Mean):
    def of(self, rows: list[float]) -> float:
        return median(rows)

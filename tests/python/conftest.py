"""What tests get: a store of their own, closed at the end, a pipeline, a bench for the worker."""

from collections.abc import Callable, Iterator
from pathlib import Path

import headway as hw
import pytest
from headway import _executor
from worker_bench import Bench


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "store"
    yield folder
    known = _executor._open.get(str(folder.resolve()))
    if known is not None:
        known.close()


@pytest.fixture
def of_command(tmp_path: Path) -> Callable[..., hw.Pipeline]:
    """A pipeline of one task `work` with that command."""

    def make(*words: str) -> hw.Pipeline:
        p = hw.Pipeline("single", folder=tmp_path)
        p.task("work", command=list(words))
        return p

    return make


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)

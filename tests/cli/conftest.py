"""A scene of its own for each test, and no process of it left at the end."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_scene import PROGRAM, Scene


@pytest.fixture
def headway(tmp_path: Path) -> Iterator[Scene]:
    if not PROGRAM.exists():
        pytest.skip(f"{PROGRAM} is not built")
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests may run under nohup
    scene = Scene(tmp_path)
    yield scene
    scene.end()
    signal.signal(signal.SIGHUP, before)

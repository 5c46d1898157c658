"""A scene of its own for each test, and no process of it left at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_scene import PROGRAM, Scene


@pytest.fixture
def headway(tmp_path: Path) -> Iterator[Scene]:
    if not PROGRAM.exists():
        pytest.skip(f"{PROGRAM} is not built")
    scene = Scene(tmp_path)
    yield scene
    scene.end()

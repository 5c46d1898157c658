"""`pip install` of the built wheel into a clean environment brings the package and the program."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


# The compiler of the other builds by their name for it, so that ccache knows what it did for them.
BUILD = {"CXX": "c++", **os.environ}
BUILD.pop("PYTHONPATH", None)


def output(*command: str | Path, cwd: Path) -> str:
    result = subprocess.run(command, cwd=cwd, env=BUILD, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout.strip()


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with nothing but headway; the build tools are this environment's."""
    folder = tmp_path_factory.mktemp("clean")
    built = ROOT / "build" / f"wheel-{os.getpid()}"  # beside the other builds, for ccache's sake
    wheels = ["--no-build-isolation", "--no-deps", "--wheel-dir", str(folder)]
    try:
        place = f"--config-settings=build-dir={built}"
        output(sys.executable, "-m", "pip", "wheel", *wheels, place, ".", cwd=ROOT)
    finally:
        shutil.rmtree(built, ignore_errors=True)
    venv.create(folder / "venv", with_pip=True)
    (wheel,) = folder.glob("headway-*.whl")
    python = folder / "venv/bin/python"
    output(python, "-m", "pip", "install", "--no-index", "--no-deps", str(wheel), cwd=folder)
    return folder / "venv/bin"


@pytest.mark.slow
def test_the_package_is_imported_from_where_it_was_installed(clean: Path) -> None:
    place = output(clean / "python", "-c", "import headway; print(headway.__file__)", cwd=clean)
    assert Path(place).is_relative_to(clean.parent)


@pytest.mark.slow
def test_the_program_and_the_package_have_one_version(clean: Path) -> None:
    version = "from importlib.metadata import version; print(version('headway'))"
    module = "import headway; print(headway.__version__)"
    expected = output(clean / "python", "-c", version, cwd=clean)
    assert output(clean / "python", "-c", module, cwd=clean) == expected
    assert expected in output(clean / "headway", "version", cwd=clean)


@pytest.mark.slow
def test_the_package_is_typed(clean: Path) -> None:
    place = output(clean / "python", "-c", "import headway; print(headway.__path__[0])", cwd=clean)
    assert (Path(place) / "py.typed").exists()

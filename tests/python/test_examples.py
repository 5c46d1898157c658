"""The examples in Python: the digits pipeline equals those of YAML and C++; the notebook runs."""

import os
import runpy
import shutil
import subprocess
from pathlib import Path
from typing import Any

import headway as hw
import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[2] / "examples"
DIGITS = EXAMPLES / "01_digits"
BUILD = Path(hw.__file__).parents[2]  # where the package lies in build/<preset>/python


def digits() -> hw.Pipeline:
    built = runpy.run_path(str(DIGITS / "pipeline.py"))["digits"]()
    assert isinstance(built, hw.Pipeline)
    return built


def test_the_digits_pipeline_in_python_is_that_of_the_file() -> None:
    loaded = hw.load(DIGITS / "pipeline.yaml")
    assert digits().to_yaml() == loaded.to_yaml()
    assert digits() == loaded
    assert digits().folder == loaded.folder


def test_the_digits_pipeline_in_python_is_that_of_the_cpp_program() -> None:
    program = BUILD / "examples/digits_cpp"
    if not program.exists():
        pytest.skip(f"{program} is not built here")
    printed = subprocess.check_output([program, "--yaml"], text=True)
    assert digits().to_yaml() == printed


# What the notebook's own libraries deprecate is not ours.
@pytest.mark.filterwarnings("ignore")
def test_the_notebook_runs_and_shows_its_graphs(tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "03_notebook/pi.ipynb", tmp_path)
    notebook: Any = nbformat.read(tmp_path / "pi.ipynb", as_version=4)
    place = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=place).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    pictures = [o["data"]["image/svg+xml"] for o in outputs if "image/svg+xml" in o.get("data", {})]
    assert len(pictures) == 2
    printed = "".join(output.get("text", "") for output in outputs)
    assert "ended with exit_code(3)" in printed
    assert "unknown-task" in printed
    assert 'wrong.task("train"' in printed
    assert hw.load(write(tmp_path, printed)).name == "pi"


def write(folder: Path, printed: str) -> Path:
    """The canonical text at the end of what was printed."""
    file = folder / "printed.yaml"
    file.write_text(printed[printed.index("headway: v1") :] + os.linesep)
    return file

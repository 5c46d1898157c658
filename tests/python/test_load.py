"""Files that are wrong raise with places, and pictures of pipelines."""

from pathlib import Path
from xml.etree import ElementTree

import headway as hw
import pytest

WRONG = """headway: v1
name: wrong
tasks:
  prepare: {command: [prepare]}
  train:
    depends_on: [prepaer]
    command: [train]
"""


def test_errors_of_a_file_have_places_and_candidates(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(WRONG)
    with pytest.raises(hw.InvalidPipeline) as caught:
        hw.load(file)
    unknown = {finding.code: finding for finding in caught.value.diagnostics}["unknown-task"]
    assert (unknown.file, unknown.line, unknown.column) == (str(file), 6, 18)
    assert unknown.candidates == ["prepare"]
    assert unknown.path == "tasks.train.depends_on"
    assert unknown.severity == "error"
    assert str(unknown) in str(caught.value)
    assert "depends_on: [prepaer]" in str(unknown)


def test_invalid_pipelines_are_value_errors() -> None:
    with pytest.raises(ValueError, match="unknown-task"):
        hw.loads(WRONG)


def test_a_file_that_is_not_there_is_said_to_be_unreadable(tmp_path: Path) -> None:
    with pytest.raises(hw.InvalidPipeline, match="unreadable-file"):
        hw.load(tmp_path / "absent.yaml")


def test_a_callable_without_a_module_is_refused_by_name() -> None:
    with pytest.raises(hw.InvalidPipeline, match="python:train"):
        hw.loads("headway: v1\ntasks: {train: {call: 'python:train'}}")


def test_relative_paths_of_a_file_begin_in_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text("headway: v1\ntasks: {a: {command: [a]}}\n")
    assert Path(hw.load(file).folder) == tmp_path


def test_a_loaded_pipeline_can_be_built_on() -> None:
    p = hw.loads("headway: v1\nname: more\ntasks: {a: {command: [a]}}")
    p.task("b", command=["b"], depends_on="a")
    assert p.validate() == []
    assert "b:" in p.to_yaml()
    p.task("a", command=["a"])
    assert [finding.code for finding in p.validate()] == ["duplicate-name"]


def test_the_picture_of_a_pipeline_is_well_formed_xml() -> None:
    p = hw.Pipeline("picture")
    p.task("b", depends_on=p.task("a", command=["a"]), description="“<&>”")
    bundle = p._repr_mimebundle_()
    assert ElementTree.fromstring(bundle["image/svg+xml"]).tag.endswith("svg")
    assert "a" in bundle["text/plain"]
    assert repr(p) == "<headway.Pipeline picture: 0 params, 2 tasks>"


def test_a_pipeline_with_mistakes_shows_them_instead_of_a_picture() -> None:
    p = hw.Pipeline("wrong")
    p.task("a", command=["a"], depends_on="b")
    bundle = p._repr_mimebundle_()
    assert bundle.keys() == {"text/plain"}
    assert "unknown-task" in bundle["text/plain"]

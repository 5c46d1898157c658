"""Plans in Python: how long a pipeline would take, and what would be when and where."""

from datetime import timedelta
from pathlib import Path

import headway as hw
import pytest


def fan() -> hw.Pipeline:
    pipeline = hw.Pipeline("fan")
    pipeline.task("load", command=["true"], resources={"cpu": 1}, estimate="10s")
    pipeline.task(
        "train",
        command=["true"],
        depends_on=["load"],
        matrix={"rate": [1, 2]},
        resources={"cpu": 2},
        estimate="1m",
    )
    return pipeline


def test_a_schedule_says_how_long_when_and_where(tmp_path: Path) -> None:
    store = tmp_path / "store"
    schedule = fan().plan(slots={"cpu": 4}, store=store)
    assert (schedule.makespan, schedule.lower_bound, schedule.optimal) == (70, 70, True)
    assert schedule.critical_path == ["load", "train[rate=1]"]
    assert schedule.eta is None
    assert schedule.policy == "planned"
    train = schedule.to_dicts()[1]
    assert train == {
        "id": "train[rate=1]",
        "task": "train",
        "node": "local",
        "start_s": 10,
        "end_s": 70,
        "gpus": [],
        "critical": True,
    }
    assert not store.exists()


def test_a_schedule_is_a_picture_in_a_notebook_and_a_chart_in_a_terminal(tmp_path: Path) -> None:
    schedule = fan().plan(slots={"cpu": 4}, store=tmp_path / "store")
    bundle = schedule._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<svg")
    assert "train" in bundle["text/plain"] == str(schedule)
    assert repr(schedule) == "<headway.Schedule fan: 70 s, optimal>"


def test_durations_are_seconds_texts_and_timedeltas(tmp_path: Path) -> None:
    given = {"load": 5, "train": "20s", "train[rate=2]": timedelta(seconds=30)}
    schedule = fan().plan(slots={"cpu": 4}, durations=given, store=tmp_path / "store")
    assert schedule.makespan == 35
    with pytest.raises(ValueError, match="soon"):
        fan().plan(durations={"load": "soon"}, store=tmp_path / "store")
    with pytest.raises(hw.InvalidPipeline) as caught:
        fan().plan(durations={"laod": 1}, store=tmp_path / "store")
    assert caught.value.diagnostics[0].candidates == ["load"]


def test_several_nodes_are_planned_together(tmp_path: Path) -> None:
    nodes = {"a": {"cpu": 2}, "b": {"cpu": 2}}
    schedule = fan().plan(nodes=nodes, store=tmp_path / "store")
    assert schedule.makespan == 70
    assert {each["node"] for each in schedule.to_dicts()[1:]} == {"a", "b"}
    with pytest.raises(TypeError, match="exclude each other"):
        fan().plan(nodes=nodes, slots={"cpu": 1})


def test_a_policy_that_there_is_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="planned, critical_path or fifo"):
        fan().plan(policy="best", store=tmp_path / "store")  # type: ignore[arg-type]

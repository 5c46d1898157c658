"""What is kept of a pipeline with its job is read again, whatever file it came from."""

import json

import pytest
from cli_scene import PATIENCE_S, Scene, wait_until

HOLD = "echo held; while [[ ! -e go ]]; do sleep 0.05; done"


def as_json(headway: Scene, name: str, tasks: object, **keys: str) -> str:
    return headway.write(json.dumps({"headway": "v1", "tasks": tasks, **keys}), name)


def kill_and_resume(headway: Scene, instance: str) -> None:
    engine = headway.begin("run", "top")
    wait_until(lambda: headway.is_running(instance))
    engine.kill()
    engine.wait(PATIENCE_S)
    assert headway.states()[instance] == "running"
    (headway.folder / "go").touch()
    done = headway("resume", "last")
    assert done.code == 0, done.err
    assert headway.json("jobs")["jobs"][0]["state"] == "succeeded"


# top ──> mid ──> inner.json
@pytest.mark.parametrize("mid", ["mid.json", "mid.yaml"])
def test_a_job_of_inner_json_files_is_resumed(headway: Scene, mid: str) -> None:
    as_json(headway, "inner.json", {"hold": {"script": HOLD}})
    as_json(headway, mid, {"b": {"pipeline": {"path": "inner.json"}}})
    as_json(headway, "top", {"a": {"pipeline": {"path": mid}}})
    kill_and_resume(headway, "a/b/hold")


def test_a_job_of_a_file_beyond_the_limit_of_yaml_is_resumed(headway: Scene) -> None:
    as_json(headway, "top", {"hold": {"script": HOLD}}, description="long " * 1_120_000)
    kill_and_resume(headway, "hold")


def test_such_a_job_is_handed_to_an_engine_and_taken_over(headway: Scene) -> None:
    as_json(headway, "small.json", {"hold": {"script": HOLD}})
    as_json(headway, "large.json", {"hold": {"script": HOLD}}, description="long " * 1_120_000)
    engine = headway.begin("run", "small.json", "--slots", "cpu=2")
    wait_until(lambda: headway.is_running("hold"))
    joined = headway.begin("run", "large.json", out="joined")
    wait_until(lambda: len(headway.json("jobs")["jobs"]) == 2 and headway.is_running("hold"))
    engine.kill()
    (headway.folder / "go").touch()
    assert joined.wait(PATIENCE_S) == 0, (headway.folder / "joined.err").read_text()

"""The schema and the program say the same about files, as far as a schema can."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from cli_scene import ROOT, Scene
from jsonschema import Draft202012Validator

import yaml

BATCHES = 6
BATCH = 100
# Whatever else is wrong, a schema knows these.
KNOWN_TO_A_SCHEMA = {
    "unknown-key",
    "several-bodies",
    "reserved-key",
    "unsupported-version",
    "unknown-condition",
}
EVERY_KEY = ROOT / "tests/golden/every_key.yaml"
FILES = [EVERY_KEY, *sorted(ROOT.glob("examples/*/pipeline.yaml"))]
# fmt: off
ODD_VALUES: list[Any] = [
    None, True, False, 0, 5, -1, 0.5, "word", "", "1h30m", "true", "512Mi", "5%", "v1", "enum",
    "failed", "a:/b", "signal(9)", [], {}, [1], ["a"], [None], {"a": 1}, {"limit": 1},
    {"type": "int"}, {"type": "enum"}, {"command": "x"}, {"until": "true"}, {"x-free": 1},
]
ODD_KEYS = [
    "comand", "command", "script", "shell", "call", "wait", "fail", "approval", "x-a", "repeat",
    "path", "from", "value", "values", "type", "slack", "webhook", "min", "retry", "timeout",
    "cache", "map", "matrix", "size", "limit", "events", "over", "headway", "tasks", "notify",
    "finally", "triggers", "concurrency", "defaults", "mem", "callback", "depends_on", "when",
]
# fmt: on


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with a key of it."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


def with_slips(file: Any, dice: random.Random) -> Any:
    file = copy.deepcopy(file)
    for _ in range(dice.choice([0, 1, 1, 2])):
        all_places = list(places(file))
        if not all_places:
            break
        container, key = dice.choice(all_places)
        slip = dice.random()
        if isinstance(container[key], dict) and slip < 0.4:
            container[key][dice.choice(ODD_KEYS)] = copy.deepcopy(dice.choice(ODD_VALUES))
        elif isinstance(container, dict) and slip < 0.6:
            del container[key]
        else:
            container[key] = copy.deepcopy(dice.choice(ODD_VALUES))
    return file


def whole_files(headway: Scene) -> list[Any]:
    """Valid ones, and beside the scene's files the inner pipelines that they name."""
    for file in ROOT.glob("examples/14_inner_pipeline/*.yaml"):
        headway.write(file.read_text(), file.name)
    headway.write("headway: v1\nparams: {stage: dev}\ntasks: {ship: {wait: 1s}}\n", "deploy.yaml")
    return [yaml.safe_load(file.read_text()) for file in FILES]


def findings(headway: Scene, files: list[Any]) -> list[list[dict[str, Any]]]:
    """What the program says about each of the files, all of them in one call."""
    names = [headway.write(json.dumps(file, indent=1), f"{i}.json") for i, file in enumerate(files)]
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for finding in json.loads(headway("validate", "--json", *names).out)["diagnostics"]:
        found[finding["file"]].append(finding)
    return list(found.values())


def refusals(found: list[dict[str, Any]]) -> set[str]:
    return {finding["code"] for finding in found if finding["severity"] == "error"}


@pytest.fixture
def schema(headway: Scene) -> Draft202012Validator:
    document = json.loads(headway("schema").out)
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_files_with_slips_are_judged_alike(
    headway: Scene, schema: Draft202012Validator, batch: int
) -> None:
    dice = random.Random(batch)
    whole = whole_files(headway)
    files = [with_slips(dice.choice(whole), dice) for _ in range(BATCH)]
    accepted = 0
    for file, found in zip(files, findings(headway, files), strict=True):
        accepted += schema.is_valid(file)
        if not schema.is_valid(file):
            assert refusals(found), json.dumps(file)
        else:
            assert not refusals(found) & KNOWN_TO_A_SCHEMA, json.dumps(file)
    assert BATCH / 10 < accepted < BATCH * 9 / 10


def test_whole_files_are_accepted_by_both(headway: Scene, schema: Draft202012Validator) -> None:
    files = whole_files(headway)
    for file, found in zip(files, findings(headway, files), strict=True):
        assert schema.is_valid(file), file["name"]
        assert not refusals(found), found


def test_each_key_is_known_to_both(headway: Scene, schema: Draft202012Validator) -> None:
    """A letter too many at each key: both refuse it, unless the names there are the writer's."""
    slips = []
    whole = whole_files(headway)[0]
    for number, (container, key) in enumerate(places(whole)):
        if isinstance(container, dict):
            slip = copy.deepcopy(whole)
            place, _ = list(places(slip))[number]
            place[key + "x"] = place.pop(key)
            slips.append(slip)
    assert len(slips) > 100
    for slip, found in zip(slips, findings(headway, slips), strict=True):
        assert schema.is_valid(slip) or refusals(found), json.dumps(slip)
        assert not (schema.is_valid(slip) and refusals(found) & KNOWN_TO_A_SCHEMA), json.dumps(slip)

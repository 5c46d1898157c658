"""Keywords: a task said in one call, `task("train", command=[…], retry=2)`; each is the call of its
name."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from ._settings import Defaults
from ._shapes import (
    Cache,
    Condition,
    OnTimeout,
    Output,
    Retry,
    Sandbox,
    Session,
    Timeouts,
    Undo,
    check_keys,
)
from ._task import Task
from ._words import Amounts, Duration, Reference, TypeWord, Word, texts

if TYPE_CHECKING:
    from ._pipeline import Pipeline

Edges = Task | str | Sequence[Task | str] | Mapping[Any, Condition]


class SettingKeys(TypedDict, total=False):
    """What the defaults may say, and each task for itself."""

    resources: Amounts
    env: Mapping[str, Word]
    secrets: Sequence[str]
    retry: int | Retry | Sequence[Retry]
    timeout: Duration | Timeouts
    cache: bool | Cache
    workdir: str | os.PathLike[str]
    estimate: Duration
    priority: int
    allow_failure: bool
    image: str
    mounts: Sequence[str]
    sandbox: Sandbox
    session: str | Session
    cluster: int
    checkpoint: bool
    interruptible: bool
    unset: Sequence[str]


class Inner(TypedDict, total=False):
    """The job inside a job."""

    path: str | os.PathLike[str]
    made_by: Reference | str
    params: Mapping[str, object]


class Approval(TypedDict, total=False):
    """What a person is asked."""

    message: str
    approvers: Sequence[str]
    timeout: Duration
    on_timeout: OnTimeout


class Wait(TypedDict):
    """Until when."""

    until: Reference | str


class Fail(TypedDict, total=False):
    """By which name it fails, and with which words."""

    error: str
    message: str


class Map(TypedDict, total=False):
    """Over which list, and how many elements may fail."""

    over: Reference | str
    tolerate_failures: int | str


class TaskKeys(SettingKeys, total=False):
    """What a task may say."""

    description: str
    command: Sequence[Word]
    script: str
    shell: Sequence[str]
    call: str
    config: Mapping[str, object]
    pipeline: str | os.PathLike[str] | Pipeline | Inner
    approval: str | Approval
    wait: Duration | Wait
    fail: str | Fail
    callback: Duration
    compensate: Undo
    depends_on: Edges
    when: Reference | str
    inputs: Mapping[str, object]
    outputs: Mapping[str, TypeWord | Output]
    sources: Sequence[str]
    matrix: Mapping[str, object]
    exclude: Sequence[Mapping[str, object]]
    include: Sequence[Mapping[str, object]]
    map: Reference | str | Map
    max_parallel: int


_FLAGS = ("allow_failure", "checkpoint", "interruptible")
_SPREAD = {"pipeline": Inner, "approval": Approval, "wait": Wait, "fail": Fail, "map": Map}


def say_defaults(defaults: Defaults, keys: SettingKeys) -> Defaults:
    check_keys("defaults", keys, SettingKeys)
    _say(defaults, keys)
    return defaults


def say_task(task: Task, keys: TaskKeys) -> Task:
    check_keys("a task", keys, TaskKeys)
    given: dict[str, Any] = {key: each for key, each in keys.items() if each is not None}
    for condition, others in _edges(given.pop("depends_on", None)):
        task.depends_on(others, condition)
    shell = given.pop("shell", None)
    if "script" in given:
        task.script(given.pop("script"), shell)
    elif shell is not None:
        raise TypeError("shell is what runs a script, and there is no script")
    for each in given.pop("exclude", ()):
        task.exclude(each)
    for each in given.pop("include", ()):
        task.include(each)
    _say(task, given)
    return task


def _say(handle: Task | Defaults, given: Mapping[str, Any]) -> None:
    for key, value in given.items():
        call = getattr(handle, key)
        if value is None or (key in _FLAGS and not value):
            continue
        if key in _FLAGS:
            call()
        elif key == "unset":
            call(*texts(value, key))
        elif key in _SPREAD and isinstance(value, Mapping):
            _spread(call, key, value)
        else:
            call(value)


def _spread(call: Any, key: str, value: Mapping[str, Any]) -> None:
    check_keys(key, value, _SPREAD[key])
    call(**{"inner" if name == "path" else name: each for name, each in value.items()})


def _edges(written: Edges | None) -> list[tuple[Condition, Task | str | Sequence[Task | str]]]:
    if written is None:
        return []
    if isinstance(written, Mapping):
        return [(condition, task) for task, condition in written.items()]
    return [("succeeded", written)]

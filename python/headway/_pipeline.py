"""Pipelines: built in Python, or read from a file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from . import _core
from ._keywords import SettingKeys, TaskKeys, say_defaults, say_task
from ._param import Param
from ._place import caller, folder_of
from ._schedule import Schedule
from ._settings import Defaults
from ._task import Task
from ._words import (
    Amounts,
    Duration,
    Reference,
    TypeWord,
    amounts,
    microseconds,
    texts,
    type_words,
)

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._job import Job

_REQUIRED: Any = object()


class Pipeline:
    """A pipeline under construction.

    What is wrong with the pipeline does not raise where it is said: `validate` lists all mistakes
    with their lines, and `to_yaml` and `start` raise InvalidPipeline with them. A key or a word
    that there is not, `shell` without a script, and a value of a type that a call does not take,
    raise TypeError at once. Relative paths begin in the folder of the calling file (of a notebook:
    the current folder), unless `folder` says otherwise.
    """

    __hash__ = None  # type: ignore[assignment]  # it can be changed

    def __init__(
        self, name: str, *, description: str = "", folder: str | os.PathLike[str] | None = None
    ) -> None:
        at = caller()
        self._core = _core.Pipeline(name, at)
        self._core.folder = folder_of(at) if folder is None else str(Path(folder).resolve())
        if description:
            self.description(description)

    @classmethod
    def _of(cls, core: _core.Pipeline) -> Pipeline:
        pipeline = cls.__new__(cls)
        pipeline._core = core
        return pipeline

    @property
    def name(self) -> str:
        """As it was named; the name of its jobs, unless they get another one."""
        return self._core.name

    @property
    def folder(self) -> str:
        """Where relative paths begin."""
        return self._core.folder

    def description(self, text: str) -> Pipeline:
        """What it is for, in words for people."""
        self._core.description(text)
        return self

    def label(self, name: str, value: str) -> Pipeline:
        """A text that is kept with it, and not interpreted."""
        self._core.label(name, value)
        return self

    def secret(self, name: str, reference: str) -> Pipeline:
        """`reference` is `env:NAME` or `file:PATH`."""
        self._core.secret(name, reference, caller())
        return self

    def limits(self, *, max_parallel: int | None = None, slots: Amounts | None = None) -> Pipeline:
        """Caps for one job."""
        self._core.limits(max_parallel, amounts(slots or {}), caller())
        return self

    def defaults(self, **keys: Unpack[SettingKeys]) -> Defaults:
        """The settings of every task that has a session; by keywords, or by the handle's calls."""
        return say_defaults(Defaults(self, self._core.defaults()), keys)

    def fail_fast(self) -> Pipeline:
        """Nothing new starts after a failure."""
        self._core.fail_fast()
        return self

    def rollback(self) -> Pipeline:
        """On failure what has succeeded is undone, newest first."""
        self._core.rollback()
        return self

    def notify(self, events: Sequence[str], *, slack: str = "", webhook: str = "") -> Pipeline:
        """Whom to tell of which events: `notify(["failed"], slack="${{ secrets.SLACK_URL }}")`."""
        self._core.notify(texts(events, "events"), slack, webhook, caller())
        return self

    def param(
        self,
        name: str,
        type: TypeWord = None,
        default: object = _REQUIRED,
        *,
        min: float | None = None,
        max: float | None = None,
        one_of: Sequence[str] = (),
        description: str = "",
    ) -> Param:
        """`param("rates", list[float], [0.1])`; without a default every job must give it.

        Without a type it has the type of its default; `one_of` makes it an enumeration of words.
        """
        given = () if default is _REQUIRED else (default,)
        word, values = ("", []) if type is None else type_words(type)
        self._core.param(name, word, list(one_of) or values, given, min, max, description, caller())
        return Param(name)

    def task(self, name: str, **keys: Unpack[TaskKeys]) -> Task:
        """A new task; by keywords, or by the handle's calls of the same names.

        Without a body it joins its edges.
        """
        return say_task(Task(self, self._core.task(name, caller())), keys)

    def on_failure(self, name: str, **keys: Unpack[TaskKeys]) -> Task:
        """A task that is done after the others when the job failed."""
        return say_task(Task(self, self._core.on_failure(name, caller())), keys)

    def finally_(self, name: str, **keys: Unpack[TaskKeys]) -> Task:
        """A task that is done last, however the job ended."""
        return say_task(Task(self, self._core.finally_(name, caller())), keys)

    def output(self, name: str, value: Reference | str) -> Pipeline:
        """An output of the whole job: `output("accuracy", best["accuracy"])`."""
        self._core.output(name, str(value), caller())
        return self

    def validate(self) -> list[_core.Diagnostic]:
        """Everything that is wrong; never raises."""
        return self._core.findings()

    def to_yaml(self) -> str:
        """The canonical YAML."""
        return self._core.to_yaml()

    def start(
        self,
        params: Mapping[str, object] | None = None,
        /,
        *,
        store: str | os.PathLike[str] = "./.headway",
        slots: Amounts | None = None,
        name: str = "",
        clean_env: bool = False,
        no_cache: bool = False,
        **more: object,
    ) -> Job:
        """Starts a job in the engine of that store in this process, which is made if need be.

        Params are given as a dict or by name. Raises InvalidPipeline, StoreLocked.
        """
        from ._executor import executor_of, is_open

        given = {**(params or {}), **more}
        if not is_open(store):  # so that mistakes make no store
            _core.check(self._core, given, os.fspath(store), amounts(slots or {}))
        executor = executor_of(store, slots)
        return executor.start(self, given, name=name, clean_env=clean_env, no_cache=no_cache)

    def plan(
        self,
        params: Mapping[str, object] | None = None,
        /,
        *,
        slots: Amounts | None = None,
        nodes: Mapping[str, Amounts] | None = None,
        durations: Mapping[str, Duration] | None = None,
        policy: Literal["planned", "critical_path", "fifo"] = "planned",
        schedules: int = 0,
        seed: int = 1,
        store: str | os.PathLike[str] = "./.headway",
        **more: object,
    ) -> Schedule:
        """How long a job would take, and what would be when and where; nothing is started.

        On this machine with `slots` laid over it, or on `nodes`, each with its slots. A duration is
        the one in `durations` (by instance or task), else what earlier jobs in the store took, else
        the task's estimate, else a second. `schedules` is how many are tried (0: 5000, fewer of a
        large job); equal seeds give equal plans. Raises InvalidPipeline.
        """
        if nodes and slots:
            raise TypeError("slots and nodes exclude each other: nodes say what each has")
        core = _core.plan(
            self._core,
            {**(params or {}), **more},
            os.fspath(store),
            amounts(slots or {}),
            [(name, amounts(has)) for name, has in (nodes or {}).items()],
            {name: _microseconds(name, taken) for name, taken in (durations or {}).items()},
            policy,
            schedules,
            seed,
        )
        return Schedule(core)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pipeline):
            return NotImplemented
        return self._core.equals(other._core)

    def __repr__(self) -> str:
        params, tasks = self._core.counts()
        return f"<headway.Pipeline {self.name}: {_many(params, 'param')}, {_many(tasks, 'task')}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The graph as a static picture; the findings where it has mistakes."""
        findings = self.validate()
        if any(finding.severity == "error" for finding in findings):
            return {"text/plain": "\n".join([repr(self), *map(str, findings)])}
        return {"image/svg+xml": self._core.svg(), "text/plain": self._core.text()}


def _microseconds(name: str, taken: Duration) -> int:
    us = microseconds(taken)
    if us is None or us < 0:
        raise ValueError(f'durations["{name}"] is a number of seconds, or such as "20m": {taken!r}')
    return us


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def load(path: str | os.PathLike[str]) -> Pipeline:
    """Reads a pipeline file. Raises InvalidPipeline with every finding."""
    return Pipeline._of(_core.Pipeline.load(os.fspath(path)))


def loads(text: str, name: str = "pipeline.yaml") -> Pipeline:
    """Reads a pipeline from its text; `name` is the file's name in diagnostics."""
    core = _core.Pipeline.loads(text, name)
    core.folder = str(Path.cwd())
    return Pipeline._of(core)

"""Tasks: the fluent way to say what a task is."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from . import _core
from ._place import caller
from ._settings import Settings
from ._words import Reference, TypeWord, Word, path_in, texts, type_word

if TYPE_CHECKING:
    from ._pipeline import Pipeline

Condition = Literal["succeeded", "completed", "failed", "succeeded_or_skipped"]
_CONDITIONS = ("succeeded", "completed", "failed", "succeeded_or_skipped")


class Task(Settings):
    """A small handle on a task of a pipeline. `task["rows"]` is its output as a reference."""

    def __init__(self, pipeline: Pipeline, handle: _core.Task) -> None:
        super().__init__(pipeline, handle)
        self._task = handle

    @property
    def name(self) -> str:
        return self._task.name

    def __getitem__(self, output: str) -> Reference:
        """An output; of a fan-out, the list of its elements' outputs."""
        return Reference(f"tasks.{self.name}.outputs.{output}")

    def __repr__(self) -> str:
        return f"<headway.Task {self.name}>"

    def description(self, text: str) -> Task:
        self._task.description(text)
        return self

    def command(self, words: Sequence[Word]) -> Task:
        """A program and its arguments; never seen by a shell."""
        self._task.command(texts(words, "command"), caller())
        return self

    def script(self, text: str, shell: Sequence[str] | None = None) -> Task:
        """A text for `bash -euo pipefail -c`, or for another shell."""
        self._task.script(text, None if shell is None else texts(shell, "shell"), caller())
        return self

    def depends_on(
        self, other: Task | str | Sequence[Task | str], condition: Condition = "succeeded"
    ) -> Task:
        at = caller()
        if condition not in _CONDITIONS:
            self._pipeline._core.mistake(
                "unknown-condition",
                f'"{condition}" is no condition of an edge',
                at,
                f"{self._task.path}.depends_on",
                [f"conditions are {', '.join(_CONDITIONS)}"],
            )
        for each in [other] if isinstance(other, Task | str) else other:
            self._task.depends_on(each._task if isinstance(each, Task) else each, condition, at)
        return self

    def input(self, name: str, value: object) -> Task:
        """An argument: a value, a reference, or a string that may hold `${{ }}`."""
        self._task.input(name, value, caller())
        return self

    def outputs(self, types: Mapping[str, TypeWord] | None = None, /, **more: TypeWord) -> Task:
        """Promised outputs: `outputs(rows=int, model=("file", "model.bin"))`."""
        at = caller()
        for name, kind in {**(types or {}), **more}.items():
            word, path = kind if isinstance(kind, tuple) else (kind, "")
            self._task.output(name, type_word(word), os.fspath(path), at)
        return self

    def sources(self, globs: Sequence[str]) -> Task:
        """Globs relative to the pipeline's folder."""
        self._task.sources(texts(globs, "sources"), caller())
        return self

    def matrix(self, axes: Mapping[str, object] | None = None, /, **more: object) -> Task:
        """A fan-out, the cross product of its axes: `matrix(rate=[0.1, 0.01], model=models)`."""
        at = caller()
        for name, values in {**(axes or {}), **more}.items():
            path = path_in(values)
            if path is not None:
                self._task.axis_of(name, path, at)
            elif isinstance(values, str) or not isinstance(values, Sequence):
                raise TypeError(f"the axis {name!r} is a list of values or a param that holds one")
            else:
                self._task.axis(name, list(values), at)
        return self

    def exclude(self, values: Mapping[str, object] | None = None, /, **more: object) -> Task:
        """Leaves out the combinations that have these values."""
        self._task.exclude(list({**(values or {}), **more}.items()), caller())
        return self

    def include(self, values: Mapping[str, object] | None = None, /, **more: object) -> Task:
        """Adds one combination."""
        self._task.include(list({**(values or {}), **more}.items()), caller())
        return self

    def max_parallel(self, sessions: int) -> Task:
        """How many elements of the fan-out run at a time."""
        self._task.max_parallel(sessions, caller())
        return self

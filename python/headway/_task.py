"""Tasks: the fluent way to say what a task is."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from . import _core
from ._body import Body
from ._place import caller
from ._shapes import Condition, Output, check_keys
from ._words import Duration, Reference, TypeWord, path_in, text, texts, type_words

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._keywords import TaskKeys

_CONDITIONS = get_args(Condition)


class Task(Body):
    """A small handle on a task of a pipeline. `task["rows"]` is its output as a reference."""

    @property
    def name(self) -> str:
        """As it was named in the pipeline."""
        return self._task.name

    def __getitem__(self, output: str) -> Reference:
        """An output; of a fan-out, the list of its elements' outputs."""
        path = f".{self.name}" if self.name.isidentifier() else f'["{self.name}"]'
        return Reference(f"tasks{path}.outputs.{output}")

    def __repr__(self) -> str:
        return f"<headway.Task {self.name}>"

    def description(self, text: str) -> Task:
        """What it is for, in words for people."""
        self._task.description(text)
        return self

    # --- when it does it, and with what ----------------------------------------------------------

    def depends_on(
        self, other: Task | str | Sequence[Task | str], condition: Condition = "succeeded"
    ) -> Task:
        """Begins after others: `depends_on("prepare")`, `depends_on([a, b], "completed")`."""
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

    def when(self, condition: Reference | str) -> Task:
        """An expression; where it is false, the task is skipped."""
        self._task.when(str(condition), caller())
        return self

    def input(self, name: str, value: object) -> Task:
        """An argument: a value, a reference, or a string that may hold `${{ }}`."""
        self._task.input(name, value, caller())
        return self

    def inputs(self, values: Mapping[str, object] | None = None, /, **more: object) -> Task:
        """Several arguments: `inputs(rows=prepare["rows"], seed=1)`."""
        for name, value in {**(values or {}), **more}.items():
            self._task.input(name, value, caller())
        return self

    def outputs(
        self,
        types: Mapping[str, TypeWord | Output] | None = None,
        /,
        **more: TypeWord | Output,
    ) -> Task:
        """Promised outputs: `outputs(rows=int, model=("file", "model.bin"))`.

        In full: `outputs(best={"type": str, "value": select["name"]})`.
        """
        at = caller()
        for name, kind in {**(types or {}), **more}.items():
            self._output(name, kind, at)
        return self

    def _output(self, name: str, kind: TypeWord, at: tuple[str, int]) -> None:
        given: Output = kind if isinstance(kind, Mapping) else {"type": kind}  # type: ignore[assignment]
        check_keys("outputs", given, Output)
        kind = given.get("type", "string")
        path: str | os.PathLike[str] = given.get("path", "")
        if isinstance(kind, tuple):
            kind, path = kind
        word, values = type_words(kind)
        values = list(given.get("values", values))
        self._task.output(name, word, os.fspath(path), text(given.get("value", "")), values, at)

    def sources(self, globs: Sequence[str]) -> Task:
        """Globs relative to the pipeline's folder."""
        self._task.sources(texts(globs, "sources"), caller())
        return self

    # --- how often -------------------------------------------------------------------------------

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

    def map(self, over: Reference | str, tolerate_failures: int | str = 0) -> Task:
        """A fan-out over a list that another task makes; `tolerate_failures="5%"` may fail."""
        amount = str(tolerate_failures)
        if not amount.removesuffix("%").isdecimal():
            raise TypeError(f"tolerate_failures is a number or a percentage, not {amount!r}")
        number, percent = int(amount.removesuffix("%")), amount.endswith("%")
        self._task.map(str(over), number, percent, caller())
        return self

    def repeat(self, until: str, max_rounds: int = 1, delay: Duration = 0) -> Repeat:
        """A loop: its body's tasks are added to what this returns."""
        at = caller()
        pause = self._duration("repeat.delay", delay, at)
        return Repeat(self, self._task.repeat(str(until), max_rounds, pause, at))

    def max_parallel(self, sessions: int) -> Task:
        """How many elements of the fan-out run at a time."""
        self._task.max_parallel(sessions, caller())
        return self


class Repeat:
    """The body of a loop: a small graph of its own, done again until it is good enough."""

    def __init__(self, whole: Task, handle: _core.Repeat) -> None:
        self.whole = whole
        self._repeat = handle

    def task(self, name: str, **keys: Unpack[TaskKeys]) -> Task:
        """A task of every round; as `Pipeline.task`."""
        from ._keywords import say_task

        return say_task(Task(self.whole._pipeline, self._repeat.task(name, caller())), keys)

    def output(self, name: str, value: Reference | str) -> Repeat:
        """What a round gives; the last round's is the task's."""
        self._repeat.output(name, str(value), caller())
        return self

    def __repr__(self) -> str:
        return f"<headway.Repeat {self.whole.name}>"

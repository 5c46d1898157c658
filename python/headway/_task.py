"""Tasks: the fluent way to say what a task is."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypedDict, cast

from . import _core
from ._place import caller
from ._settings import Settings, check_keys, check_word
from ._words import Duration, Reference, TypeWord, Word, path_in, text, texts, type_words

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._keywords import TaskKeys
    from ._pipeline import Pipeline

Condition = Literal["succeeded", "completed", "failed", "succeeded_or_skipped"]
OnTimeout = Literal["fail", "reject", "approve"]
_CONDITIONS = ("succeeded", "completed", "failed", "succeeded_or_skipped")


class Output(TypedDict, total=False):
    """An output in full: its type, and its path, or the value that a join computes."""

    type: TypeWord
    path: str | os.PathLike[str]
    value: Word
    values: Sequence[str]


class Undo(TypedDict, total=False):
    """What undoes a task: one of three."""

    command: Sequence[Word]
    script: str
    call: str


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
        path = f".{self.name}" if self.name.isidentifier() else f'["{self.name}"]'
        return Reference(f"tasks{path}.outputs.{output}")

    def __repr__(self) -> str:
        return f"<headway.Task {self.name}>"

    def description(self, text: str) -> Task:
        self._task.description(text)
        return self

    # --- what it does ----------------------------------------------------------------------------

    def command(self, words: Sequence[Word]) -> Task:
        """A program and its arguments; never seen by a shell."""
        self._task.command(texts(words, "command"), caller())
        return self

    def script(self, text: str, shell: Sequence[str] | None = None) -> Task:
        """A text for `bash -euo pipefail -c`, or for another shell."""
        self._task.script(text, None if shell is None else texts(shell, "shell"), caller())
        return self

    def call(self, target: str) -> Task:
        """A function or class by name: `call("python:digits.select:pick_best")`."""
        self._task.call(text(target), caller())
        return self

    def config(self, values: Mapping[str, object] | None = None, /, **more: object) -> Task:
        """What the class that is called is constructed with."""
        at = caller()
        for name, value in {**(values or {}), **more}.items():
            self._task.config(name, value, at)
        return self

    def pipeline(
        self,
        inner: str | os.PathLike[str] | Pipeline | None = None,
        params: Mapping[str, object] | None = None,
        *,
        made_by: Reference | str = "",
    ) -> Task:
        """A job inside the job: a file beside this one, or a pipeline, which goes by its name.

        `made_by` is an output that holds the file (the key `from`).
        """
        at, given = caller(), list((params or {}).items())
        if inner is None or isinstance(inner, str | os.PathLike):
            self._task.pipeline(os.fspath(inner or ""), str(made_by), given, at)
        else:
            self._task.pipeline(inner._core, given, at)
        return self

    def approval(
        self,
        message: str = "",
        *,
        approvers: Sequence[str] = (),
        timeout: Duration = 0,
        on_timeout: OnTimeout = "fail",
    ) -> Task:
        """A person decides; the outputs are what the person types in."""
        at = caller()
        check_word("on_timeout", on_timeout, ("fail", "reject", "approve"))
        limit = self._duration("approval.timeout", timeout, at)
        self._task.approval(text(message), texts(approvers, "approvers"), limit, on_timeout, at)
        return self

    def wait(self, pause: Duration = 0, *, until: Reference | str = "") -> Task:
        """Waits for so long, or until a time, or an expression that yields one."""
        at = caller()
        if str(until):
            self._task.wait_until(str(until), at)
        else:
            self._task.wait(self._duration("wait", pause, at), at)
        return self

    def fail(self, error: str, message: str = "") -> Task:
        """Fails on purpose."""
        self._task.fail(text(error), text(message), caller())
        return self

    def repeat(self, until: str, max_rounds: int = 1, delay: Duration = 0) -> Repeat:
        """A loop: its body's tasks are added to what this returns."""
        at = caller()
        pause = self._duration("repeat.delay", delay, at)
        return Repeat(self, self._task.repeat(str(until), max_rounds, pause, at))

    def callback(self, timeout: Duration = 0) -> Task:
        """Its process hands work on and ends; the outputs are brought later."""
        at = caller()
        self._task.callback(self._duration("callback.timeout", timeout, at), at)
        return self

    def compensate(self, undo: Undo | None = None, /, **more: Unpack[Undo]) -> Task:
        """What undoes it when the job rolls back: `compensate(command=["./undeploy.sh"])`."""
        given = cast("Undo", {**(undo or {}), **more})
        check_keys("compensate", given, Undo)
        command = texts(given.get("command", ()), "compensate.command")
        self._task.compensate(command, given.get("script", ""), given.get("call", ""), caller())
        return self

    # --- when it does it, and with what ----------------------------------------------------------

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
        given: Output = kind if isinstance(kind, dict) else {"type": kind}  # type: ignore[assignment]
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

"""What a task does: one of its bodies, and what undoes it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from . import _core
from ._place import caller
from ._settings import Settings
from ._shapes import OnTimeout, Undo, check_keys, check_word
from ._words import Duration, Reference, Word, text, texts

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._pipeline import Pipeline

Self = TypeVar("Self", bound="Body")


class Body(Settings):
    """The fluent way to say what a task does; each call gives the handle back."""

    def __init__(self, pipeline: Pipeline, handle: _core.Task) -> None:
        super().__init__(pipeline, handle)
        self._task = handle

    def command(self: Self, words: Sequence[Word]) -> Self:
        """A program and its arguments; never seen by a shell."""
        self._task.command(texts(words, "command"), caller())
        return self

    def script(self: Self, text: str, shell: Sequence[str] | None = None) -> Self:
        """A text for `bash -euo pipefail -c`, or for another shell."""
        self._task.script(text, None if shell is None else texts(shell, "shell"), caller())
        return self

    def call(self: Self, target: str) -> Self:
        """A function or class by name: `call("python:digits.select:pick_best")`."""
        self._task.call(text(target), caller())
        return self

    def config(self: Self, values: Mapping[str, object] | None = None, /, **more: object) -> Self:
        """What the class that is called is constructed with."""
        at = caller()
        for name, value in {**(values or {}), **more}.items():
            self._task.config(name, value, at)
        return self

    def pipeline(
        self: Self,
        inner: str | os.PathLike[str] | Pipeline | None = None,
        params: Mapping[str, object] | None = None,
        *,
        made_by: Reference | str = "",
    ) -> Self:
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
        self: Self,
        message: str = "",
        *,
        approvers: Sequence[str] = (),
        timeout: Duration = 0,
        on_timeout: OnTimeout = "fail",
    ) -> Self:
        """A person decides; the outputs are what the person types in."""
        at = caller()
        check_word("on_timeout", on_timeout, ("fail", "reject", "approve"))
        limit = self._duration("approval.timeout", timeout, at)
        self._task.approval(text(message), texts(approvers, "approvers"), limit, on_timeout, at)
        return self

    def wait(self: Self, pause: Duration = 0, *, until: Reference | str = "") -> Self:
        """Waits for so long, or until a time, or an expression that yields one."""
        at = caller()
        if str(until):
            self._task.wait_until(str(until), at)
        else:
            self._task.wait(self._duration("wait", pause, at), at)
        return self

    def fail(self: Self, error: str, message: str = "") -> Self:
        """Fails on purpose."""
        self._task.fail(text(error), text(message), caller())
        return self

    def callback(self: Self, timeout: Duration = 0) -> Self:
        """Its process hands work on and ends; the outputs are brought later."""
        at = caller()
        self._task.callback(self._duration("callback.timeout", timeout, at), at)
        return self

    def compensate(self: Self, undo: Undo | None = None, /, **more: Unpack[Undo]) -> Self:
        """What undoes it when the job rolls back: `compensate(command=["./undeploy.sh"])`."""
        given = cast("Undo", {**(undo or {}), **more})
        check_keys("compensate", given, Undo)
        command = texts(given.get("command", ()), "compensate.command")
        self._task.compensate(command, given.get("script", ""), given.get("call", ""), caller())
        return self

"""The exceptions: wrong input, a failing world, a failed job."""

# ruff: noqa: N818  # the same names as in C++
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._core import Diagnostic


class Error(Exception):
    """The base of everything headway raises. The text says what to do next."""


class InvalidPipeline(Error, ValueError):
    """The pipeline or its params are wrong; `diagnostics` lists everything that is."""

    diagnostics: list[Diagnostic]

    def __init__(self, text: str, diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(text)
        self.diagnostics = list(diagnostics)


class StoreError(Error, OSError):
    """The store cannot be read or written."""


class StoreLocked(StoreError):
    """Another engine, mostly of another process, holds the store."""


class SessionError(Error):
    """Sessions cannot be run."""


class Cancelled(Error):
    """The wait was called off: the job was paused, or its executor closed."""


class JobFailed(Error):
    """A job failed or was cancelled: which instance was first, why, and the end of its log."""

    def __init__(
        self, job: str, state: str, *, instance: str = "", cause: str = "", log: str = ""
    ) -> None:
        self.job, self.state = job, state
        self.instance, self.cause, self.log = instance, cause, log
        super().__init__(job, state)

    def __str__(self) -> str:
        text = f"job {self.job} {self.state if self.state == 'failed' else f'was {self.state}'}"
        if self.instance:
            text += f": {self.instance} ended with {self.cause}"
        if self.log:
            text += "; the end of its log:\n" + "\n".join(f"  {x}" for x in self.log.splitlines())
        return text


for _error in (Error, InvalidPipeline, StoreError, StoreLocked, SessionError, Cancelled, JobFailed):
    _error.__module__ = "headway"  # as users know them
del _error

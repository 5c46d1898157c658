"""The keys that tasks and the defaults of a pipeline share."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict, TypeVar

from . import _core
from ._place import Place, caller
from ._words import Amounts, Duration, Word, amounts, microseconds, text, texts

if TYPE_CHECKING:
    from ._pipeline import Pipeline

Self = TypeVar("Self", bound="Settings")
_HOUR = 3_600_000_000


class Backoff(TypedDict, total=False):
    """The pause before the n-th retry: initial · multiplier^(n-1), at most max, ± jitter."""

    initial: Duration
    multiplier: float
    max: Duration
    jitter: float


class Retry(TypedDict, total=False):
    """How often a failed attempt is tried again; `limit` counts retries after the first try."""

    limit: int
    backoff: Backoff


class Settings:
    """The fluent way to say what a session is asked to be; each call gives the handle back."""

    def __init__(self, pipeline: Pipeline, handle: _core.Task | _core.Defaults) -> None:
        self._pipeline = pipeline
        self._settings = handle

    def resources(self: Self, slots: Amounts | None = None, /, **more: int | float | str) -> Self:
        """What one session asks for: `resources(cpu=2, mem="4Gi", gpu=0.5)`."""
        self._settings.resources(amounts({**(slots or {}), **more}), caller())
        return self

    def env(self: Self, variables: Mapping[str, Word] | None = None, /, **more: Word) -> Self:
        at = caller()
        for name, value in {**(variables or {}), **more}.items():
            self._settings.env(name, text(value), at)
        return self

    def secrets(self: Self, names: Sequence[str]) -> Self:
        """Secrets by the names the pipeline declared, as environment variables."""
        self._settings.secrets(texts(names, "secrets"), caller())
        return self

    def retry(self: Self, rule: int | Retry) -> Self:
        """`retry(2)`, or `retry({"limit": 2, "backoff": {"initial": "1s"}})`."""
        at = caller()
        given: Retry = rule if isinstance(rule, dict) else {"limit": rule}
        backoff = given.get("backoff", {})
        self._check_keys("retry", given, Retry)
        self._check_keys("retry.backoff", backoff, Backoff)
        self._settings.retry(
            given.get("limit", 0),
            self._duration("retry.backoff.initial", backoff.get("initial", 0), at),
            backoff.get("multiplier", 2.0),
            self._duration("retry.backoff.max", backoff.get("max", _HOUR / 1e6), at),
            backoff.get("jitter", 0.0),
            at,
        )
        return self

    def timeout(self: Self, limit: Duration) -> Self:
        """How long one session may take: "1h30m", seconds, or a timedelta."""
        at = caller()
        self._settings.timeout(self._duration("timeout", limit, at), at)
        return self

    def workdir(self: Self, folder: str | os.PathLike[str]) -> Self:
        self._settings.workdir(os.fspath(folder), caller())
        return self

    def estimate(self: Self, usual: Duration) -> Self:
        """How long a session will probably take; a hint for planning."""
        at = caller()
        self._settings.estimate(self._duration("estimate", usual, at), at)
        return self

    def priority(self: Self, larger_is_sooner: int) -> Self:
        self._settings.priority(larger_is_sooner, caller())
        return self

    def allow_failure(self: Self) -> Self:
        self._settings.allow_failure(caller())
        return self

    def _duration(self, key: str, duration: Duration, at: Place) -> int:
        us = microseconds(duration)
        if us is not None:
            return us
        self._pipeline._core.mistake(
            "bad-duration",
            f'"{key}" is a duration such as 30s or 1h30m, not "{duration}"',
            at,
            f"{self._settings.path}.{key}",
            ["numbers with the units d, h, m, s, ms, us, the largest first, or plain seconds"],
        )
        return 1_000_000

    def _check_keys(self, key: str, given: Mapping[str, object], kind: type) -> None:
        for name in given:
            if name not in kind.__annotations__:
                raise TypeError(
                    f"{key} has no key {name!r}; it has {', '.join(kind.__annotations__)}"
                )


class Defaults(Settings):
    """The settings of every task that has a session."""

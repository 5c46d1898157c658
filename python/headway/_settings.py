"""The keys that tasks and the defaults of a pipeline share."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from . import _core
from ._place import Place, caller
from ._shapes import Backoff, Cache, Retry, Sandbox, Session, Timeouts, check_keys, check_word
from ._words import Amounts, Duration, Word, amounts, microseconds, text, texts

if TYPE_CHECKING:
    from ._pipeline import Pipeline

Self = TypeVar("Self", bound="Settings")
_HOUR = 3_600_000_000
_Rule = tuple[int, tuple[int, float, int, float], list[str], list[tuple[str, str]]]


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
        """Environment variables: `env(SEED=1)`; each is added to those said before."""
        at = caller()
        for name, value in {**(variables or {}), **more}.items():
            self._settings.env(name, text(value), at)
        return self

    def secrets(self: Self, names: Sequence[str]) -> Self:
        """Secrets by the names the pipeline declared, as environment variables."""
        self._settings.secrets(texts(names, "secrets"), caller())
        return self

    def retry(self: Self, rules: int | Retry | Sequence[Retry]) -> Self:
        """`retry(2)`, or `retry({"limit": 2, "backoff": {"initial": "1s"}})`.

        Of a list of rules the first that matches a failure counts.
        """
        at = caller()
        if isinstance(rules, int):
            rules = {"limit": rules}
        listed = [rules] if isinstance(rules, Mapping) else list(rules)
        self._settings.retry([self._rule(rule, at) for rule in listed], at)
        return self

    def timeout(self: Self, limit: Duration | Timeouts) -> Self:
        """How long one session may take: "1h30m", seconds, or a timedelta; or several limits."""
        at = caller()
        given: Timeouts = limit if isinstance(limit, Mapping) else {"run": limit}
        check_keys("timeout", given, Timeouts)
        place = "timeout.{}" if isinstance(limit, Mapping) else "timeout"
        unset, refused = 0, -1  # a limit of zero is refused as a negative one is
        run, queue, deadline, heartbeat = (
            self._duration(place.format(key), given[key], at) or refused if key in given else unset
            for key in ("run", "queue", "deadline", "heartbeat")
        )
        self._settings.timeout(run, queue, deadline, heartbeat, at)
        return self

    def cache(self: Self, settings: bool | Cache = True) -> Self:
        """An earlier result with the same key is used again."""
        at = caller()
        given: Cache = settings if isinstance(settings, Mapping) else {}
        check_keys("cache", given, Cache)
        self._settings.cache(
            settings is not False,
            given.get("version", ""),
            texts(given.get("ignore", ()), "cache.ignore"),
            self._duration("cache.max_age", given.get("max_age", 0), at),
            given.get("serialize", False),
            at,
        )
        return self

    def workdir(self: Self, folder: str | os.PathLike[str]) -> Self:
        """Where its process starts; default: the pipeline's folder, where a relative one begins."""
        self._settings.workdir(os.fspath(folder), caller())
        return self

    def estimate(self: Self, usual: Duration) -> Self:
        """How long a session will probably take; a hint for planning."""
        at = caller()
        self._settings.estimate(self._duration("estimate", usual, at), at)
        return self

    def priority(self: Self, larger_is_sooner: int) -> Self:
        """Which of several ready tasks is first; 0 by default."""
        self._settings.priority(larger_is_sooner, caller())
        return self

    def allow_failure(self: Self) -> Self:
        """Its failure fails neither the job nor those that depend on it; its state is `failed`."""
        self._settings.allow_failure(caller())
        return self

    def image(self: Self, reference: str) -> Self:
        """The container image of its sessions; the `local` backend refuses one."""
        self._settings.image(text(reference), caller())
        return self

    def mounts(self: Self, mounts: Sequence[str]) -> Self:
        """`source:/target` or `source:/target:ro`."""
        self._settings.mounts(texts(mounts, "mounts"), caller())
        return self

    def sandbox(self: Self, kind: Sandbox) -> Self:
        """Whether its sessions see only their own folders; the `local` backend refuses that."""
        check_word("sandbox", kind, ("none", "bubblewrap"))
        self._settings.sandbox(kind, caller())
        return self

    def session(self: Self, backend: str | Session) -> Self:
        """The backend of its sessions: `session({"backend": "slurm", "options": {…}})`."""
        given: Session = backend if isinstance(backend, Mapping) else {"backend": backend}
        check_keys("session", given, Session)
        options = [(name, text(value)) for name, value in given.get("options", {}).items()]
        self._settings.session(given.get("backend", ""), options, caller())
        return self

    def cluster(self: Self, size: int) -> Self:
        """Containers or nodes for one session."""
        self._settings.cluster(size, caller())
        return self

    def checkpoint(self: Self) -> Self:
        """$HEADWAY_CHECKPOINT is kept from attempt to attempt."""
        self._settings.checkpoint(caller())
        return self

    def interruptible(self: Self) -> Self:
        """It may run where it can be preempted."""
        self._settings.interruptible(caller())
        return self

    def unset(self: Self, *keys: str) -> Self:
        """Takes away what the defaults say: `unset("retry", "env.LANG")`."""
        for key in keys:
            self._settings.unset(key, caller())
        return self

    def _rule(self, rule: Retry, at: Place) -> _Rule:
        backoff = rule.get("backoff", {})
        check_keys("retry", rule, Retry)
        check_keys("retry.backoff", backoff, Backoff)
        pause = (
            self._duration("retry.backoff.initial", backoff.get("initial", 0), at),
            backoff.get("multiplier", 2.0),
            self._duration("retry.backoff.max", backoff.get("max", _HOUR / 1e6), at),
            backoff.get("jitter", 0.0),
        )
        resources = [(slot, text(amount)) for slot, amount in rule.get("resources", {}).items()]
        return rule.get("limit", 0), pause, texts(rule.get("causes", ()), "causes"), resources

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


class Defaults(Settings):
    """The settings of every task that has a session."""

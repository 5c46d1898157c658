"""The shapes of the dicts that settings and tasks take, and the words among which one chooses."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Literal, TypedDict

from ._words import Duration, TypeWord, Word

Condition = Literal["succeeded", "completed", "failed", "succeeded_or_skipped"]
OnTimeout = Literal["fail", "reject", "approve"]
Sandbox = Literal["none", "bubblewrap"]


class Backoff(TypedDict, total=False):
    """The pause before the n-th retry: initial · multiplier^(n-1), at most max, ± jitter."""

    initial: Duration
    multiplier: float
    max: Duration
    jitter: float


class Retry(TypedDict, total=False):
    """How often a failed attempt is tried again; `limit` counts retries after the first try.

    With `causes` such as "oom_killed" or "error(DataNotReady)" it is for those only; `resources`
    are what the next try asks for, as in {"mem": "${{ 2 * resources.mem }}"}.
    """

    limit: int
    backoff: Backoff
    causes: Sequence[str]
    resources: Mapping[str, Word]


class Timeouts(TypedDict, total=False):
    """One session, from ready to its start, from ready over all attempts, between signs of life."""

    run: Duration
    queue: Duration
    deadline: Duration
    heartbeat: Duration


class Cache(TypedDict, total=False):
    """When a result is used again: until `version` changes, whatever is in `ignore`."""

    version: str
    ignore: Sequence[str]
    max_age: Duration
    serialize: bool


class Session(TypedDict, total=False):
    """Which backend runs the sessions, and what it is told beside."""

    backend: str
    options: Mapping[str, Word]


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


def check_keys(key: str, given: Mapping[str, object], kind: type) -> None:
    known = list(kind.__annotations__)
    for name in given:
        if name not in known:
            near = get_close_matches(str(name), known, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise TypeError(f"{key} has no key {name!r}{hint}; it has {', '.join(known)}")


def check_word(key: str, word: str, known: Sequence[str]) -> None:
    if word not in known:
        raise TypeError(f"{key} is one of {', '.join(known)}, not {word!r}")

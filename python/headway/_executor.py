"""Executors: one engine per store in this process, and the end of all of them."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from . import _core
from ._errors import Cancelled, Error
from ._job import Job
from ._words import Amounts, amounts

if TYPE_CHECKING:
    from ._pipeline import Pipeline

StorePath = str | os.PathLike[str]
_PROGRAM = Path(__file__).with_name("bin") / "headway"
_GRACE_S = 2.0  # for tasks to end by themselves when their engine closes
_PATIENCE_S = 3.5  # for all jobs together

_open: dict[str, Executor] = {}  # by store; guarded by _opening
_opening = threading.RLock()


class Executor:
    """The explicit owner of an engine: runs jobs of one store until it is closed.

    Closing, leaving its `with` block and the interpreter's end pause the jobs that still run;
    `headway.resume` goes on with them. May be used from any thread.
    """

    def __init__(self, *, store: StorePath = "./.headway", slots: Amounts | None = None) -> None:
        with _opening:
            self.store = _key(store)
            self.slots = dict(slots or {})
            _close_idle(self.store)
            self._engine = _core.Engine(self.store, amounts(self.slots), _program(), sys.executable)
            self._jobs: list[_core.Job] = []  # replaced under the lock, read without
            self._lock = threading.Lock()
            _open[self.store] = self

    def start(
        self,
        pipeline: Pipeline,
        params: Mapping[str, object] | None = None,
        /,
        *,
        name: str = "",
        clean_env: bool = False,
        no_cache: bool = False,
        **more: object,
    ) -> Job:
        """Starts a job. Raises InvalidPipeline with every finding."""
        given = {**(params or {}), **more}
        slots = ",".join(f"{slot}={amount}" for slot, amount in self.slots.items())
        return self._hold(
            self._engine.start(pipeline._core, given, name, slots, clean_env, no_cache)
        )

    def resume(self, job: str = "last") -> Job:
        """Goes on with a job, named by its id, the beginning of one, its name, or `last`."""
        found, _ = _core.find(self.store, job)
        return self._hold(self._engine.resume(found))

    def rerun(self, job: str = "last", *, from_tasks: Sequence[str] = ()) -> Job:
        """A new job like one that has ended, which reuses what succeeded there."""
        found, _ = _core.find(self.store, job)
        return self._hold(self._engine.rerun(found, list(from_tasks)))

    @property
    def active(self) -> bool:
        """Whether a job of it still runs."""
        return any(job.state == "running" for job in self._jobs)

    def close(self) -> None:
        """Pauses what still runs and lets go of the store, within 5 seconds."""
        with _opening:
            if _open.get(self.store) is self:
                del _open[self.store]
        try:
            self._pause_all()
        finally:
            self._engine.close()

    def _pause_all(self) -> None:
        end = time.monotonic() + _PATIENCE_S
        running = [job for job in self._jobs if job.state == "running"]
        try:
            for job in running:
                job.pause(round(_GRACE_S * 1e6))
            for job in running:
                job.wait_for(max(0.0, end - time.monotonic()))
        except Cancelled:
            return  # closed already

    def _hold(self, handle: _core.Job) -> Job:
        with self._lock:
            self._jobs = [job for job in self._jobs if job.state == "running"] + [handle]
        return Job(self, handle)

    def __enter__(self) -> Executor:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<headway.Executor {self.store}: {'open' if self._engine.open else 'closed'}>"


def is_open(store: StorePath) -> bool:
    return _key(store) in _open


def executor_of(store: StorePath, slots: Amounts | None) -> Executor:
    """The executor of that store in this process, made if need be."""
    with _opening:
        known = _open.get(_key(store))
        if known is None:
            return Executor(store=store, slots=slots)
        if slots is None or dict(slots) == known.slots:
            return known
        if known.active:
            raise Error(
                f"the engine of {known.store} runs jobs with slots={known.slots}; wait for them, "
                "or give no slots to join it"
            )
        return Executor(store=store, slots=slots)


def resume(
    job: str | Job = "last", *, store: StorePath = "./.headway", slots: Amounts | None = None
) -> Job:
    """Goes on with a job: by its id, the beginning of one, its name, or `last`.

    Slots are remembered; they may be given anew. A job that has ended is returned as it is.
    """
    executor, found = _executor_for(job, store, slots)
    return executor.resume(found)


def rerun(
    job: str | Job = "last",
    *,
    from_tasks: Sequence[str] = (),
    store: StorePath = "./.headway",
    slots: Amounts | None = None,
) -> Job:
    """A new job with the pipeline and params of one that has ended.

    What succeeded there, with all that comes before it, does not work again: it is `succeeded` at
    once, with the cause `cached` and the outputs it had. The tasks of `from_tasks` work anew, and
    all that follows them. Raises `Error` for a job that has not ended.
    """
    executor, found = _executor_for(job, store, slots)
    return executor.rerun(found, from_tasks=from_tasks)


def _executor_for(job: str | Job, store: StorePath, slots: Amounts | None) -> tuple[Executor, str]:
    """With the slots the job had, unless others are given; and the job's id."""
    if isinstance(job, Job):
        store = job._executor.store
    found, remembered = _core.find(_key(store), job.id if isinstance(job, Job) else job)
    if slots is None and _key(store) not in _open and remembered:
        slots = dict(part.split("=", 1) for part in remembered.split(","))
    return executor_of(store, slots), found


def jobs(*, store: StorePath = "./.headway") -> list[dict[str, Any]]:
    """The jobs of a store, newest first. Takes no lock, and a store that is not there has none."""
    return _core.jobs(_key(store))


def _key(store: StorePath) -> str:
    return str(Path(store).resolve())


def _program() -> str:
    """The program of this package; elsewhere the library looks itself."""
    return str(_PROGRAM) if _PROGRAM.exists() and "HEADWAY_PROGRAM" not in os.environ else ""


def _close_idle(store: str) -> None:
    known = _open.get(store)
    if known is not None and not known.active:
        known.close()


def _close_all() -> None:
    with _opening:
        left = list(_open.values())
    threads = [threading.Thread(target=each.close) for each in left[1:]]
    for thread in threads:
        thread.start()
    for each in left[:1]:
        each.close()
    for thread in threads:
        thread.join()
    _core.end_calls()


def _forget_all() -> None:
    """In a forked child: the engines are the parent's."""
    global _opening
    _opening = threading.RLock()
    for executor in _open.values():
        executor._engine.abandon()
    _open.clear()


atexit.register(_close_all)
os.register_at_fork(after_in_child=_forget_all)

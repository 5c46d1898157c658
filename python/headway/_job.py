"""Jobs: what runs, and what came of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from . import _core
from ._errors import Cancelled, JobFailed

if TYPE_CHECKING:
    from ._executor import Executor

_SHOWN_LINES = 20
_UNDONE = ("cancelled", "upstream_failed")  # where nothing failed, the worst first


class Job:
    """A job of an engine in this process. May be used from any thread."""

    def __init__(self, executor: Executor, handle: _core.Job) -> None:
        self._executor = executor
        self._handle = handle

    @property
    def id(self) -> str:
        """Eight characters that no other job of its store has."""
        return self._handle.id

    @property
    def state(self) -> str:
        """running, succeeded, failed, cancelled or paused."""
        return self._handle.state

    def wait(self, timeout: float | None = None) -> str:
        """Waits until it has ended or is paused, at most `timeout` seconds; returns the state.

        Ctrl-C calls off the wait, not the job.
        """
        self._handle.wait_for(timeout)
        return self.state

    def result(self, timeout: float | None = None) -> Any:
        """The outputs as a dict, or the value of the single output `result`.

        Raises JobFailed, Cancelled when the job was paused, TimeoutError.
        """
        if not self._handle.wait_for(timeout):
            raise TimeoutError(f"job {self.id} still runs after {timeout} seconds")
        state = self.state
        if state == "paused":
            raise Cancelled(
                f"job {self.id} was paused; headway.resume({self.id!r}) goes on with it"
            )
        if state != "succeeded":
            raise self._failure(state)
        outputs = self._handle.outputs()
        return outputs["result"] if outputs.keys() == {"result"} else outputs

    def status(self) -> dict[str, Any]:
        """How it stands, as `headway status --json` tells it."""
        return cast("dict[str, Any]", _plain(self._handle.status()))

    def cancel(self) -> None:
        """Asks for its end: nothing new starts, what runs is stopped."""
        self._handle.cancel()

    def log(self, instance: str, attempt: int = 0, limit: int = 1 << 20) -> str:
        """What the last attempt (or attempt `attempt`) wrote, at most the last `limit` bytes."""
        return self._handle.log(instance, attempt, limit)

    def events(self) -> list[dict[str, Any]]:
        """What happened so far, from the store."""
        return [json.loads(line) for line in _core.events(self._executor.store, self.id)]

    def _failure(self, state: str) -> JobFailed:
        first = self._handle.first_failure()
        instances = self.status()["instances"]
        told = [each for each in instances if each["id"] == first]
        for undone in _UNDONE:
            told += [each for each in instances if each["state"] == undone]
        return self._failure_of(state, told[0]) if told else JobFailed(self.id, state)

    def _failure_of(self, state: str, instance: dict[str, Any]) -> JobFailed:
        cause = instance.get("cause", instance["state"])
        if message := instance.get("message"):
            cause += f" ({message})"
        tail = "" if state == "cancelled" else self.log(instance["id"], limit=1 << 14)
        log = "\n".join(tail.splitlines()[-_SHOWN_LINES:])
        return JobFailed(self.id, state, instance=instance["id"], cause=cause, log=log)

    def __repr__(self) -> str:
        status = self._handle.status()
        ended = sum("ended" in each for each in status["instances"])
        all_of_them = len(status["instances"])
        return (
            f"<headway.Job {self.id} {status['name']}: {status['state']}, "
            f"{ended} of {all_of_them} ended>"
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The coloured graph as a static picture."""
        return {"image/svg+xml": self._handle.svg(), "text/plain": self._handle.text()}


def _plain(value: object) -> object:
    """Files and folders as JSON has them."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if hasattr(value, "digest"):
        return {"path": value.path, "digest": value.digest}  # type: ignore[attr-defined]
    return value

"""Schedules: what a plan of a pipeline says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import _core


class Schedule:
    """When and where each instance of a planned job would be. Times are seconds from its begin.

    In a notebook it is its Gantt picture.
    """

    def __init__(self, core: _core.Plan) -> None:
        self._core = core

    @property
    def makespan(self) -> float:
        """How long the whole job takes, in seconds."""
        return self._core.makespan

    @property
    def lower_bound(self) -> float:
        """No schedule is shorter, in seconds."""
        return self._core.lower_bound

    @property
    def optimal(self) -> bool:
        """Whether it is proved that no schedule is shorter."""
        return self._core.optimal

    @property
    def eta(self) -> tuple[float, float] | None:
        """Seconds after which half, and nine of ten, of such jobs are over, by earlier jobs."""
        return self._core.eta

    @property
    def critical_path(self) -> list[str]:
        """The longest chain of instances."""
        return self._core.critical_path

    @property
    def policy(self) -> str:
        """How it was made: planned, critical_path or fifo."""
        return self._core.policy

    @property
    def schedules_evaluated(self) -> int:
        """How many schedules were tried."""
        return self._core.schedules_evaluated

    @property
    def guessed(self) -> int:
        """Of how many instances nothing was known: a second each was assumed."""
        return self._core.guessed

    def to_dicts(self) -> list[dict[str, Any]]:
        """One for each instance: id, task, node, start_s, end_s, gpus, critical.

        `gpus` are pairs of a device and how many thousandths of it.
        """
        return self._core.instances()

    def svg(self) -> str:
        """The Gantt picture."""
        return self._core.svg()

    def __str__(self) -> str:
        return self._core.text()

    def __repr__(self) -> str:
        bound = "optimal" if self.optimal else f"at least {self.lower_bound:g} s"
        return f"<headway.Schedule {self._core.pipeline}: {self.makespan:g} s, {bound}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg(), "text/plain": str(self)}

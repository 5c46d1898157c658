"""Params: what every job of a pipeline may be given."""

from __future__ import annotations

from ._words import Reference


class Param(Reference):
    """A param of a pipeline as a reference."""

    def __init__(self, name: str) -> None:
        super().__init__(f"params.{name}")
        self.name = name

    def __repr__(self) -> str:
        return f"<headway.Param {self.name}>"

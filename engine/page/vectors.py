"""What options that are vectors of one length may tell of themselves."""

from __future__ import annotations

from typing import Protocol, Self, runtime_checkable


@runtime_checkable
class Counted(Protocol):
    """Says how many entries act, from the first on."""

    @property
    def entries(self) -> int: ...


@runtime_checkable
class Resizable(Protocol):
    """Can be made longer and shorter."""

    def resized(self, entries: int) -> Self:
        """A copy with so many entries; raises ParameterError."""
        ...


@runtime_checkable
class WithPresets(Protocol):
    """Has vectors to begin with."""

    def presets(self) -> tuple[tuple[str, Self], ...]:
        """What each is called, and a copy that has it."""
        ...

"""Two numbers of a session that move together, as a session's file holds it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.core.parameter import ParameterError

LONGEST = 100  # characters of an address


@dataclass(frozen=True, slots=True)
class Link:
    """The numbers at two addresses keep ``kept``: the second minus the first, or over it where
    ``ratio`` says so; that is above 0.

    Whether there are such addresses is judged where they are read (`engine.session.linking`).
    Raises ParameterError for what cannot be a link.
    """

    first: str
    second: str
    kept: float
    ratio: bool = False

    def __post_init__(self) -> None:
        for name in ("first", "second"):
            place = getattr(self, name)
            if not isinstance(place, str) or not 1 <= len(place) <= LONGEST:
                raise ParameterError(name, place, "must be the address of a number")
        if self.first == self.second:
            raise ParameterError("second", self.second, "must be another number than the first")
        if type(self.ratio) is not bool:
            raise ParameterError("ratio", self.ratio, "must be true or false")
        if isinstance(self.kept, bool) or not isinstance(self.kept, int | float):
            raise ParameterError("kept", self.kept, "must be a number")
        if not _finite(self.kept) or (self.ratio and self.kept <= 0):
            allowed = "must be above 0" if self.ratio else "must be a finite number"
            raise ParameterError("kept", self.kept, allowed)
        object.__setattr__(self, "kept", float(self.kept))

    @property
    def places(self) -> tuple[str, str]:
        """Both addresses."""
        return self.first, self.second

    def other(self, place: str) -> str:
        """The address that this one moves with."""
        return self.second if place == self.first else self.first


def _finite(value: float) -> bool:
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False

"""One number that a study reads out, with its error and how it was found."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["exact", "estimated", "unknown"]


@dataclass(frozen=True, slots=True)
class Readout:
    """A named value.

    ``standard_error`` is given if and only if the value is estimated; an unknown value is NaN,
    and its ``note`` is what is shown in its place (see `unknown`). ``place`` is its
    (row, column) in the page's table; ``help`` says what it means, ``note`` what is special
    about today's value (why it is infinite, that it is a quadrature).
    """

    name: str
    value: float
    standard_error: float | None = None
    kind: Kind = "exact"
    note: str = ""
    unit: str = "nats"
    help: str = ""
    place: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        if math.isnan(self.value) != (self.kind == "unknown"):
            raise ValueError(f"{self.name} is undefined; leave it out or say why in words")
        if self.kind == "unknown" and not self.note:
            raise ValueError(f"{self.name} is unknown, and the note must say why")
        if (self.kind == "estimated") != (self.standard_error is not None):
            raise ValueError(f"{self.name}: an estimate, and nothing else, has a standard error")

    def as_dict(self) -> dict[str, Any]:
        """For JSON: infinities are the strings "inf" and "-inf", what is unknown is null."""
        return {
            "name": self.name,
            "value": None if self.kind == "unknown" else json_number(self.value),
            "standard_error": json_number(self.standard_error),
            "kind": self.kind,
            "note": self.note,
            "unit": self.unit,
        }


def unknown(name: str, note: str, text: str, place: tuple[str, str], unit: str = "nats") -> Readout:
    """A readout that says in words why there is no value; ``text`` is its help."""
    return Readout(name, math.nan, None, "unknown", note, unit, text, place)


def json_number(value: float | None) -> float | str | None:
    """A number as JSON can hold it."""
    if value is None or math.isfinite(value):
        return value
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"

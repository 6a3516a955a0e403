"""A number that a page reads out: declared once as a quantity; its value is a readout."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Literal

Known = Literal["exact", "estimated"]
Kind = Literal["exact", "estimated", "unknown"]
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*(\[[1-9][0-9]*\])?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a number is, whatever its value turns out to be.

    ``key`` names it for programs (JSON, sweeps, explanations) and never holds an option's value;
    one of a vector's entries ends in its number, as ``gradient.exact[3]``;
    ``row`` and ``column`` are its place in the page's table; without a column an exact value stands
    under "exact", an estimated one under "estimate". ``name`` is what people call it, by default
    row and column; ``short`` where there is little room, by default the row of a row's only value,
    else the name; ``brief`` stands on a chip, in some twenty letters, by default as ``short``;
    ``caution`` is a word that belongs beside it there, as "biased".
    ``known`` says how it may be known where anything is known at all;
    on own data an exact quantity is unknown.
    """

    key: str
    row: str
    column: str
    unit: str = "nats"
    help: str = ""
    known: tuple[Known, ...] = ("exact",)
    name: str = ""
    short: str = ""
    brief: str = ""
    caution: str = ""

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise ValueError(f"{self.key!r} is no key: a.b or a.b[1] of words of a-z, 0-9 and _")
        if not self.name:
            object.__setattr__(self, "name", f"{self.row} {self.column}".strip())
        if not self.short:
            alone = self.column in ("", "exact", "estimate")
            object.__setattr__(self, "short", self.row if alone else self.name)
        if not self.brief:
            object.__setattr__(self, "brief", self.short)

    @property
    def title(self) -> str:
        """A name for people that no other quantity of its page has."""
        return self.name if self.short == self.row else self.short

    def exact(self, value: float, note: str = "") -> Readout:
        """The value, known without sampling."""
        return Readout(self, value, note=note)

    def estimated(self, value: float, standard_error: float, note: str = "") -> Readout:
        """The value, estimated from samples or rows."""
        return Readout(self, value, standard_error, "estimated", note)

    def unknown(self, note: str) -> Readout:
        """No value; ``note`` says why, in words."""
        return Readout(self, math.nan, kind="unknown", note=note)


@dataclass(frozen=True, slots=True)
class Readout:
    """One value of a quantity.

    ``standard_error`` is given if and only if the value is estimated; an unknown value is NaN,
    and its ``note`` is what is shown in its place. ``note`` says what is special about the
    current value (why it is infinite, that it is a quadrature). ``row`` is its place in the table
    where own data name it; elsewhere it is empty.
    """

    quantity: Quantity
    value: float
    standard_error: float | None = None
    kind: Kind = "exact"
    note: str = ""
    row: str = ""

    def __post_init__(self) -> None:
        if math.isnan(self.value) != (self.kind == "unknown"):
            raise ValueError(f"{self.name} is undefined; leave it out or say why in words")
        if self.kind == "unknown" and not self.note:
            raise ValueError(f"{self.name} is unknown, and the note must say why")
        if (self.kind == "estimated") != (self.standard_error is not None):
            raise ValueError(f"{self.name}: an estimate, and nothing else, has a standard error")

    @property
    def key(self) -> str:
        """The quantity's name for programs."""
        return self.quantity.key

    @property
    def name(self) -> str:
        """The quantity's name for people."""
        return self.quantity.name

    @property
    def unit(self) -> str:
        """Empty for ratios and counts."""
        return self.quantity.unit

    @property
    def help(self) -> str:
        """What the quantity means."""
        return self.quantity.help

    @property
    def place(self) -> tuple[str, str]:
        """(row, column) in the page's table."""
        found = "estimate" if self.kind == "estimated" else "exact"
        return self.row or self.quantity.row, self.quantity.column or found

    def as_dict(self) -> dict[str, Any]:
        """For JSON: infinities are the strings "inf" and "-inf", what is unknown is null."""
        return {
            "key": self.key,
            "name": self.name,
            "value": None if self.kind == "unknown" else json_number(self.value),
            "standard_error": json_number(self.standard_error),
            "kind": self.kind,
            "note": self.note,
            "unit": self.unit,
        }


def json_number(value: float | None) -> float | str | None:
    """A number as JSON can hold it."""
    if value is None or math.isfinite(value):
        return value
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"

"""Readouts as texts, and their places as rows and columns; no Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from engine.number_format import estimate_text, value_text
from engine.readout import Readout


@dataclass(frozen=True, slots=True)
class Grid:
    """Which readout stands where; labels carry the units that a whole line shares."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    suffixed: bool
    cells: dict[tuple[int, int], Readout]

    @property
    def headers(self) -> tuple:
        """What makes another table necessary."""
        return self.row_labels, self.column_labels, self.rows, self.columns, tuple(self.cells)


def place_of(readout: Readout) -> tuple[str, str]:
    """(row, column); a readout without a place has a row of its own."""
    return readout.place if any(readout.place) else (readout.name, "value")


def grid_of(readouts: Iterable[Readout]) -> Grid:
    """The table of these readouts, in their order."""
    placed = {place_of(readout): readout for readout in readouts}
    rows = tuple(dict.fromkeys(row for row, _ in placed))
    columns = tuple(dict.fromkeys(column for _, column in placed))
    cells = {(rows.index(r), columns.index(c)): readout for (r, c), readout in placed.items()}
    row_labels, column_labels, suffixed = rows, columns, False
    by_column = _shared_units(cells, 1, len(columns))
    by_row = _shared_units(cells, 0, len(rows))
    if by_column is not None:
        column_labels = tuple(map(_with_unit, columns, by_column))
    elif by_row is not None:
        row_labels = tuple(map(_with_unit, rows, by_row))
    else:
        suffixed = True
    return Grid(rows, columns, row_labels, column_labels, suffixed, cells)


def cell_text(readout: Readout, suffix: bool = False) -> str:
    """The value, with its standard error if it is estimated, with its unit if asked."""
    if readout.standard_error is None:
        text = value_text(readout.value)
    elif math.isnan(readout.standard_error):
        text = f"{value_text(readout.value)} ± ?"
    else:
        text = estimate_text(readout.value, readout.standard_error)
    return f"{text} {readout.unit}".rstrip() if suffix else text


def readout_tooltip(readout: Readout) -> str:
    """What it is, how it was found, what is special today, and every digit."""
    if readout.standard_error is None:
        digits = f"{readout.name} = {_repr(readout.value)} {readout.unit}".rstrip() + ", exact"
    else:
        digits = (
            f"{readout.name} = {_repr(readout.value)} {readout.unit}".rstrip()
            + f", estimated from samples; standard error {_repr(readout.standard_error)}"
        )
    return "\n".join(part for part in (readout.help, readout.note, digits) if part)


def infinite_notes(readouts: Iterable[Readout]) -> str:
    """In words, which values are infinite and why; one line a reason."""
    reasons: dict[str, list[str]] = {}
    for readout in readouts:
        if math.isinf(readout.value):
            reasons.setdefault(readout.note or "it has no finite value", []).append(readout.name)
    return "\n".join(f"infinite: {', '.join(names)} ({why})" for why, names in reasons.items())


def _shared_units(cells: dict, axis: int, count: int) -> list[str] | None:
    """The unit of each line along an axis, or None where one has several."""
    found: list[set[str]] = [set() for _ in range(count)]
    for place, readout in cells.items():
        found[place[axis]].add(readout.unit)
    return None if any(len(units) > 1 for units in found) else [min(u, default="") for u in found]


def _with_unit(label: str, unit: str) -> str:
    return f"{label}  [{unit}]" if unit else label


def _repr(value: float) -> str:
    return value_text(value) if math.isinf(value) else repr(float(value))

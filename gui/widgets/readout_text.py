"""Readouts as texts, and their places as rows and columns; no Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from engine.core.number_format import estimate_text, value_text
from engine.core.quantity import Readout

# The labels of rows and columns, their names, and which cells are filled.
Labels = tuple[str, ...]
Headers = tuple[Labels, Labels, Labels, Labels, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Which readout stands where; labels carry the units that a whole line shares."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    cells: dict[tuple[int, int], Readout]

    @property
    def headers(self) -> Headers:
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
    by_column = _units(cells, 1, len(columns))
    if all(len(units) == 1 for units in by_column):
        labels = tuple(map(_with_units, columns, by_column))
        return Grid(rows, columns, rows, labels, cells)
    # A column without any unit holds ratios or counts; the others share their row's unit.
    pure = {j for j, units in enumerate(by_column) if units == [""]}
    measured = {place: cell for place, cell in cells.items() if place[1] not in pure}
    labels = tuple(map(_with_units, rows, _units(measured, 0, len(rows))))
    return Grid(rows, columns, labels, columns, cells)


def cell_text(readout: Readout) -> str:
    """The value, with its standard error if it is estimated."""
    if readout.kind == "unknown":
        return readout.note
    if readout.standard_error is None:
        return value_text(readout.value)
    if math.isnan(readout.standard_error):
        return f"{value_text(readout.value)} ± unknown"
    return estimate_text(readout.value, readout.standard_error)


def readout_tooltip(readout: Readout) -> str:
    """What it is, how it was found, what is special now, and every digit."""
    if readout.kind == "unknown":
        digits = ""
    elif readout.standard_error is None:
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
            reason = readout.note.removeprefix("infinite: ") or "it has no finite value"
            reasons.setdefault(reason, []).append(readout.name)
    return "\n".join(f"infinite: {', '.join(names)} ({why})" for why, names in reasons.items())


def _units(cells: dict[tuple[int, int], Readout], axis: int, count: int) -> list[list[str]]:
    """The different units in each line along an axis, in their order."""
    found: list[dict[str, None]] = [{} for _ in range(count)]
    for place, readout in cells.items():
        found[place[axis]][readout.unit] = None
    return [list(units) for units in found]


def _with_units(label: str, units: list[str]) -> str:
    named = ", ".join(unit for unit in units if unit)
    return f"{label}  [{named}]" if named else label


def _repr(value: float) -> str:
    return value_text(value) if math.isinf(value) else repr(float(value))

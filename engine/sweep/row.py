"""One row of a sweep's table: what was read at one point."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.core.quantity import Readout

# Where a page gives no readout at all, as of a coordinate that the scene does not have.
NOT_GIVEN = "not given at this point"


@dataclass(frozen=True, slots=True)
class Cell:
    """The value of one quantity; without a value the note says why.

    Only an estimate has a standard error.
    """

    value: float | None
    standard_error: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A point, counted from 1, with a cell for each key; or with none, and what went wrong."""

    point: int
    cells: tuple[Cell, ...]
    failure: str = ""


def cell(readout: Readout | None) -> Cell:
    """What a table says of a readout."""
    if readout is None:
        return Cell(None, note=NOT_GIVEN)
    value = None if math.isnan(readout.value) else float(readout.value)
    error = readout.standard_error
    return Cell(value, None if error is None else float(error), one_line(readout.note))


def one_line(text: str) -> str:
    """Every white space a single space, so that a row is a line of its file."""
    return " ".join(text.split())

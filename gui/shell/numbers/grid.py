"""Readouts as the cells of a table, in their order; no Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.core.quantity import Readout
from engine.core.shown_numbers import shown_pair, shown_value, shown_words
from engine.core.words import tr, tr_noop

QUANTITY, VALUE = tr_noop("Quantity"), tr_noop("value")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is called, its place by importance, and its cells by column."""

    row: str
    label: str
    rank: int
    cells: Mapping[str, Readout]


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns that hold something, and lines by importance."""

    columns: tuple[str, ...]
    labels: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def shape(self) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """What makes another table necessary."""
        return self.labels, tuple((line.row, line.label) for line in self.lines)


def grid_of(readouts: Iterable[Readout], order: Sequence[str] = ()) -> Grid:
    """Rows and columns as the quantities declare; ``order`` are keys, the first one matters most.

    A column in which nothing is known is left out where every row says something without it.
    """
    placed: dict[str, dict[str, Readout]] = {}
    columns: dict[str, None] = {}
    for readout in readouts:
        row, column = _place(readout)
        placed.setdefault(row, {})[column] = readout
        columns[column] = None
    kept = tuple(column for column in columns if _is_needed(column, placed.values()))
    by_row, by_column = _shared_units(placed, kept)
    ranks = {key: rank for rank, key in enumerate(order)}
    lines = [
        Line(row, _with_unit(row, by_row.get(row, "")), _rank(cells, ranks), _only(cells, kept))
        for row, cells in placed.items()
    ]
    labels = tuple(_with_unit(column, by_column.get(column, "")) for column in kept)
    return Grid(kept, labels, tuple(sorted(lines, key=lambda line: line.rank)))


def listed(readouts: Iterable[Readout], order: Sequence[str] = ()) -> Grid:
    """The same with one value a line, for a narrow place."""
    ranks = {key: rank for rank, key in enumerate(order)}
    lines = [
        Line(each.name, _with_unit(name, each.unit), _rank({VALUE: each}, ranks), {VALUE: each})
        for each, name in ((each, _whole_name(each)) for each in readouts)
    ]
    return Grid((VALUE,), (tr(VALUE),), tuple(sorted(lines, key=lambda line: line.rank)))


def parts(readout: Readout) -> tuple[str, str]:
    """The value and its standard error ("" where it has none); an unknown one's reason."""
    if readout.kind == "unknown":
        return shown_words(tr(readout.note)), ""
    if readout.standard_error is None:
        return shown_value(readout.value), ""
    return shown_pair(readout.value, readout.standard_error)


def cell_text(readout: Readout) -> str:
    """The value, with its standard error if it is estimated."""
    value, error = parts(readout)
    return f"{value} ± {error}" if error else value


def cell_tip(readout: Readout) -> str:
    """What it is, how it was found, what is special now, and every digit."""
    said = [shown_words(tr(each)) for each in (readout.help, readout.note)]
    if readout.kind != "unknown":
        digits = f"{tr(readout.name)} = {_every_digit(readout.value)} {tr(readout.unit)}".rstrip()
        if readout.standard_error is None:
            said.append(tr("{number}, exact").format(number=digits))
        else:
            said.append(
                tr("{number}, estimated from samples; standard error {error}").format(
                    number=digits, error=_every_digit(readout.standard_error)
                )
            )
    return "\n".join(part for part in said if part)


def _whole_name(readout: Readout) -> str:
    """One that tells it from the others of its row."""
    return readout.name if readout.row else readout.quantity.title


def _place(readout: Readout) -> tuple[str, str]:
    return readout.place if any(readout.place) else (readout.name, VALUE)


def _is_needed(column: str, rows: Iterable[Mapping[str, Readout]]) -> bool:
    for cells in rows:
        if column not in cells:
            continue
        alone = all(each.kind == "unknown" for each in cells.values())
        if alone or cells[column].kind != "unknown":
            return True
    return False


def _shared_units(
    placed: Mapping[str, Mapping[str, Readout]], columns: Sequence[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The units of rows and of columns: those of columns, where each column has one unit."""
    of_columns = {
        column: {cells[column].unit for cells in placed.values() if column in cells}
        for column in columns
    }
    if all(len(units) == 1 for units in of_columns.values()):
        return {}, {column: next(iter(units)) for column, units in of_columns.items()}
    # A column without any unit holds ratios or counts; the others share their row's unit.
    pure = {column for column, units in of_columns.items() if units == {""}}
    of_rows = {
        row: dict.fromkeys(cell.unit for column, cell in cells.items() if column not in pure)
        for row, cells in placed.items()
    }
    return {row: ", ".join(filter(None, units)) for row, units in of_rows.items()}, {}


def _rank(cells: Mapping[str, Readout], ranks: Mapping[str, int]) -> int:
    return min((ranks.get(each.key, len(ranks)) for each in cells.values()), default=len(ranks))


def _only(cells: Mapping[str, Readout], columns: Sequence[str]) -> dict[str, Readout]:
    return {column: cells[column] for column in columns if column in cells}


def _with_unit(label: str, unit: str) -> str:
    words = tr(label).replace("||", "∥")
    return f"{words}, {tr(unit)}" if unit else words


def _every_digit(value: float) -> str:
    return repr(float(value)) if math.isfinite(value) else shown_value(value)

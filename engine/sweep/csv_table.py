"""A sweep's table as CSV: two comment lines, the names of the columns, a line for each point.

Numbers are written so that they read back to the very same double; what is unknown and the
error of what is exact are empty cells.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from engine.session.reader import PROGRAM
from engine.sweep.heading import Heading, NotThisSweep, columns
from engine.sweep.row import Cell, Row
from engine.sweep.sweep import Sweep

MARKS = (f"# {PROGRAM}: ", "# sweep: ")
WIDTH = 3  # columns of a key: value, standard error, note


def heading_text(heading: Heading, sweep: Sweep) -> str:
    """The lines above the rows."""
    lines = (
        mark + text for mark, text in zip(MARKS, (heading.session, heading.sweep), strict=True)
    )
    return "".join(f"{line}\n" for line in lines) + _line(columns(sweep))


def rows_text(sweep: Sweep, rows: Iterable[Row]) -> str:
    """A line for each row."""
    return "".join(_line(_texts(sweep, row)) for row in rows)


def read_heading(text: str) -> Heading:
    """The heading of a table; raises NotThisSweep."""
    lines = text.split("\n", 2)
    if len(lines) < 3 or not all(map(str.startswith, lines, MARKS)):
        raise NotThisSweep("holds no sweep of this program")
    return Heading(*(line.removeprefix(mark) for line, mark in zip(lines, MARKS, strict=False)))


def read_rows(sweep: Sweep, text: str) -> tuple[dict[int, Row], int]:
    """The rows by their points, the later of two for one point; and how many lines are damaged.
    A last line without an end is what a program that was killed had begun."""
    *lines, begun = text.split("\n")[len(MARKS) + 1 :] or [""]
    found = [_row(sweep, line) for line in lines]
    rows = {row.point: row for row in found if row is not None}
    return rows, found.count(None) + bool(begun)


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def _texts(sweep: Sweep, row: Row) -> list[str]:
    values = [v if isinstance(v, str) else repr(v) for v in sweep.values(row.point)]
    cells = [text for cell in row.cells for text in _cell_texts(cell)]
    empty = [""] * (WIDTH * len(sweep.keys) - len(cells))
    return [str(row.point), *values, *cells, *empty, row.failure]


def _cell_texts(cell: Cell) -> tuple[str, str, str]:
    numbers = ("" if v is None else repr(v) for v in (cell.value, cell.standard_error))
    return (*numbers, cell.note)  # type: ignore[return-value]


def _row(sweep: Sweep, line: str) -> Row | None:
    """The row of a line, None where the line is not what `rows_text` would make of it."""
    start = 1 + len(sweep.axes)
    try:
        texts = next(csv.reader([line]), [""])
    except csv.Error:
        return None
    if len(texts) != start + WIDTH * len(sweep.keys) + 1 or not texts[0].isdecimal():
        return None
    point, failure = int(texts[0]), texts[-1]
    if not 1 <= point <= sweep.points:
        return None
    try:
        cells = () if failure else tuple(_cells(texts[start:-1]))
    except ValueError:
        return None
    row = Row(point, cells, failure)
    return row if _texts(sweep, row) == texts else None


def _cells(texts: list[str]) -> Iterable[Cell]:
    for i in range(0, len(texts), WIDTH):
        value, error, note = texts[i : i + WIDTH]
        yield Cell(_number(value), _number(error), note)


def _number(text: str) -> float | None:
    return float(text) if text else None


def table_text(heading: Heading, sweep: Sweep, rows: Mapping[int, Row]) -> str:
    """The whole table, its rows in the order of their points."""
    return heading_text(heading, sweep) + rows_text(sweep, (rows[i] for i in sorted(rows)))

"""Names around a table of numbers, as pandas and R write them: a header, an index, or both."""

from __future__ import annotations

import csv
from itertools import pairwise

from engine.core.parameter import ParameterError
from engine.data.cell_kind import DECIMAL_COMMA, NUMBER

Rows = list[list[str]]


def line_cells(line: str, separator: str | None) -> list[str]:
    """The cells of one line, quotes taken off; ``separator`` None stands for any spaces."""
    if '"' in line:
        reader = csv.reader([line], delimiter=separator or " ", skipinitialspace=True)
        cells = next(reader, [])
    else:
        cells = line.split(separator)
    return [cell.strip() for cell in cells]


def without_names(rows: Rows, field: str, counted: bool = True) -> Rows:
    """The cells that are numbers, as far as names stand in the first row and first column.

    Names are texts, and with ``counted`` also 0, 1, 2, ... where the rest is square. Those that
    differ between the first row and the first column raise ParameterError: the rows are in
    another order than the columns.
    """
    columns = rows[0] if len(rows) > 1 and _names_columns(rows, counted) else []
    body = rows[1:] if columns else rows
    index = _index(body, counted)
    if not index:
        return body
    names = columns[-len(index) :]
    if names != index and sorted(names) == sorted(index):
        raise ParameterError(
            field, ", ".join(index[:6]), f"must name the rows as the columns: {', '.join(names)}"
        )
    return [row[1:] for row in body]


def decimal_comma_words(cell: str) -> str:
    """What is allowed in place of a cell that is no number."""
    if DECIMAL_COMMA.fullmatch(cell):
        return "must be a number with a decimal point, not a comma"
    return "must be a number"


def _names_columns(rows: Rows, counted: bool) -> bool:
    """Texts over numbers, or 0, 1, 2, ... over as many rows."""
    first = [cell for cell in rows[0] if cell]
    if counted and _counts(first, (0,)) and len(rows) == len(first) + 1:
        return True
    if not first or any(map(NUMBER.fullmatch, first)):
        return False
    return any(NUMBER.fullmatch(cell) for row in rows[1:] for cell in row)


def _index(rows: Rows, counted: bool) -> list[str]:
    """The first cells, if they name the rows: texts, or 0, 1, ... or 1, 2, ... beside a square."""
    first = [row[0] for row in rows]
    if any(len(row) < 2 for row in rows) or any(len(a) != len(b) for a, b in pairwise(rows)):
        return []
    if not any(map(NUMBER.fullmatch, first)):
        return first if any(NUMBER.fullmatch(row[1]) for row in rows) and all(first) else []
    beside = counted and len(rows[0]) == len(rows) + 1 and _counts(first, (0, 1))
    return first if beside else []


def _counts(cells: list[str], starts: tuple[int, ...]) -> bool:
    return any(cells == [str(start + i) for i in range(len(cells))] for start in starts)

"""What stands above a text file's rows: comments, a stated delimiter, the columns' names."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from dataclasses import dataclass

from engine.data.cell_kind import DECIMAL_COMMA, ERROR, MISSING, NUMBER, cell_kind

Rows = list[list[str]]
Comments = tuple[tuple[int, str], ...]  # (place from 0, the whole line)


@dataclass(frozen=True, slots=True)
class Preamble:
    """The empty lines and comments at the top, before the first other line."""

    lines: int
    comments: Comments
    delimiter: str  # as Excel states it ("sep=;"), else empty


def preamble(lines: list[str]) -> Preamble:
    """The top of a file. A spreadsheet's error in the first cell, as "#N/A", begins a row."""
    comments, delimiter, count = [], "", 0
    for line in lines:
        bare = line.strip()
        if bare.startswith("#") and not ERROR.fullmatch(re.split(r"[,;\t ]", bare)[0]):
            comments.append((count, bare))
        elif found := re.fullmatch(r"sep=([,;\t])", line.strip("\r\n ")):
            delimiter = found[1]
        elif bare:
            break
        count += 1
    return Preamble(count, tuple(comments), delimiter)


def is_number(cell: str, delimiter: str) -> bool:
    """Whether a cell is a number, a decimal comma being one unless commas part the cells."""
    if NUMBER.fullmatch(cell):
        return True
    return delimiter != "," and DECIMAL_COMMA.fullmatch(cell) is not None


def is_numeric(rows: Rows, column: int, delimiter: str) -> bool:
    """Whether most of a column's cells that hold anything are numbers."""
    cells = [row[column] for row in rows if column < len(row)]
    others = [cell for cell in cells if not is_number(cell, delimiter)]
    return len(cells) - len(others) > sum(not _is_nothing(cell) for cell in others)


def is_header(rows: Rows, delimiter: str) -> bool:
    """Whether the first row names the columns: a row of numbers, lists or the like does not."""
    first, rest = rows[0], rows[1:]
    if _counts_columns(first, rest):
        return True
    if any(cell_kind(cell) not in ("text", "missing", "error") for cell in first):
        return False
    numeric = [column for column in range(len(first)) if is_numeric(rest, column, delimiter)]
    if rest and not numeric:
        return all(first) and len(set(first)) == len(first)
    return not all(_is_nothing(cell) for cell in first)


def commented_names(comments: Comments, delimiter: str, width: int) -> list[str]:
    """The names in the last comment before the rows, as NumPy's savetxt writes them."""
    if not comments:
        return []
    cells = split_line(comments[-1][1].lstrip("# "), delimiter)
    if len(cells) != width or (any(map(NUMBER.fullmatch, cells)) and not _counts(cells)):
        return []
    return [cell or "#" for cell in cells]


def commented_rows(comments: Comments, delimiter: str, rows: Rows) -> int:
    """How many of the last comments are rows of a file without names, whose first cell is "#..".

    They have the other rows' numbers in all columns but the first.
    """
    width = table_width([], rows)
    numeric = [column for column in range(1, width) if is_numeric(rows, column, delimiter)]
    count = 0
    for _, line in reversed(comments):
        cells = split_line(line, delimiter)
        if len(cells) != width or not numeric:
            break
        if not all(is_number(cells[column], delimiter) for column in numeric):
            break
        count += 1
    return count


def split_line(line: str, delimiter: str) -> list[str]:
    """The cells of one line, without spaces around them."""
    if delimiter == " ":
        return line.split()
    cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    return [cell.strip() for cell in cells]


def table_width(header: list[str], rows: Rows) -> int:
    """The header's number of cells, or one more where R has added the names of rows."""
    usual = Counter(map(len, rows)).most_common(1)[0][0] if rows else len(header)
    if not header:
        return usual
    whole = [row for row in rows if len(row) == usual]
    added = usual == len(header) + 1 and any(row[-1] for row in whole) and _are_row_names(whole)
    return len(header) + added


def unique_names(given: list[str], width: int) -> tuple[str, ...]:
    """One name a column, all different; a column without one is called by its number."""
    if given and len(given) == width - 1:
        given = ["row", *given]  # as R writes the names of rows
    names: dict[str, None] = {}
    for column in range(width):
        words = given[column].split() if column < len(given) else []
        name = " ".join(words) or str(column + 1)
        if not words and name in given:  # as under pandas' ",0,1"
            name = f"column {name}"
        copies = itertools.count(2)
        unique = name
        while unique in names:
            unique = f"{name} ({next(copies)})"
        names[unique] = None
    return tuple(names)


def _is_nothing(cell: str) -> bool:
    return cell.lower() in MISSING or ERROR.fullmatch(cell) is not None


def _counts_columns(first: list[str], rest: Rows) -> bool:
    """Whether the first row is "0,1,2", pandas' names where there are none, over other numbers."""
    named = first[1:] if first[:1] == [""] else first
    if not _counts(named):
        return False
    cells = [cell for row in rest for cell in row[len(first) - len(named) :]]
    return any(not cell.lstrip("+-").isdigit() for cell in cells if not _is_nothing(cell))


def _counts(names: list[str]) -> bool:
    return len(names) > 1 and names == [str(place) for place in range(len(names))]


def _are_row_names(rows: Rows) -> bool:
    """Texts, or 1, 2, 3, ...: other numbers are cells too many."""
    first = [row[0] for row in rows]
    if not any(NUMBER.fullmatch(cell) for cell in first):
        return True
    return all(cell.isdigit() for cell in first) and all(
        int(a) < int(b) for a, b in itertools.pairwise(first)
    )

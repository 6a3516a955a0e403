"""How a text file holds its table: delimiter, header, decimal sign; told by its beginning."""

from __future__ import annotations

import csv
import io
import itertools
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from engine.data_error import DataError

HEAD = 2**20  # bytes that are looked at
RECORDS = 200
LINES = 4_000
SHOWN = 20
MOST_COLUMNS = 10_000
DELIMITERS = (",", ";", "\t")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(inf(inity)?|nan)", re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
MISSING = frozenset(("", "na", "n/a", "null", "none", "-", "?"))

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class TextFormat:
    """A text file's table. Rows begin at ``offset`` (bytes), in line ``first_line``."""

    delimiter: str  # ",", ";", tab or " " (any spaces)
    decimal_comma: bool
    names: tuple[str, ...]
    numeric: tuple[bool, ...]
    header: bool
    offset: int
    first_line: int
    carriage_returns: bool  # lines end in these alone
    first_rows: tuple[tuple[str, ...], ...]


def text_format(path: str, content: bytes) -> TextFormat:
    """The format of a file from its first bytes; raises DataError for what is no text."""
    whole = len(content) == os.path.getsize(path)
    _check_text(path, content)
    carriage_returns = b"\n" not in content and b"\r" in content
    if carriage_returns:
        content = content.replace(b"\r", b"\n")
    if not whole:
        content = content[: content.rfind(b"\n") + 1] or content
    text = content.decode("utf-8-sig", errors="replace")
    preamble, comment, stated = _preamble(text)
    body = "".join(itertools.islice(io.StringIO(text, newline="\n"), preamble, preamble + LINES))
    delimiter = stated or _delimiter(body)
    records = list(itertools.islice(_records(body, delimiter), RECORDS))
    if not records:
        raise DataError(path, "holds no rows")
    rows = [cells for _, cells in records]
    header = _is_header(rows, delimiter)
    commented = _commented_names(comment, delimiter, rows)
    names = rows[0] if header else commented
    data = rows[1:] if header else rows
    width = _width(rows[0] if header else [], data)
    if width > MOST_COLUMNS:
        raise DataError(path, f"has {width:,} columns; at most {MOST_COLUMNS:,} are read")
    used = preamble + (records[0][0] if header else 0)
    return TextFormat(
        delimiter=delimiter,
        decimal_comma=_has_decimal_comma(data, delimiter),
        names=_names(names, width),
        numeric=tuple(_numeric(data, column, delimiter) for column in range(width)),
        header=header or bool(commented),
        offset=_offset(content, used),
        first_line=used + 1,
        carriage_returns=carriage_returns,
        first_rows=tuple(tuple(cells) for cells in data[:SHOWN]),
    )


def _check_text(path: str, content: bytes) -> None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError(path, "is UTF-16 text; save it as UTF-8 (in Excel: CSV UTF-8)")
    if content.startswith(b"\x1f\x8b"):
        raise DataError(path, "is compressed; unpack it first")
    if b"\0" in content:
        raise DataError(path, "must be a CSV, NPY or NPZ file")


def _preamble(text: str) -> tuple[int, str, str]:
    """Empty and comment lines at the top: how many, the last comment, and a stated delimiter."""
    comment = stated = ""
    count = 0
    for line in io.StringIO(text, newline="\n"):
        bare = line.strip()
        if bare.startswith("#"):
            comment = bare.lstrip("# ")
        elif found := re.fullmatch(r"sep=([,;\t])", line.strip("\r\n ")):  # as Excel writes
            stated = found[1]
        elif bare:
            break
        count += 1
    return count, comment, stated


def _records(body: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(lines read so far, cells) of each row that is not empty."""
    lines = io.StringIO(body, newline="\n")
    if delimiter == " ":
        for number, line in enumerate(lines, 1):
            if cells := line.split():
                yield number, cells
        return
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip() for cell in cells]


def _delimiter(body: str) -> str:
    """The one that gives most rows one number of cells, two or more, that are numbers."""
    best, choice = 0.0, ","
    for delimiter in (*DELIMITERS, " "):
        rows = [cells for _, cells in itertools.islice(_records(body, delimiter), RECORDS)]
        if not rows:
            continue
        # The first may be a header.
        width, count = Counter(map(len, rows[1:] or rows)).most_common(1)[0]
        cells = [cell for row in (rows[1:] or rows) if len(row) == width for cell in row]
        numbers = sum(is_number(cell, delimiter) for cell in cells) / len(cells)
        score = count / len(rows[1:] or rows) * (0.5 + numbers) * (delimiter != " " or numbers)
        if width > 1 and score > best:
            best, choice = score, delimiter
    return choice


def is_number(cell: str, delimiter: str) -> bool:
    """Whether a cell is a number, a decimal comma being one unless commas part the cells."""
    if NUMBER.fullmatch(cell):
        return True
    return delimiter in (";", "\t") and DECIMAL_COMMA.fullmatch(cell) is not None


def _numeric(rows: Rows, column: int, delimiter: str) -> bool:
    """Whether most of a column's cells that are not missing are numbers."""
    cells = [row[column] for row in rows if column < len(row)]
    present = [cell for cell in cells if cell.lower() not in MISSING]
    return 2 * sum(is_number(cell, delimiter) for cell in present) > len(present)


def _is_header(rows: Rows, delimiter: str) -> bool:
    """The first row names the columns if none of its cells over a column of numbers is one."""
    first, rest = rows[0], rows[1:]
    if any(is_number(cell, delimiter) for cell in first):
        return False
    numeric = [column for column in range(len(first)) if _numeric(rest, column, delimiter)]
    if rest and not numeric:
        return all(first) and len(set(first)) == len(first)
    return any(cell.lower() not in MISSING for cell in first)


def _commented_names(comment: str, delimiter: str, rows: Rows) -> list[str]:
    """The names in the last comment before the rows, as NumPy's savetxt writes them."""
    cells = comment.split() if delimiter == " " else comment.split(delimiter)
    return [cell.strip() for cell in cells] if comment and len(cells) == len(rows[0]) else []


def _has_decimal_comma(rows: Rows, delimiter: str) -> bool:
    """Not if all could be thousands, or if points occur as well."""
    if delimiter not in (";", "\t"):
        return False
    cells = [cell for row in rows for cell in row]
    commas = [cell for cell in cells if DECIMAL_COMMA.fullmatch(cell)]
    points = any("." in cell and NUMBER.fullmatch(cell) for cell in cells)
    return bool(commas) and not points and not all(THOUSANDS.fullmatch(cell) for cell in commas)


def _width(header: list[str], rows: Rows) -> int:
    """The header's number of cells, or one more where R has added the names of rows."""
    usual = Counter(map(len, rows)).most_common(1)[0][0] if rows else len(header)
    if not header:
        return usual
    added = usual == len(header) + 1 and any(row[-1] for row in rows if len(row) == usual)
    return len(header) + added


def _names(given: list[str], width: int) -> tuple[str, ...]:
    """One name a column, all different; a column without one is called by its number."""
    if given and len(given) == width - 1:
        given = ["row", *given]  # as R writes the names of rows
    names: dict[str, None] = {}
    for column in range(width):
        words = given[column].split() if column < len(given) else []
        name = " ".join(words) or str(column + 1)
        copies = itertools.count(2)
        unique = name
        while unique in names:
            unique = f"{name} ({next(copies)})"
        names[unique] = None
    return tuple(names)


def _offset(content: bytes, lines: int) -> int:
    """Where the line after so many begins; past a byte-order mark at least."""
    offset = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    for _ in range(lines):
        offset = content.find(b"\n", offset) + 1 or len(content)
    return offset


def first_columns(form: TextFormat, content: bytes) -> dict[str, list[str]]:
    """The cells of each column in the first 4,000 lines of a file's first bytes."""
    lines = content[form.offset :]
    if form.carriage_returns:
        lines = lines.replace(b"\r", b"\n")
    text = lines.decode("utf-8", errors="replace")
    body = "".join(itertools.islice(io.StringIO(text, newline="\n"), LINES))
    rows = [cells for _, cells in _records(body, form.delimiter)]
    return {
        name: [row[i] for row in rows if i < len(row)] for i, name in enumerate(form.names)
    }  # fmt: skip

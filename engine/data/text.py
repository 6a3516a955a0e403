"""How a text file holds its table: delimiter, header, decimal sign; told by its beginning."""

from __future__ import annotations

import csv
import io
import itertools
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from engine.data.cell_kind import (
    DECIMAL_COMMA,
    NUMBER,
    THOUSANDS,
    CellKind,
    column_kind,
    column_words,
)
from engine.data.encoding import UTF8, encoding_note, encoding_of, recoded
from engine.data.error import DataError
from engine.data.header import (
    Rows,
    commented_names,
    commented_rows,
    is_header,
    is_number,
    preamble,
    table_width,
    unique_names,
)
from engine.data.mask import counts, suggested_mask

HEAD = 2**20  # bytes that are looked at
RECORDS = 200
MOST_LINES = 10_000  # of them
SHOWN = 20
MOST_COLUMNS = 10_000
DELIMITERS = (",", ";", "\t", " ")


@dataclass(frozen=True, slots=True)
class TextFormat:
    """A text file's table. Rows begin at ``offset`` (bytes), in line ``first_line``."""

    delimiter: str  # ",", ";", tab or " " (any spaces)
    decimal_comma: bool
    names: tuple[str, ...]
    kinds: tuple[CellKind, ...]  # by column: what most of its first cells are
    problems: tuple[str, ...]  # by column: why it holds no numbers though it should; else empty
    header: bool
    comments: int  # lines above the header or the first row that were not read
    offset: int
    first_line: int
    carriage_returns: bool  # lines end in these alone
    first_rows: tuple[tuple[str, ...], ...]
    encoding: str = UTF8  # `offset` counts bytes of the text in UTF-8

    @property
    def numeric(self) -> tuple[bool, ...]:
        """By column: most of its first cells that hold anything are numbers."""
        return tuple(kind == "number" for kind in self.kinds)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was decided about the file without asking."""
        lines = "lines" if self.comments > 1 else "line"
        said = f"{self.comments} comment {lines} above the rows ignored" if self.comments else ""
        comma = "commas are read as decimal signs" if self.decimal_comma else ""
        return tuple(note for note in (encoding_note(self.encoding), said, comma) if note)


def text_format(path: str, content: bytes) -> TextFormat:
    """The format of a text file from its first bytes; raises DataError."""
    return _text_format(path, content, len(content) == os.path.getsize(path))


@lru_cache(2)  # whoever opens a file asks several times
def _text_format(path: str, content: bytes, whole: bool) -> TextFormat:
    encoding = encoding_of(content)
    content = content if encoding == UTF8 else recoded(content, encoding)
    carriage_returns = b"\n" not in content and b"\r" in content
    if carriage_returns:
        content = content.replace(b"\r", b"\n")
    if not whole:
        content = content[: content.rfind(b"\n") + 1] or content
    lines = io.StringIO(content.decode("utf-8-sig", errors="replace"), newline="\n")
    text = list(itertools.islice(lines, MOST_LINES))
    top = preamble(text)
    # Where every line starts with "#", rows may do so.
    only = not any(line.strip() for line in text[top.lines :])
    below = text if only else text[top.lines :]
    delimiter = top.delimiter or _delimiter(below)
    records = _first_records(path, below, delimiter)
    rows = [cells for _, cells in records]
    header = not only and is_header(rows, delimiter)
    early = 0 if header else commented_rows(top.comments, delimiter, rows)
    if only and not early:
        raise DataError(path, "holds no rows")
    comments = top.comments[: len(top.comments) - early]
    commented = [] if header else commented_names(comments, delimiter, table_width([], rows))
    above = top.comments[-early][0] if early else top.lines
    if early:
        rows = [cells for _, cells in _first_records(path, text[above:], delimiter)]
    data = rows[1:] if header else rows
    given = rows[0] if header else commented
    width = table_width(rows[0] if header else [], data)
    if width > MOST_COLUMNS:
        raise DataError(path, f"has {width:,} columns; at most {MOST_COLUMNS:,} are read")
    used = above + (records[0][0] if header else 0)
    names, comma = unique_names(given, width), _has_decimal_comma(data, delimiter)
    columns = list(_columns(names, _counted(names, data)).values())
    kinds = tuple(column_kind(cells, comma) for cells in columns)
    return TextFormat(
        delimiter=delimiter,
        decimal_comma=comma,
        names=names,
        kinds=kinds,
        problems=tuple(map(column_words, kinds, names, columns)),
        header=header or bool(commented),
        comments=len(comments) - bool(commented),
        offset=_offset(content, used),
        first_line=used + 1,
        carriage_returns=carriage_returns,
        first_rows=tuple(tuple(cells) for cells in data[:SHOWN]),
        encoding=encoding,
    )


def _first_records(path: str, lines: list[str], delimiter: str) -> list[tuple[int, list[str]]]:
    records = list(itertools.islice(_records(lines, delimiter), RECORDS))
    if not records:
        raise DataError(path, "holds no rows")
    return records


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(lines read so far, cells) of each row that is not empty."""
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


def _delimiter(lines: list[str]) -> str:
    """The one that gives most rows one number of cells, two or more, that are numbers."""
    best, choice = 0.0, ","
    for delimiter in DELIMITERS:
        rows = [cells for _, cells in itertools.islice(_records(lines, delimiter), RECORDS)]
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


def _has_decimal_comma(rows: Rows, delimiter: str) -> bool:
    """Not if all could be thousands, or if points occur as well."""
    if delimiter == ",":
        return False
    cells = [cell for row in rows for cell in row]
    commas = [cell for cell in cells if DECIMAL_COMMA.fullmatch(cell)]
    points = any("." in cell and NUMBER.fullmatch(cell) for cell in cells)
    return bool(commas) and not points and not all(THOUSANDS.fullmatch(cell) for cell in commas)


def _offset(content: bytes, lines: int) -> int:
    """Where the line after so many begins; past a byte-order mark at least."""
    offset = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    for _ in range(lines):
        offset = content.find(b"\n", offset) + 1 or len(content)
    return offset


def first_columns(form: TextFormat, content: bytes) -> dict[str, list[str]]:
    """The cells of each column in the rows of a file's first bytes."""
    rest = (content if form.encoding == UTF8 else recoded(content, form.encoding))[form.offset :]
    if form.carriage_returns:
        rest = rest.replace(b"\r", b"\n")
    text = io.StringIO(rest.decode("utf-8", errors="replace"), newline="\n")
    lines = list(itertools.islice(text, MOST_LINES))
    rows = (cells for _, cells in _records(lines, form.delimiter))
    # Joined files have their names between the rows.
    return _columns(form.names, [row for row in rows if tuple(row) != form.names])


def _columns(names: tuple[str, ...], rows: Rows) -> dict[str, list[str]]:
    return {name: [row[i] for row in rows if i < len(row)] for i, name in enumerate(names)}


def _counted(names: tuple[str, ...], rows: Rows) -> Rows:
    """Without the rows that a column masks, for these may hold anything; all, if none is left."""
    mask = suggested_mask(_columns(names, rows))
    if not mask:
        return rows
    place = names.index(mask)
    return [row for row in rows if place >= len(row) or counts(row[place]) is not False] or rows

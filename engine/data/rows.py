"""Rows of a text file one by one: the numbers in each, or what is wrong with it."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from engine.data.cell_kind import MISSING, NUMBER, cell_words
from engine.data.error import BadRow, DataError
from engine.data.header import unique_names
from engine.data.mask import counts
from engine.data.text import TextFormat

Record = tuple[int, list[str] | str]  # line, and its cells or what is wrong


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns that are read, by their places."""

    numbers: list[int]
    label: int = -1  # none
    mask: int = -1


class Row(NamedTuple):
    """A row's wanted cells; the texts are empty where none are wanted."""

    line: int
    numbers: list[float]  # NaN where the mask says that the row does not count
    label: str
    mask: str


class _Lines:
    """An iterator that can be set back."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.place = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.place == len(self.lines):
            raise StopIteration
        self.place += 1
        return self.lines[self.place - 1]


class RowReader:
    """Reads rows in order; nothing but empty lines is passed over."""

    def __init__(self, path: str, form: TextFormat, wanted: Wanted) -> None:
        self.path = path
        self.form = form
        self.wanted = wanted
        self.width = len(form.names)
        # Under such names a repeated header would pass for a row.
        self.numbers_as_names = form.header and any(map(NUMBER.fullmatch, form.names))
        self.empty: list[int] = []  # lines at the end so far

    def read(self, text: str, line: int) -> Iterator[Row | BadRow]:
        """Each row of whole lines, the first being ``line``.

        Bytes that are not UTF-8 are surrogates in ``text``.
        """
        # Python reads 1_000 and the digits of every script as numbers; we do not.
        plain = text.isascii() and "_" not in text and not self.form.decimal_comma
        plain = plain and not self.numbers_as_names
        for number, cells in self._filled(self._records(text, line)):
            found = cells if isinstance(cells, str) else self._row(number, cells, plain)
            if isinstance(found, str) or isinstance(cells, str):
                yield BadRow(number, str(found))
            else:
                label, mask = (
                    cells[i] if i >= 0 else "" for i in (self.wanted.label, self.wanted.mask)
                )
                yield Row(number, found, label, mask)

    def _filled(self, records: Iterator[Record]) -> Iterator[Record]:
        """Without empty lines, but in a file of one column those between rows are missing cells."""
        for number, cells in records:
            if not cells:
                self.empty.append(number)
                continue
            if self.width == 1:
                yield from ((empty, "an empty line") for empty in self.empty)
            self.empty.clear()
            yield number, cells

    def _records(self, text: str, line: int) -> Iterator[Record]:
        """Every row; an empty line has no cells."""
        lines = list(io.StringIO(text, newline="\n"))
        if self.form.delimiter == " ":
            yield from ((number, row.split()) for number, row in enumerate(lines, line))
            return
        source = _Lines(lines)
        reader = self._reader(source)
        while source.place < len(lines):
            first = source.place
            try:
                cells = next(reader)
            except csv.Error as error:
                yield line + first, _broken(str(error))
                continue
            raw = lines[first : source.place]
            if len(raw) > 1 and self._holds_rows(raw):
                yield line + first, "a quote that is never closed"
                source.place = first + 1
                reader = self._reader(source)
                continue
            blank = len(cells) < 2 and not "".join(raw).strip()
            yield line + first, [] if blank else cells

    def _reader(self, source: _Lines) -> Iterator[list[str]]:
        return csv.reader(source, delimiter=self.form.delimiter, skipinitialspace=True)

    def _holds_rows(self, raw: list[str]) -> bool:
        """Whether the lines of one quoted cell are rows themselves, the last being its end."""
        open_ended = "".join(raw).count('"') % 2 == 1
        rows = ([cell.strip(' \r\n"') for cell in row.split(self.form.delimiter)] for row in raw)
        return any(
            len(cells) == self.width
            and (
                self._is_masked(cells)
                or all(self._number(cells[column]) is not None for column in self.wanted.numbers)
            )
            for place, cells in enumerate(rows)
            if open_ended or place < len(raw) - 1
        )

    def _row(self, line: int, cells: list[str], plain: bool) -> list[float] | str:
        """The wanted numbers of a row, or what is wrong with it."""
        if plain and len(cells) == self.width:
            try:
                return [float(cells[column]) for column in self.wanted.numbers]
            except ValueError:
                pass  # what is wrong is found below
        if self.form.header and (again := self._header_again(line, cells)):
            return again
        if len(cells) < self.width or any(cell.strip() for cell in cells[self.width :]):
            if all(cell.lower() in MISSING for cell in cells):
                return "an empty row"
            what = "a comment, " if cells[0].startswith("#") else ""
            return f"{what}{len(cells)} cell{'s' if len(cells) > 1 else ''} instead of {self.width}"
        if self._is_masked(cells):
            return [math.nan] * len(self.wanted.numbers)
        if self.wanted.label >= 0 and not _is_text(cells[self.wanted.label]):
            return f"no UTF-8 text in column {self.form.names[self.wanted.label]}"
        numbers = []
        for column in self.wanted.numbers:
            number = self._number(cells[column].strip())
            if number is None:
                return cell_words(cells[column].strip(), self.form.names[column])
            numbers.append(number)
        return numbers

    def _is_masked(self, cells: list[str]) -> bool:
        """Whether the mask says that a row does not count, whatever its other cells hold."""
        return self.wanted.mask >= 0 and counts(cells[self.wanted.mask]) is False

    def _header_again(self, line: int, cells: list[str]) -> str:
        """What joined files have between them; raises DataError if their columns differ."""
        known = self.form.names
        if len(cells) < 2 or not self.width - 1 <= len(cells) <= self.width:
            return ""
        names = unique_names([cell.strip(" \ufeff#") for cell in cells], self.width)
        if names == known:
            return "the names of the columns again"
        if sorted(names) == sorted(known):
            order = ", ".join(names[:10])
            raise DataError(
                self.path, f"names its columns anew in line {line}, in another order: {order}"
            )
        return ""

    def _number(self, cell: str) -> float | None:
        if self.form.decimal_comma:
            if "." in cell:
                return None
            cell = cell.replace(",", ".")
        if "_" in cell or not cell.isascii():
            return None
        try:
            return float(cell)
        except ValueError:
            return None


def _is_text(cell: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in cell)


def _broken(error: str) -> str:
    if "field limit" in error:
        return f"a cell of more than {csv.field_size_limit():,} characters"
    return "a carriage return within the row" if "new-line" in error else error

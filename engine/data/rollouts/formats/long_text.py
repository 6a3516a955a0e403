"""Long tables as text: a token a line, with columns for its sequence and its position.

Any encoding that text comes in is read; so are rows whose cells hold whole lists.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec
import numpy as np

from engine.core.run import Run
from engine.data.cell_kind import ERROR
from engine.data.error import DataError
from engine.data.rollouts.fields import Field, Head, Notes, Piece, Values
from engine.data.rollouts.json_records import Record, fields_of
from engine.data.rollouts.json_text import DecodeError, decoded
from engine.data.rollouts.packed import MISSING
from engine.data.rollouts.record_batch import RecordBatch
from engine.data.rollouts.stream import Lines, TextFile
from engine.data.text import text_format

CUT = "the last line is cut short and left out; the file may still be written"
PEEKED = 200
SHOWN = 64
_any = msgspec.json.Decoder()


class TextTable:
    """A table of text with one record a line."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.file = TextFile(path)
        self.form = text_format(path, self.file.head)
        self._notes = Notes()
        self._notes.add(*self.form.notes)
        rows = list(itertools.islice(self._rows(next(self._blocks(), None)), PEEKED))
        lists = [i for i, kind in enumerate(self.form.kinds) if kind == "list"]
        self.lists = {self.form.names[i] for i in lists}
        if self.lists:
            records = [Record(self._cells(row, self.form.names), {}) for _, row in rows]
            self.fields = fields_of(records)
        else:
            self.fields = tuple(self._field(i, [row for _, row in rows])
                                for i in range(len(self.form.names)))  # fmt: skip

    @property
    def notes(self) -> tuple[str, ...]:
        """What was decided about the file without asking."""
        return (*self.file.notes, *self._notes)

    def pieces(self, names: Sequence[str], run: Run) -> Iterator[Piece]:
        """The table in order, only these columns of it."""
        wanted = [field for field in self.fields if field.name in names]
        for lines in self._blocks():
            run.step(lines.done)
            if self.lists:
                batch = RecordBatch(self.path, wanted)
                names = [field.name for field in wanted]
                for place, row in self._rows(lines):
                    batch.add([*self._cells(row, names).values()], place)
                yield batch.take(lines.done)
            else:
                yield self._quick(lines, wanted) or self._whole(lines, wanted)

    def _blocks(self) -> Iterator[Lines]:
        return self.file.lines(self.form.first_line)

    def _quick(self, lines: Lines, wanted: Sequence[Field]) -> Piece | None:
        """Rows that hold nothing but numbers in the wanted columns; None where one does not."""
        if any(field.kind == "text" for field in wanted) or self.form.decimal_comma:
            return None
        text = lines.text
        if b'"' in text or b"_" in text or not text.isascii() or b"\n\n" in text or text.isspace():
            return None
        columns = [self.form.names.index(field.name) for field in wanted]
        delimiter = None if self.form.delimiter == " " else self.form.delimiter
        try:
            found = np.loadtxt(
                io.BytesIO(text), delimiter=delimiter, usecols=columns, comments=None, ndmin=2
            )
        except (ValueError, IndexError):
            return None
        if len(found) != lines.count:
            return None
        records = {field.name: found[:, i].copy() for i, field in enumerate(wanted)}
        places = np.arange(lines.first, lines.first + len(found))
        return Piece({}, records, places, lines.done, "line")

    def _whole(self, lines: Lines, wanted: Sequence[Field]) -> Piece:
        """Without a last line that is not whole, as of a file that is still being written."""
        try:
            return self._slow(lines, wanted)
        except DataError:
            if not lines.open_end:
                raise
            self._notes.add(CUT)
            return self._slow(replace(lines, head=b""), wanted)

    def _slow(self, lines: Lines, wanted: Sequence[Field]) -> Piece:
        """Row by row: quotes, empty cells, texts, decimal commas."""
        columns = {field.name: self.form.names.index(field.name) for field in wanted}
        width = max(columns.values()) + 1
        texts: dict[str, list[str]] = {name: [] for name in columns}
        places = []
        for place, row in self._rows(lines):
            if len(row) < width:
                raise DataError(self.path, f"line {place} has {len(row)} cells instead of "
                                           f"{len(self.form.names)}")  # fmt: skip
            places.append(place)
            for name, column in columns.items():
                texts[name].append(row[column])
        records = {field.name: self._values(field, texts[field.name], places) for field in wanted}
        return Piece({}, records, np.array(places, dtype=np.int64), lines.done, "line")

    def _values(self, field: Field, cells: list[str], places: list[int]) -> Values:
        if field.kind == "text":
            return np.array([cell.strip() for cell in cells], dtype=object)
        found = np.empty(len(cells))
        for index, cell in enumerate(cells):
            number = _number(cell, self.form.decimal_comma)
            if number is None:
                what = f"line {places[index]}: {field.name} holds {cell.strip()[:30]!r}, no number"
                raise DataError(self.path, what)
            found[index] = number
        return found

    def _rows(self, lines: Lines | None) -> Iterator[tuple[int, list[str]]]:
        """(line, cells) of each line that is neither empty nor the header again."""
        if lines is None:
            return
        for place, line in lines:
            row = self._parsed(str(line, "utf-8", "replace"))
            if any(cell.strip() for cell in row) and tuple(map(str.strip, row)) != self.form.names:
                yield place, row

    def _parsed(self, text: str) -> list[str]:
        """The cells of one line; a lone quote cannot take the lines that follow."""
        if self.form.delimiter == " ":
            return text.split()
        try:
            return next(csv.reader([text], delimiter=self.form.delimiter), [])
        except csv.Error as error:
            raise DataError(self.path, f"holds a damaged line ({error})") from None

    def _cells(self, row: list[str], names: Sequence[str]) -> dict[str, object]:
        """The cells by name; those with lists in them decoded."""
        found: dict[str, object] = {}
        for name in names:
            place = self.form.names.index(name)
            cell = row[place].strip() if place < len(row) else ""
            if name not in self.lists:
                number = _number(cell, self.form.decimal_comma)
                found[name] = cell if number is None else number if cell else None
                continue
            try:
                found[name] = decoded(cell.encode(), _any)
            except DecodeError:  # as NumPy prints an array, without commas
                found[name] = [float(part) if _number(part, False) is not None else None
                               for part in cell.strip("[]() ").split()]  # fmt: skip
        return found

    def _field(self, place: int, rows: list[list[str]]) -> Field:
        name, cells = (
            self.form.names[place],
            [row[place].strip() for row in rows if place < len(row)],
        )
        words = {cell.lower() for cell in cells} - {*MISSING}
        if words and words <= {"true", "false"}:
            return Field(name, "truth", 1, (), tuple(cells[:SHOWN]), len(cells))
        if self.form.kinds[place] not in ("number", "error"):
            return Field(name, "text", 1, (), tuple(cells[:SHOWN]), len(cells))
        found = [_number(cell, self.form.decimal_comma) for cell in cells]
        known = tuple(number for number in found if number is not None and number == number)
        whole = bool(known) and all(word.lstrip("+-").isdigit() for word in words)
        return Field(name, "whole" if whole else "float", 1, (), known[:SHOWN], len(cells))


class LongTextReader:
    """Text that is none of the other kinds."""

    name = "CSV"
    order = 90

    def reads(self, head: Head) -> bool:
        """Whether the file is of this kind."""
        return b"\0" not in head.start[:4096] and bool(head.start.strip())

    def open(self, paths: Sequence[str]) -> TextTable:
        """The one file."""
        return TextTable(paths[0])


def _number(cell: str, decimal_comma: bool) -> float | None:
    """The number in a cell, NaN of an empty one; None where it is none."""
    text = cell.strip()
    word = text.lower()
    if word in MISSING or ERROR.fullmatch(text):
        return np.nan
    if word in ("true", "false"):
        return float(word == "true")
    if "_" in text or not text.isascii():
        return None
    try:
        return float(text.replace(",", ".") if decimal_comma else text)
    except ValueError:
        return None


READER = LongTextReader()

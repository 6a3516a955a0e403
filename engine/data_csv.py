"""Rows of a text file in batches: fast where a batch is clean, row by row where it is not."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from engine.data_error import BadRow, DataError
from engine.data_mask import counts
from engine.data_table import Batch, Labels
from engine.data_text import MISSING, TextFormat

STEP = 2**20  # bytes of a batch
LONGEST = 2**24  # bytes of a row


def csv_batches(
    path: str, form: TextFormat, columns: Sequence[str], label: str = "", mask: str = ""
) -> Iterator[Batch]:
    """The numbers in these columns, and the texts in the columns ``label`` and ``mask`` if named.

    Memory does not grow with the file. Raises DataError and OSError.
    """
    wanted = [form.names.index(name) for name in columns]
    label_place, mask_place = (form.names.index(n) if n else -1 for n in (label, mask))
    reader = _Reader(form, wanted, label_place, mask_place)
    size = os.path.getsize(path)
    line = form.first_line
    with open(path, "rb") as file:
        file.seek(form.offset)
        for content in _pieces(path, file, form.carriage_returns):
            yield reader.batch(content, line, min(file.tell() / max(size, 1), 1.0))
            line += content.count(b"\n")


def _pieces(path: str, file: BinaryIO, carriage_returns: bool) -> Iterator[bytes]:
    """Whole lines, some megabytes at most, that end outside quotes."""
    rest = b""
    while True:
        new = file.read(STEP)
        content = rest + (new.replace(b"\r", b"\n") if carriage_returns else new)
        end = content.rfind(b"\n") + 1 if new else len(content)
        # A cell in quotes may hold line breaks; a lone quote must not gather the whole file.
        inside = new and b'"' in content and content.count(b'"', 0, end) % 2 == 1
        if not end or (inside and len(content) < LONGEST):
            if len(content) > LONGEST:
                raise DataError(path, f"holds a row of more than {LONGEST // 2**20} MB")
            if not new:
                return
            rest = content
            continue
        yield content[:end]
        rest = content[end:]


class _Reader:
    """Turns the bytes of whole lines into a Batch."""

    def __init__(self, form: TextFormat, wanted: list[int], label: int, mask: int) -> None:
        self.form = form
        self.wanted = wanted
        self.label = label
        self.mask = mask
        self.width = len(form.names)

    def batch(self, content: bytes, line: int, done: float) -> Batch:
        """The rows of ``content``, whose first line has the number ``line``."""
        text = content.decode("utf-8", errors="replace")
        if self._may_be_clean(content):
            numbers, labels, mask = self._clean(text)
            count = content.count(b"\n") + (not content.endswith(b"\n"))
            if len(numbers) == count:
                return Batch(numbers, labels, np.arange(line, line + count), [], done, mask=mask)
        return self._row_by_row(text, line, done)

    def _may_be_clean(self, content: bytes) -> bool:
        """No quotes and comments, and in every line the same number of cells."""
        delimiter = self.form.delimiter.encode()
        if b'"' in content or (self.form.decimal_comma and b"." in content) or content.isspace():
            return False
        if content.startswith(b"#") or b"\n#" in content:
            return False
        if delimiter == b" ":
            return all(len(row.split()) == self.width for row in content.splitlines())
        bytes_ = np.frombuffer(content, np.uint8)
        ends = np.flatnonzero(bytes_ == ord("\n"))
        if not content.endswith(b"\n"):
            ends = np.append(ends, len(bytes_))
        before = np.searchsorted(np.flatnonzero(bytes_ == ord(delimiter)), ends)
        return bool(np.all(np.diff(before, prepend=0) == self.width - 1))

    def _clean(self, text: str) -> tuple[NDArray[np.float64], Labels | None, Labels | None]:
        """The numbers, (m, k), labels and mask; none where a cell is not a number."""
        if self.form.decimal_comma:
            text = text.replace(",", ".")
        texts = {"label": self.label, "mask": self.mask}
        texts = {name: place for name, place in texts.items() if place >= 0}
        types: list[tuple[str, type]] = [(f"f{i}", float) for i in range(len(self.wanted))]
        try:
            rows = np.loadtxt(
                io.StringIO(text, newline="\n"),
                dtype=types + [(name, object) for name in texts] if texts else float,
                delimiter=None if self.form.delimiter == " " else self.form.delimiter,
                usecols=[*self.wanted, *texts.values()],
                comments=None,
                ndmin=1 if texts else 2,
            )
        except (ValueError, IndexError):
            return np.empty((0, len(self.wanted))), None, None
        if not texts:
            return rows, None, None
        numbers = np.column_stack([rows[name] for name, _ in types])
        labels, mask = (Labels.of(rows[n]) if n in texts else None for n in ("label", "mask"))
        return numbers, labels, mask

    def _row_by_row(self, text: str, line: int, done: float) -> Batch:
        rows: list[list[float]] = []
        labels: list[str] = []
        masks: list[str] = []
        lines: list[int] = []
        bad: list[BadRow] = []
        # Python reads 1_000 and the digits of every script as numbers; we do not.
        plain = text.isascii() and "_" not in text and not self.form.decimal_comma
        for number, cells in self._records(text, line):
            found = cells if isinstance(cells, str) else self._row(cells, plain)
            if isinstance(found, str) and not isinstance(cells, str) and self._is_masked(cells):
                found = [np.nan] * len(self.wanted)
            if isinstance(found, str) or isinstance(cells, str):
                bad.append(BadRow(number, str(found)))
                continue
            rows.append(found)
            lines.append(number)
            if self.label >= 0:
                labels.append(cells[self.label])
            if self.mask >= 0:
                masks.append(cells[self.mask])
        numbers = np.array(rows).reshape(len(rows), len(self.wanted))
        found_labels = Labels.of(labels) if self.label >= 0 else None
        mask = Labels.of(masks) if self.mask >= 0 else None
        return Batch(numbers, found_labels, np.array(lines, dtype=np.int64), bad, done, mask=mask)

    def _records(self, text: str, line: int) -> Iterator[tuple[int, list[str] | str]]:
        """(line, cells or what is wrong) of each row that is neither empty nor a comment."""
        source = io.StringIO(text, newline="\n")
        if self.form.delimiter == " ":
            for number, row in enumerate(source, line):
                if (cells := row.split()) and not cells[0].startswith("#"):
                    yield number, cells
            return
        reader = csv.reader(source, delimiter=self.form.delimiter, skipinitialspace=True)
        while True:
            number = line + reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, str(error)
                continue
            empty = len(cells) < 2 and not "".join(cells).strip()
            if not empty and not cells[0].startswith("#"):
                yield number, cells

    def _is_masked(self, cells: list[str]) -> bool:
        """Whether a mask says that a row does not count, whatever its other cells hold."""
        whole = len(cells) == self.width
        return whole and self.mask >= 0 and counts(cells[self.mask]) is False

    def _row(self, cells: list[str], plain: bool) -> list[float] | str:
        """The wanted numbers of a row, or what is wrong with it."""
        if plain and len(cells) == self.width:
            try:
                return [float(cells[column]) for column in self.wanted]
            except ValueError:
                pass  # what is wrong is found below
        if len(cells) < self.width or any(cell.strip() for cell in cells[self.width :]):
            if all(cell.lower() in MISSING for cell in cells):
                return "an empty row"
            return f"{len(cells)} cell{'s' if len(cells) > 1 else ''} instead of {self.width}"
        numbers = []
        for column in self.wanted:
            number = self._number(cells[column].strip())
            if number is None:
                return _wrong(cells[column].strip(), self.form.names[column])
            numbers.append(number)
        return numbers

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


def _wrong(cell: str, name: str) -> str:
    if not cell:
        return f"no number in column {name}"
    short = cell if len(cell) <= 30 else cell[:27] + "..."
    return f"text {short!r} in column {name}"

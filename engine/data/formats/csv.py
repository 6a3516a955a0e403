"""Rows of a text file in batches: fast where a batch is clean, row by row where it is not."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.data.encoding import Recoder
from engine.data.error import BadRow, DataError
from engine.data.rows import RowReader, Wanted
from engine.data.table import Batch, Labels
from engine.data.text import TextFormat

STEP = 2**20  # bytes of a batch
LONGEST = 2**24  # bytes of a row


def csv_batches(
    path: str, form: TextFormat, columns: Sequence[str], label: str = "", mask: str = ""
) -> Iterator[Batch]:
    """The numbers in these columns, and the texts in the columns ``label`` and ``mask`` if named.

    Memory does not grow with the file. Raises DataError and OSError.
    """
    places = {name: place for place, name in enumerate(form.names)} | {"": -1}
    wanted = Wanted([places[name] for name in columns], places[label], places[mask])
    reader = _Reader(form, wanted, RowReader(path, form, wanted))
    size = os.path.getsize(path)
    line = form.first_line
    with open(path, "rb") as file:
        text = Recoder(file, form.encoding)
        for content in _pieces(path, text, form):
            yield reader.batch(content, line, min(file.tell() / max(size, 1), 1.0))
            line += content.count(b"\n")


def _pieces(path: str, file: Recoder, form: TextFormat) -> Iterator[bytes]:
    """Whole lines below the header, some megabytes at most, that end outside quotes."""
    rest = file.skip(form.offset)
    rest = rest.replace(b"\r", b"\n") if form.carriage_returns else rest
    while True:
        new = file.read(STEP)
        content = rest + (new.replace(b"\r", b"\n") if form.carriage_returns else new)
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

    def __init__(self, form: TextFormat, wanted: Wanted, rows: RowReader) -> None:
        self.form = form
        self.wanted = wanted
        self.rows = rows
        self.width = len(form.names)

    def batch(self, content: bytes, line: int, done: float) -> Batch:
        """The rows of ``content``, whose first line has the number ``line``."""
        text = content.decode("utf-8", errors="surrogateescape")
        if self._may_be_clean(content):
            numbers, labels, mask = self._clean(text)
            count = content.count(b"\n") + (not content.endswith(b"\n"))
            if len(numbers) == count:
                return Batch(numbers, labels, np.arange(line, line + count), [], done, mask=mask)
        return self._row_by_row(text, line, done)

    def _may_be_clean(self, content: bytes) -> bool:
        """No quotes, and in every line the same number of cells."""
        delimiter = self.form.delimiter.encode()
        if b'"' in content or (self.form.decimal_comma and b"." in content) or content.isspace():
            return False
        if self.rows.empty or self.rows.numbers_as_names:
            return False
        if self.wanted.label >= 0 and not _is_utf8(content):
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
        numbers = self.wanted.numbers
        types: list[tuple[str, type]] = [(f"f{i}", float) for i in range(len(numbers))]
        texts = {"label": self.wanted.label, "mask": self.wanted.mask}
        texts = {name: place for name, place in texts.items() if place >= 0}
        try:
            rows = np.loadtxt(
                io.StringIO(text, newline="\n"),
                dtype=types + [(name, object) for name in texts] if texts else float,
                delimiter=None if self.form.delimiter == " " else self.form.delimiter,
                usecols=[*numbers, *texts.values()],
                comments=None,
                ndmin=1 if texts else 2,
            )
        except (ValueError, IndexError):
            return np.empty((0, len(numbers))), None, None
        if not texts:
            return rows, None, None
        table = np.column_stack([rows[name] for name, _ in types])
        labels, mask = (Labels.of(rows[n]) if n in texts else None for n in ("label", "mask"))
        return table, labels, mask

    def _row_by_row(self, text: str, line: int, done: float) -> Batch:
        found = list(self.rows.read(text, line))
        good = [row for row in found if not isinstance(row, BadRow)]
        numbers = np.array([row.numbers for row in good])
        numbers = numbers.reshape(len(good), len(self.wanted.numbers))
        labels = Labels.of(row.label for row in good) if self.wanted.label >= 0 else None
        mask = Labels.of(row.mask for row in good) if self.wanted.mask >= 0 else None
        lines = np.array([row.line for row in good], dtype=np.int64)
        bad = [row for row in found if isinstance(row, BadRow)]
        return Batch(numbers, labels, lines, bad, done, mask=mask)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

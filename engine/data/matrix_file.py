"""Tables of numbers from files and from pasted text: covariance matrices."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import numpy as np

from engine.core.arrays import Array
from engine.core.atomic_file import ReadError, read_bounded
from engine.core.parameter import ParameterError
from engine.data.foreign_file import archive_words, binary_words, encoding_words, text_words
from engine.data.formats.npy import MAGIC, read_header, why_unusable
from engine.data.table_names import decimal_comma_words, line_cells, without_names

LARGEST = 4 * 2**20  # bytes
MOST_ROWS = 1000


class Words:
    """A value that is shown as these words, without quotes."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def read_matrix(path: str | Path, field: str) -> Array:
    """The square table in a CSV or NPY file, (d, d); raises ParameterError naming ``field``.

    Rows apart by semicolons, as in "1,0.5;0.5,2", are a table themselves.
    """
    if re.fullmatch(r"[\d.eE+\-,; ]+", str(path)) and not os.path.exists(path):
        return matrix_from_text(str(path).replace(";", "\n"), field)
    try:
        content = read_bounded(path, LARGEST)
    except ReadError as error:
        raise ParameterError(field, str(path), f"cannot be read: {error}") from error
    if content.startswith(MAGIC):
        return _from_npy(content, str(path), field)
    if words := foreign_table(str(path), content):
        raise ParameterError(field, str(path), words)
    return matrix_from_text(content.decode("utf-8-sig"), field)


def matrix_from_text(text: str, field: str) -> Array:
    """A square table, (d, d): a row a line, cells apart by commas, semicolons, tabs or spaces.

    A header and an index, as pandas and R write them, empty lines and the comments ("# ...")
    above the rows are left out. Raises ParameterError naming ``field``.
    """
    rows: list[list[str]] = []
    places: list[int] = []
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip().strip("[]").rstrip(" ,;\t]")
        if not bare or (bare.startswith("#") and not rows):
            continue
        if len(rows) > MOST_ROWS:
            raise ParameterError(
                field, Words(f"{MOST_ROWS} rows and more"), "must be a smaller table"
            )
        separator = next((mark for mark in ";\t," if mark in bare), None)
        rows.append(line_cells(bare, separator))
        places.append(number)
    if not rows:
        raise ParameterError(field, Words("an empty table"), "must be a square table of numbers")
    body = without_names(rows, field)
    places = places[-len(body) :]
    numbers = [
        [_number(cell, f"{field}, line {place}") for cell in row]
        for row, place in zip(body, places, strict=True)
    ]
    for number, row in enumerate(numbers, 1):
        if len(row) != len(numbers):
            raise ParameterError(
                field,
                Words(f"{len(numbers)} rows with {len(row)} cells in row {number}"),
                "must be a square table",
            )
    return np.array(numbers)


def foreign_table(path: str, content: bytes) -> str:
    """What a file is that holds no table as text, from all its bytes; "" for one that does. A table
    in brackets is no JSON here."""
    if content.startswith(b"PK\x03\x04"):
        return archive_words(path) or "is an archive of arrays; save the one table as NPY"
    if words := binary_words(path, content):
        return words
    bracketed = content.lstrip().startswith(b"[")
    if words := encoding_words(content) if bracketed else text_words(path, content):
        return words
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "ends in the middle of a sign; is the file whole?"
    return ""


def _number(cell: str, field: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise ParameterError(field, cell, decimal_comma_words(cell)) from None


def _from_npy(content: bytes, path: str, field: str) -> Array:
    try:
        header = read_header(io.BytesIO(content))
        shape = header.shape
        if header.dtype.kind not in "fiu":
            raise ParameterError(field, path, why_unusable(header))
        if len(shape) != 2 or shape[0] != shape[1] or not 1 <= shape[0] <= MOST_ROWS:
            raise ParameterError(
                field, Words(f"shape {shape}"), "must be a square table of numbers"
            )
        return np.asarray(np.load(io.BytesIO(content), allow_pickle=False), dtype=float)
    except ParameterError:
        raise
    except (ValueError, TypeError, SyntaxError, KeyError, EOFError, OSError) as error:
        raise ParameterError(field, path, f"is not a readable NPY file ({error})") from None

"""Tables of numbers from files and from pasted text: covariance matrices."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.atomic_file import ReadError, read_bounded
from engine.parameter import ParameterError

Array = NDArray[np.float64]

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
    if content.startswith(b"\x93NUMPY"):
        return _from_npy(content, str(path), field)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ParameterError(field, str(path), "must be a CSV or NPY file") from None
    return matrix_from_text(text, field)


def matrix_from_text(text: str, field: str) -> Array:
    """A square table, (d, d): a row a line, cells apart by commas, semicolons, tabs or spaces.

    Empty lines and what follows a "#" are skipped. Raises ParameterError naming ``field``.
    """
    rows: list[list[float]] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = re.split(r"\s*[,;\t]\s*|\s+", line.partition("#")[0].strip(" ,;\t\r[]"))
        if cells == [""]:
            continue
        if len(rows) == MOST_ROWS:
            raise ParameterError(
                field, Words(f"{MOST_ROWS} rows and more"), "must be a smaller table"
            )
        rows.append([_number(cell, f"{field}, line {number}") for cell in cells])
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows):
            raise ParameterError(
                field,
                Words(f"{len(rows)} rows with {len(row)} cells in row {number}"),
                "must be a square table",
            )
    if not rows:
        raise ParameterError(field, Words("an empty table"), "must be a square table of numbers")
    return np.array(rows)


def _number(cell: str, field: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise ParameterError(field, cell, "must be a number") from None


def _from_npy(content: bytes, path: str, field: str) -> Array:
    try:
        shape, dtype = _npy_header(content)
        if len(shape) != 2 or shape[0] != shape[1] or not 1 <= shape[0] <= MOST_ROWS:
            raise ParameterError(
                field, Words(f"shape {shape}"), "must be a square table of numbers"
            )
        if dtype.kind not in "fiu":
            raise ParameterError(field, Words(f"type {dtype}"), "must be a table of real numbers")
        return np.asarray(np.load(io.BytesIO(content), allow_pickle=False), dtype=float)
    except ParameterError:
        raise
    except (ValueError, EOFError, OSError) as error:
        raise ParameterError(field, path, f"is not a readable NPY file ({error})") from None


def _npy_header(content: bytes) -> tuple[tuple[int, ...], np.dtype[np.generic]]:
    """Shape and type before any memory is taken for the data."""
    file = io.BytesIO(content)
    version = np.lib.format.read_magic(file)
    read = np.lib.format.read_array_header_1_0
    if version != (1, 0):
        read = np.lib.format.read_array_header_2_0
    shape, _, dtype = read(file)
    return shape, dtype

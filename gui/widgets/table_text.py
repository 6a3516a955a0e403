"""Tables of numbers as texts: pasted from a spreadsheet, read from a file; no Qt."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np

from engine.core.parameter import ParameterError
from engine.core.words import tr
from engine.data.foreign_file import foreign_words
from engine.data.formats.npy import MAGIC
from engine.data.matrix_file import foreign_table
from engine.data.table_names import line_cells, without_names

LARGEST_FILE = 10 * 2**20


def split_table(text: str, whole: bool = False) -> list[list[str]]:
    """Rows by line; entries by tab, else semicolon, else comma, else spaces.

    Left out are empty lines, comments ("# ...") above the rows, and the names of rows and columns
    that pandas and R write; of a ``whole`` table also names that are 0, 1, 2, ... Ragged rows
    raise ParameterError.
    """
    lines = [line.strip(" \r") for line in text.strip("\r\n").split("\n")]
    lines = [line for line in lines if line.strip()]
    lines = list(itertools.dropwhile(lambda line: line.startswith("#"), lines))
    separator = next((mark for mark in "\t;," if any(mark in line for line in lines)), None)
    if not lines:
        raise ParameterError("table", "", "holds no numbers")
    rows = without_names([line_cells(line, separator) for line in lines], "table", whole)
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise ParameterError(
                "table",
                tr("row {number} of {count}").format(number=number, count=len(row)),
                f"must have {len(rows[0])} entries as the first row has",
            )
    return rows


def joined_table(rows: list[list[str]]) -> str:
    """A table for a spreadsheet: tabs and lines."""
    return "\n".join("\t".join(row) for row in rows)


def read_table(path: Path) -> list[list[str]]:
    """The table in a CSV, text or NPY file; raises ParameterError, OSError."""
    if path.stat().st_size > LARGEST_FILE:
        raise ParameterError("file", path.name, "must be smaller than 10 MB")
    with path.open("rb") as file:
        start = file.read(len(MAGIC))
    if start != MAGIC and path.suffix.lower() != ".npy":
        content = path.read_bytes()
        if words := foreign_words(str(path), content) or foreign_table(str(path), content):
            raise ParameterError("file", path.name, words)
        return split_table(content.decode("utf-8-sig"), whole=True)
    try:
        array = np.load(path, allow_pickle=False)
    except (ValueError, EOFError):
        raise ParameterError("file", path.name, "is no NPY file of numbers") from None
    if not np.issubdtype(array.dtype, np.number) or array.ndim > 2 or np.iscomplexobj(array):
        raise ParameterError("file", path.name, "must hold one table of real numbers")
    return [[repr(float(value)) for value in row] for row in np.atleast_2d(array)]

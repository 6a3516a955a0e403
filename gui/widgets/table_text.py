"""Tables of numbers as texts: pasted from a spreadsheet, read from a file; no Qt."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.parameter import ParameterError

LARGEST_FILE = 10 * 2**20


def split_table(text: str) -> list[list[str]]:
    """Rows by line; entries by tab, else semicolon, else comma, else spaces.

    Lines that are empty or begin with # are left out. Ragged rows raise ParameterError.
    """
    lines = [line.strip(" \r") for line in text.strip("\r\n").split("\n")]
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    separator = next((mark for mark in "\t;," if any(mark in line for line in lines)), None)
    rows = [[entry.strip() for entry in line.split(separator)] for line in lines]
    if not rows:
        raise ParameterError("table", "", "holds no numbers")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise ParameterError(
                "table",
                f"row {number} of {len(row)}",
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
    if path.suffix.lower() != ".npy":
        try:
            return split_table(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            raise ParameterError("file", path.name, "must be text or NPY") from None
    try:
        array = np.load(path, allow_pickle=False)
    except (ValueError, EOFError):
        raise ParameterError("file", path.name, "is no NPY file of numbers") from None
    if not np.issubdtype(array.dtype, np.number) or array.ndim > 2 or np.iscomplexobj(array):
        raise ParameterError("file", path.name, "must hold one table of real numbers")
    return [[repr(float(value)) for value in row] for row in np.atleast_2d(array)]

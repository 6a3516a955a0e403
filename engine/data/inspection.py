"""A first look at a file: its columns, its first rows, and what they may mean."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.data.coordinates import left_out
from engine.data.file_format import file_format
from engine.data.formats.numpy_arrays import array_columns, first_cells, fits
from engine.data.mask import mask_columns
from engine.data.names import suggestion
from engine.data.table import FileColumns
from engine.data.text import SHOWN, first_columns, text_format

INSPECTED = 2_000  # rows
FEW = 50  # columns


def inspect(path: str) -> FileColumns:
    """A quick first look at a CSV, NPY or NPZ file, in bounded time; raises DataError."""
    full = os.path.abspath(path)
    kind, head = file_format(full)
    size = os.path.getsize(full)
    if kind == "csv":
        form = text_format(full, head)
        problems = tuple(problem for problem in form.problems if problem)
        found = FileColumns(
            full, kind, size, form.names, form.numeric, form.first_rows, None, form.header,
            form.delimiter, form.decimal_comma, None, form.notes, problems,
        )  # fmt: skip
        return _understood(found, first_columns(form, head), tuple(map(bool, form.problems)))
    columns, notes = array_columns(full, kind == "npz")
    names = tuple(column.name for column in columns)
    numeric = tuple(column.numeric for column in columns)
    # Few columns are inspected further, for an index or a mask among them.
    cells = first_cells(full, columns, INSPECTED if len(columns) <= FEW else SHOWN)
    height = min(max(map(len, cells)), SHOWN)
    padded = [column[:SHOWN] + [""] * (height - len(column)) for column in cells]
    header = names != tuple(str(i + 1) for i in range(len(names)))
    rows = max(column.rows for column in columns)
    first_rows = tuple(zip(*padded, strict=True))
    found = FileColumns(
        full, kind, size, names, numeric, first_rows, rows, header, "", False, None, notes
    )  # fmt: skip
    understood = _understood(found, dict(zip(names, cells, strict=True)))
    guess, by_name = understood.suggestion, {column.name: column for column in columns}
    if guess is None or not guess.mask or fits(by_name[guess.mask], by_name[guess.columns[0]]):
        return understood
    return replace(understood, suggestion=replace(guess, mask=""))


def _understood(
    found: FileColumns, cells: Mapping[str, Sequence[str]], meant: tuple[bool, ...] = ()
) -> FileColumns:
    """With what the columns may mean by their names and their first cells.

    Those ``meant`` for numbers may be log-probabilities by name: the reader says what is wrong.
    """
    aside = left_out(found.numeric_names, cells, found.header)
    guess = suggestion(found.names, found.numeric, cells, aside)
    if any(meant):
        either = tuple(map(max, found.numeric, meant))
        named = suggestion(found.names, either, cells, aside)
        if named is not None and named.kind == "log-ratios" and named.by_name:
            guess = named
    return replace(found, suggestion=guess, left_out=aside, masks=mask_columns(cells))

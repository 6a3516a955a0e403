"""How a short program reads own data: the columns, and the form of a text file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any

from engine.data.error import DataError
from engine.data.inspection import inspect
from engine.data.source import DataSource
from engine.data.text import HEAD, TextFormat, text_format


def reading(source: DataSource) -> dict[str, Any]:
    """The parameters by which the programs for own data read the file; raises DataError."""
    found: dict[str, Any] = {
        "path": source.path,
        "columns": list(source.columns),
        "mask": source.mask,
        "skip_lines": 0,
        "delimiter": ",",
        "decimal_comma": False,
        "skip_bad_rows": source.skip_bad_rows,
    }
    if inspect(source.path).format != "csv":
        return found
    with open(source.path, "rb") as file:
        head = file.read(HEAD)
    form = text_format(source.path, head)
    wanted = (*source.columns, *([source.mask] if source.mask else []))
    for name in wanted:
        if name not in form.names:
            raise DataError(source.path, f"has no column {name}", "columns")
    columns = _columns(wanted, form, head)
    return found | {
        "columns": columns[: len(source.columns)],
        "mask": "".join(columns[len(source.columns) :]),
        "skip_lines": form.first_line - 1,
        "delimiter": form.delimiter,
        "decimal_comma": form.decimal_comma,
    }


def _columns(wanted: Sequence[str], form: TextFormat, head: bytes) -> list[str]:
    """Names where they stand in the line before the rows as they are, else numbers from 1."""
    lines = head.decode("utf-8-sig", errors="replace").splitlines()
    line = lines[form.first_line - 2].lstrip("# ") if form.first_line > 1 else ""
    cells = next(csv.reader([line], delimiter=form.delimiter, skipinitialspace=True), [])
    names = [" ".join(cell.split()) for cell in cells]
    places = {name: form.names.index(name) for name in wanted}
    told = all(name in names and names.index(name) == places[name] for name in places)
    return [name if told else str(place + 1) for name, place in places.items()]

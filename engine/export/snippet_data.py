"""How a short program reads own data: the columns, and the form of a text file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any

from engine.core.run import Run
from engine.data.encoding import UTF8, recoded
from engine.data.error import DataError
from engine.data.inspection import inspect
from engine.data.source import DataSource
from engine.data.text import HEAD, TextFormat, text_format


def reading(source: DataSource) -> dict[str, Any]:
    """The parameters by which the programs for own data read the file; raises DataError."""
    if source.kind == "rollouts":
        return _reading_rollouts(source)
    found: dict[str, Any] = {
        "path": source.path,
        "columns": list(source.columns),
        "mask": source.mask,
        "encoding": "utf-8-sig",
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
        "encoding": "utf-8-sig" if form.encoding == UTF8 else form.encoding,
        "skip_lines": form.first_line - 1,
        "delimiter": form.delimiter,
        "decimal_comma": form.decimal_comma,
    }


def _reading_rollouts(source: DataSource) -> dict[str, Any]:
    """The names that were taken for both policies and for the masks."""
    # Imported when it is needed: most programs read no rollouts.
    from engine.data.rollouts.own import own_rollouts

    found = own_rollouts(source, Run())
    masks = [name for name in found.mask_name.split(" x ") if name]
    names = {"new_name": found.new_name, "old_name": found.old_name}
    return {"path": source.path, **names, "masks": masks}


def _columns(wanted: Sequence[str], form: TextFormat, head: bytes) -> list[str]:
    """Names where they stand in the line before the rows as they are, else numbers from 1."""
    lines = recoded(head, form.encoding).decode(UTF8, errors="replace").splitlines()
    line = lines[form.first_line - 2].lstrip("# ") if form.first_line > 1 else ""
    cells = next(csv.reader([line], delimiter=form.delimiter, skipinitialspace=True), [])
    names = [" ".join(cell.split()) for cell in cells]
    places = {name: form.names.index(name) for name in wanted}
    told = all(name in names and names.index(name) == places[name] for name in places)
    return [name if told else str(place + 1) for name, place in places.items()]

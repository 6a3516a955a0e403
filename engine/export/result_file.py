"""Results as files: CSV tables with full precision, and NPZ with every array."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.core.atomic_file import ExportError, replacing, write_whole
from engine.core.quantity import Readout
from engine.export.provenance import provenance_text
from engine.export.result_table import Table, array_columns, result_tables
from engine.page.result import Result
from engine.session.reader import PROGRAM
from engine.session.session import Session

__all__ = ["ExportError", "readouts_text", "save_csv", "save_npz"]

READOUT_COLUMNS = ("key", "name", "value", "standard_error", "kind", "unit", "note")


def save_csv(
    result: Result, session: Session, directory: str | Path, prefix: str = ""
) -> list[Path]:
    """One file for each plot of the result and one for its readouts; their paths.

    Files are ``PREFIX-PLOT.csv`` and ``PREFIX-readouts.csv``; the prefix is the session's page
    unless it is given. Comment lines at the top ("# ...") hold the session, the versions and
    what is one number only. Numbers are written so that they read back to the very same double,
    infinities as ``inf``; columns of unequal length end in empty cells. Raises ExportError.
    """
    folder = Path(directory)
    start = prefix or session.page
    header = provenance_text(session)
    written = []
    for table in result_tables(result):
        name = f"{start}-{table.name.replace('_', '-')}.csv" if table.name else f"{start}.csv"
        write_whole(folder / name, table_text(table, header))
        written.append(folder / name)
    write_whole(folder / f"{start}-readouts.csv", readouts_csv(result, header))
    return [*written, folder / f"{start}-readouts.csv"]


def save_npz(result: Result, session: Session, path: str | Path) -> None:
    """Every array of the result as "plot.field", the readouts and the provenance.

    Readouts are "readouts.key", "readouts.name", "readouts.value", "readouts.standard_error"
    (nan for exact values), "readouts.kind", "readouts.unit" and "readouts.note". No array needs
    pickle. Raises ExportError.
    """
    arrays: dict[str, np.ndarray[Any, Any]] = {"provenance": np.array(provenance_text(session))}
    for table in result_tables(result):
        start = f"{table.name}." if table.name else ""
        for name, value in (table.arrays | table.scalars).items():
            arrays[start + name] = np.asarray(value)
    for name in READOUT_COLUMNS:
        values = [getattr(readout, name) for readout in result.readouts]
        kind = float if name in ("value", "standard_error") else str
        arrays[f"readouts.{name}"] = np.array(values, dtype=kind)
    arrays["banners"] = np.array(result.banners, dtype=str)
    with replacing(path) as beside, beside.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def readouts_text(readouts: Sequence[Readout]) -> str:
    """The readouts with tabs between the cells, as spreadsheets paste them."""
    rows = [READOUT_COLUMNS, *(_readout_cells(readout) for readout in readouts)]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows) + "\n"


def readouts_csv(result: Result, header: str) -> str:
    """The readouts as CSV, the banners among the comment lines."""
    comments = {f"banner_{i}": text for i, text in enumerate(result.banners, 1)}
    rows = [READOUT_COLUMNS, *(_readout_cells(readout) for readout in result.readouts)]
    return _text(header, comments, rows)


def table_text(table: Table, header: str) -> str:
    """A plot's arrays as columns; arrays of more axes make a column for each of the others."""
    columns = {
        name: values
        for field, array in table.arrays.items()
        for name, values in array_columns(field, array)
    }
    longest = max((len(values) for values in columns.values()), default=0)
    rows = ([_cell(c[i]) if i < len(c) else "" for c in columns.values()] for i in range(longest))
    return _text(header, table.scalars, [list(columns), *rows] if columns else [])


def _text(header: str, comments: dict[str, Any], rows: Sequence[Sequence[str]]) -> str:
    file = io.StringIO()
    file.writelines(_comments({PROGRAM: header} | comments))
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()


def _comments(values: dict[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        # A line break would end the comment.
        yield f"# {name}: {' '.join(_cell(value).split())}\n"


def _cell(value: Any) -> str:
    item = value.item() if isinstance(value, np.generic) else value
    return item if isinstance(item, str) else repr(item)


def _readout_cells(readout: Readout) -> tuple[str, ...]:
    error = readout.standard_error
    return (
        readout.key,
        readout.name,
        "" if readout.kind == "unknown" else repr(readout.value),
        "" if error is None else repr(error),
        readout.kind,
        readout.unit,
        readout.note,
    )

"""A sweep's table as Parquet: the columns of the CSV file, in their own types.

Unknown values, the errors of exact ones, and empty notes are nulls. The heading is the schema's
metadata. It needs pyarrow, the extra `parquet`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.core.atomic_file import replacing
from engine.core.extras import how_to_get
from engine.session.reader import PROGRAM
from engine.sweep.heading import Heading, NotThisSweep, columns
from engine.sweep.row import Cell, Row
from engine.sweep.sweep import Sweep

SWEEP = b"sweep"
WIDTH = 3


class NoParquet(Exception):
    """pyarrow is not there; the message says how to get it."""


def pyarrow() -> Any:
    """The package, with its Parquet part; raises NoParquet."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise NoParquet(
            f"Parquet needs pyarrow: {how_to_get('parquet')}, or name a .csv file"
        ) from None
    return pyarrow


def write(path: Path, heading: Heading, sweep: Sweep, rows: Mapping[int, Row]) -> None:
    """The whole table, in the order of the points; an existing file is replaced whole."""
    arrow = pyarrow()
    ordered = [rows[point] for point in sorted(rows)]
    arrays = dict(zip(columns(sweep), _arrays(arrow, sweep, ordered), strict=True))
    metadata = {PROGRAM.encode(): heading.session.encode(), SWEEP: heading.sweep.encode()}
    table = arrow.table(arrays).replace_schema_metadata(metadata)
    with replacing(path) as beside:
        arrow.parquet.write_table(table, beside)


def read(path: Path) -> tuple[Heading, Any]:
    """The heading and the table; raises NotThisSweep."""
    arrow = pyarrow()
    try:
        table = arrow.parquet.read_table(path)
        metadata = table.schema.metadata or {}
        found = Heading(*(metadata[key].decode() for key in (PROGRAM.encode(), SWEEP)))
    except (arrow.ArrowException, OSError, KeyError, ValueError):
        raise NotThisSweep("holds no sweep of this program") from None
    return found, table


def rows_of(sweep: Sweep, table: Any) -> dict[int, Row]:
    """The rows by their points; raises NotThisSweep where they are not those of the sweep."""
    if table.column_names != columns(sweep):
        raise NotThisSweep("has other columns than this sweep")
    start = 1 + len(sweep.axes)
    found: dict[int, Row] = {}
    for point, *values in zip(*(column.to_pylist() for column in table.columns), strict=True):
        failure = values[-1] or ""
        triples = zip(*[iter(values[start - 1 : -1])] * WIDTH, strict=True)
        cells = () if failure else tuple(Cell(v, error, note or "") for v, error, note in triples)
        found[point] = Row(point, cells, failure)
    return found


def _arrays(arrow: Any, sweep: Sweep, rows: list[Row]) -> list[Any]:
    values = [sweep.values(row.point) for row in rows]
    axes = [arrow.array([each[i] for each in values]) for i in range(len(sweep.axes))]
    arrays = [arrow.array([row.point for row in rows], arrow.int64()), *axes]
    for i in range(len(sweep.keys)):
        cells = [row.cells[i] if row.cells else Cell(None) for row in rows]
        arrays.append(arrow.array([cell.value for cell in cells], arrow.float64()))
        arrays.append(arrow.array([cell.standard_error for cell in cells], arrow.float64()))
        arrays.append(arrow.array([cell.note or None for cell in cells], arrow.string()))
    return [*arrays, arrow.array([row.failure or None for row in rows], arrow.string())]

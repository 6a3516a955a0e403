"""Parquet files with lists in their columns, or with a token a row; pyarrow reads them."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from engine.core.extras import how_to_get
from engine.core.run import Run
from engine.data.error import DataError
from engine.data.rollouts.fields import TOKENS, Column, Field, Head, Piece, Values
from engine.data.rollouts.json_records import Record, depth_of, fields_of
from engine.data.rollouts.packed import numbers
from engine.data.rollouts.record_batch import RecordBatch

MAGIC = b"PAR1"
PEEKED = 20
MOST_ROWS = 2**16  # of a piece


class ParquetTable:
    """The columns of a Parquet file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.notes: tuple[str, ...] = ()
        with _told(path), _opened(path) as file:
            self.rows = int(file.metadata.num_rows)
            first = next(file.iter_batches(batch_size=PEEKED), None)
            rows: list[dict[str, Any]] = [] if first is None else first.to_pylist()
        self.fields = fields_of(Record(row, {}) for row in rows)
        cells = {field.name: [row.get(field.name) for row in rows] for field in self.fields}
        self.flat = all(max(map(depth_of, held)) < 2 for held in cells.values())
        self.width = max((max(field.lengths, default=1) for field in self.fields), default=1)

    def pieces(self, names: Sequence[str], run: Run) -> Iterator[Piece]:
        """The file in order, only these columns of it."""
        wanted = [field for field in self.fields if field.name in names]
        step = max(min(TOKENS // max(self.width, 1), MOST_ROWS), 1)
        start = 0
        with _told(self.path), _opened(self.path) as file:
            columns = [field.name for field in wanted]
            batches = file.iter_batches(batch_size=step, columns=columns)
            while True:
                with _told(self.path):
                    batch = next(batches, None)
                    if batch is None:
                        break
                    done = min((start + batch.num_rows) / max(self.rows, 1), 1.0)
                    piece = self._piece(batch, wanted, start, done)
                run.step(done)
                start += batch.num_rows
                yield piece

    def _piece(self, batch: Any, wanted: Sequence[Field], start: int, done: float) -> Piece:
        places = np.arange(start + 1, start + batch.num_rows + 1)
        if self.flat and not any(field.kind == "segments" for field in wanted):
            tokens, records = {}, {}
            for field in wanted:
                column = batch.column(batch.schema.get_field_index(field.name))
                if field.axes == 2:
                    tokens[field.name] = _lists(column, field)
                else:
                    records[field.name] = _values(column, field)
            return Piece(tokens, records, places, done)
        rows = RecordBatch(self.path, wanted, "row")
        for place, row in zip(places.tolist(), batch.to_pylist(), strict=True):
            rows.add([row[field.name] for field in wanted], place)
        return rows.take(done)


class ParquetReader:
    """Files of Apache Parquet."""

    name = "Parquet"
    order = 40

    def reads(self, head: Head) -> bool:
        """Whether the file is of this kind."""
        return head.raw.startswith(MAGIC)

    def open(self, paths: Sequence[str]) -> ParquetTable:
        """The one file."""
        return ParquetTable(paths[0])


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    """The file, as pyarrow reads it; raises DataError where that is missing."""
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise DataError(
            path, f"is a Parquet file, which is read with pyarrow: {how_to_get('parquet')}"
        ) from None
    with parquet.ParquetFile(path, memory_map=False, pre_buffer=False) as file:
        yield file


@contextmanager
def _told(path: str) -> Iterator[None]:
    """What a damaged file raises, as a DataError."""
    try:
        yield
    except DataError:
        raise
    except (ValueError, OSError, KeyError, TypeError, NotImplementedError, MemoryError) as error:
        told = " ".join(str(error).split())
        raise DataError(path, f"is not a readable Parquet file ({told})"[:300]) from None


def _lists(column: Any, field: Field) -> Column:
    offsets = np.asarray(column.value_lengths().fill_null(0))
    return Column(_values(column.flatten(), field), offsets.astype(np.int64))


def _values(column: Any, field: Field) -> Values:
    if field.kind == "text":
        return np.array([value or "" for value in column.to_pylist()], dtype=object)
    if column.null_count == 0 or str(column.type) in ("float", "double"):
        found: Values = column.to_numpy(zero_copy_only=False)
        if found.dtype.kind in "fiub":
            return found
    return numbers(column.to_pylist())


READER = ParquetReader()

"""Arrays in NPY and NPZ files, read in batches; nothing is ever unpickled.

The header's promise is checked against the file's size before any memory is taken.
"""

from __future__ import annotations

import math
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.core.parameter import number_text
from engine.core.run import Run
from engine.data.error import DataError
from engine.data.formats.npy import Header, check_size, checked_text, read_header, why_unusable
from engine.data.sequences import sequence_arrays
from engine.data.table import Batch, Labels

MOST_BYTES = 2**32  # of the arrays that are read, unpacked
MOST_COLUMNS = 1000
ROWS = 2**17  # of a batch
PIECE = 2**24  # bytes

Values = NDArray[Any]


@dataclass(frozen=True, slots=True)
class ArrayColumn:
    """One column of the arrays in a file."""

    name: str
    rows: int
    numeric: bool  # else texts or truth values, which may name groups
    member: str  # of an NPZ file; empty for NPY
    take: Callable[[Values], Values]  # the column from its array
    sequence: int = 1  # rows that belong to one row of the array, where two axes are one column


def array_columns(
    path: str, packed: bool, every: bool = False
) -> tuple[list[ArrayColumn], tuple[str, ...]]:
    """The columns of an NPY file, or of every array in an NPZ file, and what is left out.

    One axis is one column, two axes are rows and columns, named "1", "2", ... or in an NPZ
    "NAME_1", ...; where that would make thousands of columns, they are taken for rows. In an NPZ
    sequences x tokens of log-probabilities, of log-ratios or of a mask are one column; their
    parts are found as well with ``every``. The fields of a structured array are columns. Other
    arrays are left out; single values in an NPZ file count for nothing. Raises DataError where
    no column is left.
    """
    found: list[ArrayColumn] = []
    notes: list[str] = []
    with _damage(path):
        headers = dict(_headers(path, packed))
        whole = sequence_arrays(headers)
        found += [_flat(member, headers[member]) for member in whole if every]
        for member, header in headers.items():
            name = member.removesuffix(".npy")
            flat = member in whole and not every
            columns = [_flat(member, header)] if flat else [*_columns(name, member, header)]
            found += columns
            if not columns and (header.shape or not packed):
                notes.append(f"{name or 'the array'} {why_unusable(header)}")
    if not found:
        why = f": {'; '.join(notes[:3])}" if notes else ""
        raise DataError(path, f"holds no array of numbers with one or two axes{why}")
    if len(found) > MOST_COLUMNS:
        notes.append(f"only the first {MOST_COLUMNS:,} of {len(found):,} columns are read")
    return found[:MOST_COLUMNS], tuple(notes)


def array_batches(
    path: str,
    columns: Sequence[ArrayColumn],
    label: ArrayColumn | None,
    run: Run,
    mask: ArrayColumn | None = None,
) -> Iterator[Batch]:
    """The numbers in these columns, the group names in ``label`` and the cells of ``mask``, which
    may have one for each sequence; raises DataError."""
    first, rows = columns[0], columns[0].rows
    wanted = [*columns, *([label] if label else []), *([mask] if mask else [])]
    for column in wanted:
        if column.rows != rows and not (column is mask and fits(column, first)):
            raise DataError(
                path,
                f"column {column.name} has {column.rows:,} rows and {first.name} {rows:,}; "
                "columns must be of one length",
            )
        if min(column.sequence, first.sequence) > 1 and column.sequence != first.sequence:
            raise DataError(
                path,
                f"sequences of {column.name} have {column.sequence:,} tokens and those of "
                f"{first.name} {first.sequence:,}; they must be of one length",
            )
    with _damage(path):
        arrays = {column.member: None for column in wanted}
        taken = _arrays(path, [*arrays], run)
        values = [checked_text(column.take(taken[column.member])) for column in wanted]
    if mask is not None and mask.rows != rows:
        values[-1] = np.repeat(values[-1], first.sequence)
    for start in range(0, rows, ROWS):
        end = min(start + ROWS, rows)
        numbers = np.empty((end - start, len(columns)))
        with np.errstate(over="ignore", invalid="ignore"):  # infinite or NaN: named later
            for index in range(len(columns)):
                numbers[:, index] = values[index][start:end]
        labels = _labels(values[len(columns)][start:end]) if label else None
        masks = _labels(values[-1][start:end]) if mask else None
        lines = np.arange(start + 1, end + 1)
        yield Batch(numbers, labels, lines, [], end / rows, "row", masks)


def fits(mask: ArrayColumn, column: ArrayColumn) -> bool:
    """Whether a mask has a cell for each row of a column, or for each sequence."""
    if mask.rows == column.rows:
        return mask.sequence in (1, column.sequence)
    return mask.rows * column.sequence == column.rows


def first_cells(path: str, columns: Sequence[ArrayColumn], rows: int) -> list[list[str]]:
    """The first cells of each column, as text; of an NPZ nothing but those is unpacked."""
    with _damage(path):
        first: dict[str, Values] = {}
        for column in columns:
            if column.member not in first:
                first[column.member] = _first_rows(path, column.member, rows)
        return [
            [_text(v) for v in checked_text(column.take(first[column.member])[:rows]).tolist()]
            for column in columns
        ]


def _headers(path: str, packed: bool) -> Iterator[tuple[str, Header]]:
    """(member, header) of each array; the member of an NPY file is empty."""
    if not packed:
        with open(path, "rb") as file:
            header = read_header(file)
        check_size(path, header, os.path.getsize(path))
        yield "", header
        return
    with zipfile.ZipFile(path) as archive:
        arrays = [name for name in archive.namelist() if name.endswith(".npy")]
        if not arrays:
            raise DataError(path, "holds no arrays; save them with numpy.savez, or as CSV")
        for name in arrays:
            with archive.open(name) as file:
                header = read_header(file)
            if not header.dtype.hasobject:
                check_size(f"{path}: {name}", header, archive.getinfo(name).file_size)
            yield name, header


def _flat(member: str, header: Header) -> ArrayColumn:
    name, rows = member.removesuffix(".npy"), math.prod(header.shape)
    numeric = header.dtype.kind in "fiu"
    return ArrayColumn(name, rows, numeric, member, lambda a: a.reshape(-1), header.shape[1])


def _columns(name: str, member: str, header: Header) -> Iterator[ArrayColumn]:
    shape, dtype = header.shape, header.dtype
    if dtype.hasobject:
        return
    if dtype.names and len(shape) == 1:
        for field in dtype.names:
            kind = dtype[field]
            if kind.shape == () and kind.kind in "fiubUS":
                column = f"{name}_{field}" if name else field
                yield ArrayColumn(column, shape[0], kind.kind in "fiu", member, _field(field))
    elif dtype.kind in "fiubUS" and len(shape) == 1:
        yield ArrayColumn(name or "1", shape[0], dtype.kind in "fiu", member, lambda a: a)
    elif dtype.kind in "fiubUS" and len(shape) == 2:
        across = shape[0] <= MOST_COLUMNS < shape[1]  # columns lie as rows
        rows, columns = shape[::-1] if across else shape
        for index in range(min(columns, MOST_COLUMNS)):
            column = f"{name}_{index + 1}" if name else str(index + 1)
            take = _row(index) if across else _place(index)
            yield ArrayColumn(column, rows, dtype.kind in "fiu", member, take)


def _field(name: str) -> Callable[[Values], Values]:
    return lambda array: array[name]


def _row(index: int) -> Callable[[Values], Values]:
    return lambda array: array[index]


def _place(index: int) -> Callable[[Values], Values]:
    return lambda array: array[:, index]


def _arrays(path: str, members: list[str], run: Run) -> dict[str, Values]:
    """The arrays by member: mapped into memory from an NPY file, unpacked from an NPZ."""
    if members == [""]:
        with open(path, "rb") as file:
            header = read_header(file)
        check_size(path, header, os.path.getsize(path))
        if header.size == 0:
            return {"": np.empty(header.shape, header.dtype)}
        order: Literal["F", "C"] = "F" if header.fortran else "C"
        mapped: Values = np.memmap(path, header.dtype, "r", header.offset, header.shape, order)
        return {"": mapped}
    with zipfile.ZipFile(path) as archive:
        total = sum(archive.getinfo(name).file_size for name in members)
        if total > MOST_BYTES:
            raise DataError(path, f"unpacks to {total:,} bytes; at most {MOST_BYTES:,} are read")
        return {name: _unpacked(path, archive, name, -1, run) for name in members}


def _first_rows(path: str, member: str, rows: int) -> Values:
    if not member:
        return _arrays(path, [""], Run())[""]
    with zipfile.ZipFile(path) as archive:
        return _unpacked(path, archive, member, rows, Run())


def _unpacked(path: str, archive: zipfile.ZipFile, name: str, rows: int, run: Run) -> Values:
    """An array of an NPZ file, or its first rows only (-1 = all)."""
    with archive.open(name) as file:
        header = read_header(file)
        check_size(f"{path}: {name}", header, archive.getinfo(name).file_size)
        shape = header.shape
        across = len(shape) == 2 and shape[1] > MOST_COLUMNS
        if 0 <= rows < shape[0] and not header.fortran and not across:
            shape = (rows, *shape[1:])
        size = math.prod(shape) * header.dtype.itemsize
        if size > MOST_BYTES:
            raise DataError(path, f"unpacks to {size:,} bytes; at most {MOST_BYTES:,} are read")
        buffer = np.empty(size, np.uint8)
        for start in range(0, size, PIECE):
            run.step(start / size)
            piece = file.read(min(PIECE, size - start))
            buffer[start : start + len(piece)] = np.frombuffer(piece, np.uint8)
            if len(piece) < min(PIECE, size - start):
                raise ValueError("it is cut short")
    return buffer.view(header.dtype).reshape(shape, order="F" if header.fortran else "C")


def _labels(values: Values) -> Labels:
    """Names in the order in which they come."""
    names, first, codes = np.unique(values, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return Labels([_text(name) for name in names[order].tolist()], np.argsort(order)[codes])


def _text(value: object) -> str:
    """A group's name as a CSV file would hold it."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    return number_text(value) if isinstance(value, float) else " ".join(str(value).split())


@contextmanager
def _damage(path: str) -> Iterator[None]:
    """What a damaged file raises, as a DataError."""
    try:
        yield
    except DataError:
        raise
    except zipfile.BadZipFile as error:
        raise DataError(path, f"is not a readable NPZ file ({error})"[:200]) from None
    except (
        ValueError, TypeError, KeyError, SyntaxError, RecursionError, MemoryError, EOFError,
        OverflowError, NotImplementedError, RuntimeError, OSError, zlib.error, struct.error,
    ) as error:  # fmt: skip
        raise DataError(path, f"is not a readable NPY or NPZ file ({error})"[:200]) from None

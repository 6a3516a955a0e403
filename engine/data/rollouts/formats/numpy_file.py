"""NPY files: one array a file, those of a folder belonging together; or columns of one array."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

import numpy as np

from engine.data.error import DataError
from engine.data.formats.npy import MAGIC, Header, check_size, read_header
from engine.data.rollouts.fields import Head, Values
from engine.data.rollouts.formats.numpy_zip import header_plane, told
from engine.data.rollouts.plane_table import PlaneTable
from engine.data.rollouts.planes import KINDS, Plane, held

MOST_COLUMNS = 16
MOST_HELD = 2**32


class NumpyFileReader:
    """Files that numpy.save has written."""

    name = "NPY"
    order = 20
    together = True  # the files of a folder and a step are one table

    def reads(self, head: Head) -> bool:
        """Whether the file is of this kind."""
        return head.raw.startswith(MAGIC)

    def open(self, paths: Sequence[str]) -> PlaneTable:
        """One array a file, named as the file is; one alone has columns or fields."""
        if len(paths) == 1:
            return PlaneTable(paths[0], [*_columns(paths[0])])
        planes = [plane for path in paths if (plane := _plane(path)) is not None]
        return PlaneTable(paths[0], planes)


def _plane(path: str) -> Plane | None:
    with told(path), open(path, "rb") as file:
        header = read_header(file)
        check_size(path, header, os.fstat(file.fileno()).st_size)

    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        with open(path, "rb") as file:
            file.seek(header.offset)
            yield file

    name = os.path.splitext(os.path.basename(path))[0]
    return header_plane(path, name, header, opened)


def _columns(path: str) -> Iterator[Plane]:
    """Of an array with fields, with two or a few columns, or of two tables one above the other."""
    with told(path), open(path, "rb") as file:
        header = read_header(file)
        check_size(path, header, os.fstat(file.fileno()).st_size)
        if header.size > MOST_HELD:
            raise DataError(path, "is too large for one array; save one file a policy")
        values = _values(file.read(header.size), header)
    if header.dtype.names:
        parts = {name: values[name].reshape(-1) for name in header.dtype.names}
    elif values.ndim == 2 and 2 <= values.shape[1] <= MOST_COLUMNS:
        parts = {str(index + 1): values[:, index] for index in range(values.shape[1])}
    elif values.ndim == 3 and 2 <= values.shape[0] <= MOST_COLUMNS:
        parts = {str(index + 1): values[index] for index in range(values.shape[0])}
    else:
        raise DataError(path, "is one array; open the folder that holds those of both policies, or "
                              "save them together with numpy.savez")  # fmt: skip
    for name, part in parts.items():
        if part.dtype.kind in KINDS:
            yield Plane(name, part.shape, KINDS[part.dtype.kind], held(part.reshape(-1)))


def _values(content: bytes, header: Header) -> Values:
    values = np.frombuffer(content, header.dtype)
    return values.reshape(header.shape, order="F" if header.fortran else "C")


READER = NumpyFileReader()

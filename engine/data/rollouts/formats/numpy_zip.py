"""NPZ files: equal-shaped arrays of sequences x tokens and a mask, or arrays of one axis."""

from __future__ import annotations

import math
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from typing import IO, Any

import numpy as np

from engine.core.atomic_file import reason
from engine.data.error import DataError
from engine.data.formats.npy import Header, check_size, checked_text, read_header, why_unusable
from engine.data.rollouts.fields import Head, Values
from engine.data.rollouts.plane_table import PlaneTable
from engine.data.rollouts.planes import KINDS, Plane, Take, bfloat16, held, taking

MOST_HELD = 2**32  # bytes of an array in Fortran order, which has to be turned
ZIP = b"PK\x03\x04"
DAMAGE = (
    ValueError, TypeError, KeyError, SyntaxError, RecursionError, MemoryError, EOFError,
    OverflowError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error, struct.error,
)  # fmt: skip


class NumpyZipReader:
    """Files that numpy.savez has written."""

    name = "NPZ"
    order = 10

    def reads(self, head: Head) -> bool:
        """Whether the file is of this kind; archives of other things are told before."""
        return head.raw.startswith(ZIP)

    def open(self, paths: Sequence[str]) -> PlaneTable:
        """The one file."""
        path = paths[0]
        planes: list[Plane] = []
        notes: list[str] = []
        with told(path), zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                if not member.endswith(".npy"):
                    continue
                with archive.open(member) as file:
                    header = read_header(file)
                size = archive.getinfo(member).file_size
                plane = _plane(path, member, header, size)
                if plane is None:
                    notes.append(f"{member.removesuffix('.npy')} {why_unusable(header)}")
                else:
                    planes.append(plane)
        return PlaneTable(path, planes, notes)


def header_plane(
    path: str, name: str, header: Header, opened: Callable[[], AbstractContextManager[IO[bytes]]]
) -> Plane | None:
    """An array behind an NPY header; None where it holds no numbers or texts.

    ``opened`` gives a file that stands at its values.
    """
    dtype, count = header.dtype, math.prod(header.shape)
    half = _is_half(dtype)
    if not half and (dtype.kind not in KINDS or dtype.hasobject):
        return None

    @contextmanager
    def in_order() -> Iterator[Take]:
        with ExitStack() as stack:
            with told(path):
                file = stack.enter_context(opened())
            reading = taking(path, file, partial(_values, dtype), max(dtype.itemsize, 1))

            def guarded(size: int) -> Values:
                with told(path):
                    return reading(size)

            yield guarded

    @contextmanager
    def turned() -> Iterator[Take]:
        if header.size > MOST_HELD:
            raise DataError(path, f"{name} is in Fortran order and too large to be turned")
        with in_order() as take:
            values = take(count).reshape(header.shape, order="F")
        with held(values.reshape(-1))() as rows:
            yield rows

    turn = header.fortran and len(header.shape) > 1
    kind = "float" if half else KINDS[dtype.kind]
    return Plane(name, header.shape, kind, turned if turn else in_order)


def _is_half(dtype: np.dtype[Any]) -> bool:
    """Whether values are of two bytes that NumPy does not know, which bfloat16 are."""
    return dtype.kind == "V" and not dtype.names and dtype.itemsize == 2


def _values(dtype: np.dtype[Any], content: bytes) -> Values:
    if _is_half(dtype):
        return bfloat16(content)
    if dtype.kind == "b":  # a damaged byte may be neither 0 nor 1
        return np.asarray(np.frombuffer(content, np.uint8) != 0)
    values = checked_text(np.frombuffer(content, dtype))
    return values if dtype.isnative else values.astype(dtype.newbyteorder("="))


@contextmanager
def told(path: str) -> Iterator[None]:
    """What a damaged file raises, as a DataError."""
    try:
        yield
    except DataError:
        raise
    except OSError as error:
        raise DataError(path, f"cannot be read: {reason(error)}") from None
    except DAMAGE as error:
        raise DataError(path, f"is not a readable NPY or NPZ file ({error})"[:200]) from None


def _plane(path: str, member: str, header: Header, size: int) -> Plane | None:
    if not header.dtype.hasobject:
        check_size(f"{path}: {member}", header, size)

    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file:
            read_header(file)
            yield file

    return header_plane(path, member.removesuffix(".npy"), header, opened)


READER = NumpyZipReader()

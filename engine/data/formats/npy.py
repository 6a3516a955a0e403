"""The header of NumPy's NPY format, read without trusting it."""

from __future__ import annotations

import ast
import math
import re
import struct
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from engine.data.error import DataError

MAGIC = b"\x93NUMPY"
LONGEST_HEADER = 2**16
LAST_CHARACTER = 0x10FFFF  # of Unicode
# What stands in a header outside quotes; other Python text could make the parser warn.
PLAIN = re.compile(r"(?:[\s{}\[\](),:']|True|False|\d+(?![\w.]))*")


@dataclass(frozen=True, slots=True)
class Header:
    """An array's shape and type, and where its values begin."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    fortran: bool
    offset: int

    @property
    def size(self) -> int:
        """Bytes of the values."""
        return math.prod(self.shape) * self.dtype.itemsize


def read_header(file: IO[bytes]) -> Header:
    """The header (format 1 to 3); the file then stands at the values. Raises ValueError."""
    start = file.read(8)
    if len(start) < 8 or not start.startswith(MAGIC):
        raise ValueError("no NPY header")
    version = start[6]
    form = "<H" if version == 1 else "<I"
    (length,) = struct.unpack(form, file.read(struct.calcsize(form)))
    if length > LONGEST_HEADER:
        raise ValueError("too long a header")
    text = file.read(length).decode("utf-8" if version >= 3 else "latin-1")
    if "\\" in text or not PLAIN.fullmatch(re.sub(r"'[^'\n]*'", "''", text)):
        raise ValueError("a header that NumPy does not write")
    fields = ast.literal_eval(text.strip())
    shape, fortran = tuple(fields["shape"]), bool(fields["fortran_order"])
    if not all(type(entry) is int and entry >= 0 for entry in shape):
        raise ValueError(f"shape {shape}"[:80])
    dtype = np.lib.format.descr_to_dtype(fields["descr"])
    return Header(shape, dtype, fortran, 8 + struct.calcsize(form) + length)


def check_size(path: str, header: Header, size: int) -> None:
    """Whether a file of so many bytes can hold what its header promises; raises DataError."""
    if header.dtype.hasobject:
        raise DataError(path, "holds Python objects, which are never read; save numbers only")
    if header.offset + header.size > size:
        raise DataError(
            path,
            f"is cut short: it promises {header.size:,} bytes of numbers and has "
            f"{max(size - header.offset, 0):,}",
        )


def checked_text(values: NDArray[Any]) -> NDArray[Any]:
    """Texts whose characters exist: NumPy would make broken ones from others. Raises ValueError."""
    if values.dtype.kind == "U" and values.size and values.dtype.itemsize:
        codes = np.ascontiguousarray(values).view(np.uint32)
        if not values.dtype.isnative:
            codes = codes.byteswap()
        if np.any((codes > LAST_CHARACTER) | ((codes >= 0xD800) & (codes < 0xE000))):
            raise ValueError("it holds characters that do not exist")
    return values


def why_unusable(header: Header) -> str:
    """Why an array gives no columns, after its name, and what to do."""
    dtype, axes = header.dtype, len(header.shape)
    if dtype.hasobject:
        return "holds Python objects, which are never read; save numbers only"
    if dtype.kind == "V" and not dtype.names:
        guess = {1: ", probably float8", 2: ", probably bfloat16"}.get(dtype.itemsize, "")
        return (
            f"is of a {dtype.itemsize}-byte type that NumPy does not know{guess}; "
            "save it as float32 (tensor.float().numpy())"
        )
    if dtype.kind == "c":
        return "holds complex numbers; save its real part"
    if dtype.kind not in "fiubUSV":
        return f"holds values of type {dtype}, no numbers"
    shape = " x ".join(map(str, header.shape)) or "a single value"
    if axes < 2:
        return f"is {shape}" if not axes else "has no field of plain numbers"
    return (
        f"has {axes} axes ({shape}); save it with one or two, "
        "as x.reshape(-1) with one number a row"
    )

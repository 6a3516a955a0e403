"""Safetensors files: a header in JSON and the raw values of each tensor, bfloat16 included."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import numpy as np

from engine.core.atomic_file import reason
from engine.data.error import DataError
from engine.data.rollouts.fields import Head, Kind, Values
from engine.data.rollouts.plane_table import PlaneTable
from engine.data.rollouts.planes import Plane, Take, bfloat16, taking

LONGEST_HEADER = 10**8  # bytes, as the format itself allows
METADATA = "__metadata__"
TYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2",
    "I8": "i1", "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1", "BOOL": "?",
}  # fmt: skip


class Tensor(msgspec.Struct):
    """One entry of the header."""

    dtype: str
    shape: list[int]
    data_offsets: tuple[int, int]


class SafetensorsReader:
    """Files with eight bytes of length and a header in JSON."""

    name = "safetensors"
    order = 30

    def reads(self, head: Head) -> bool:
        """Whether the file is of this kind."""
        size = int.from_bytes(head.raw[:8], "little")
        return len(head.raw) > 9 and head.raw[8:9] == b"{" and 2 <= size <= LONGEST_HEADER

    def open(self, paths: Sequence[str]) -> PlaneTable:
        """The one file."""
        path = paths[0]
        tensors, start = _header(path)
        planes, notes = [], []
        for name, tensor in tensors.items():
            if tensor.dtype in (*TYPES, "BF16"):
                planes.append(_plane(path, name, tensor, start))
            else:
                notes.append(f"{name} is of type {tensor.dtype}, which is not read")
        return PlaneTable(path, planes, notes)


def _header(path: str) -> tuple[dict[str, Tensor], int]:
    """The tensors by name and where their values begin; raises DataError."""
    try:
        with open(path, "rb") as file:
            length = int.from_bytes(file.read(8), "little")
            content = file.read(min(length, LONGEST_HEADER))
        size = os.path.getsize(path) - 8 - length
    except OSError as error:
        raise DataError(path, f"cannot be read: {reason(error)}") from None
    if len(content) < length or size < 0:
        raise DataError(path, "is a safetensors file that is cut short")
    try:
        entries = msgspec.json.decode(content.rstrip(), type=dict[str, Any])
        entries.pop(METADATA, None)
        tensors = msgspec.convert(entries, dict[str, Tensor])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(path, f"has a damaged safetensors header ({error})"[:200]) from None
    for name, tensor in tensors.items():
        _check(path, name, tensor, size)
    return tensors, 8 + length


def _check(path: str, name: str, tensor: Tensor, size: int) -> None:
    begin, end = tensor.data_offsets
    width = np.dtype(TYPES.get(tensor.dtype, "<u2")).itemsize
    wanted = math.prod(tensor.shape) * width if tensor.dtype in (*TYPES, "BF16") else end - begin
    if min(tensor.shape, default=0) < 0 or not 0 <= begin <= end or end - begin != wanted:
        raise DataError(path, f"says of {name} that its shape is {tensor.shape} and its bytes are "
                              f"{begin} to {end}, which does not fit"[:200])  # fmt: skip
    if end > size:
        raise DataError(path, f"is cut short: {name} ends {end - size:,} bytes behind the file")


def _plane(path: str, name: str, tensor: Tensor, start: int) -> Plane:
    half = tensor.dtype == "BF16"
    dtype = np.dtype(TYPES.get(tensor.dtype, "<u2"))
    kinds: dict[str, Kind] = {"f": "float", "i": "whole", "u": "whole", "b": "truth"}

    def convert(content: bytes) -> Values:
        if half:
            return bfloat16(content)
        if dtype.kind == "b":  # a damaged byte may be neither 0 nor 1
            return np.asarray(np.frombuffer(content, np.uint8) != 0)
        return np.frombuffer(content, dtype)

    @contextmanager
    def opened() -> Iterator[Take]:
        with open(path, "rb") as file:
            file.seek(start + tensor.data_offsets[0])
            yield taking(path, file, convert, dtype.itemsize)

    return Plane(name, tuple(tensor.shape), "float" if half else kinds[dtype.kind], opened)


READER = SafetensorsReader()

"""One JSON record, of which some fields are wanted: lists of numbers become arrays at once.

simdjson makes no objects of Python from numbers, so it is asked first, where it is installed. What
it refuses is decoded by msgspec: infinite and huge numbers, texts with half a character; so are
records in which a name stands twice, whose last value counts, and those in which a list may stand
among the numbers of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data.rollouts.fields import Field
from engine.data.rollouts.packed import SMALL, run_in

try:
    import simdjson
except ImportError:  # as where it is not built for the version of Python
    simdjson = None  # type: ignore[assignment]

LONGEST = 2**24  # bytes of a line: simdjson takes some fourteen times as much memory
NEAR = 8  # bytes before a bracket that are looked at
_REFUSED = (ValueError, TypeError, RuntimeError)
_Types = tuple[tuple[str, type[np.generic]], ...]


class RecordDecoder:
    """The cells of the wanted fields, None where a record lacks one."""

    def __init__(self, wanted: Sequence[Field]) -> None:
        self._wanted = [(field.name, _types_of(field)) for field in wanted]
        self._parser = None if simdjson is None else simdjson.Parser()
        self._struct = _struct_decoder(wanted)

    def decode(self, content: bytes | memoryview, /) -> tuple[Any, ...]:
        """As ``wanted``: arrays (n,), lists, single values, or msgspec.Raw, which is a list's text.

        Raises msgspec.DecodeError, also where the content is no object.
        """
        cells = self._parsed(content)
        return msgspec.structs.astuple(self._struct.decode(content)) if cells is None else cells

    def _parsed(self, content: bytes | memoryview) -> tuple[Any, ...] | None:
        """The cells as simdjson reads them, None where it does not."""
        if self._parser is None or len(content) > LONGEST or _nests(bytes(content)):
            return None
        try:
            record = self._parser.parse(content)
            if not isinstance(record, simdjson.Object) or len({*record}) < len(record):
                return None
            return tuple([_cell(record.get(name), types) for name, types in self._wanted])
        except _REFUSED:
            return None


def _cell(value: Any, types: _Types) -> Any:
    """A value as Python's or NumPy's own, so that nothing of the parser's is held."""
    if isinstance(value, simdjson.Array):
        found = _numbers(value, types)
        return value.as_list() if found is None else found
    return value.as_dict() if isinstance(value, simdjson.Object) else value


def _numbers(values: Any, types: _Types) -> NDArray[Any] | None:
    """A list of nothing but numbers of one of these types, or None."""
    if not types or not len(values) or type(values[0]) not in (int, float):
        return None
    for name, dtype in types:
        try:
            found = np.frombuffer(values.as_buffer(of_type=name), dtype)
        except _REFUSED:
            continue
        if len(found) == len(values):
            return found
    return None


def _nests(content: bytes) -> bool:
    """Whether a list may follow a value of another one, as in [1, [2, 3], []]; simdjson's buffers
    would hold the numbers of both. A single byte is found many times faster than a pattern."""
    place = content.find(b"[")
    while place >= 0:
        before = content[max(place - NEAR, 0) : place].rstrip()
        if place and (not before or before.endswith(b",")):
            return True
        place = content.find(b"[", place + 1)
    return False


def _types_of(field: Field) -> _Types:
    """Those that its lists may be read as, by simdjson's names; none where they stay lists."""
    if field.axes != 2 or field.kind not in ("float", "whole"):
        return ()
    small = field.kind == "whole" and field.largest < SMALL
    return (*((("u", np.uint64),) if small else ()), ("d", np.float64))


def _struct_decoder(wanted: Sequence[Field]) -> msgspec.json.Decoder[Any]:
    """Decodes the wanted fields alone; lists of one number, or that count, are left as text."""
    keys = [f"f{index}" for index in range(len(wanted))]
    kinds: list[tuple[str, Any, Any]] = [
        (key, msgspec.Raw if _is_simple(field) else Any, None)
        for key, field in zip(keys, wanted, strict=True)
    ]
    names = {key: field.name for key, field in zip(keys, wanted, strict=True)}
    struct = msgspec.defstruct("Wanted", kinds, rename=names, gc=False)
    return msgspec.json.Decoder(struct)


def _is_simple(field: Field) -> bool:
    """Whether its first sequences hold one number over and over, or 0, 1, 2, ..."""
    if field.axes != 2 or field.kind not in ("float", "whole") or len(field.first) < 3:
        return False
    same = len(set(field.first[: min(field.lengths or (0,))])) == 1
    return same or run_in(str([*field.first]).encode()) is not None

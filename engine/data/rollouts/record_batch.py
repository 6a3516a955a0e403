"""Records gathered into pieces: lists of tokens side by side, with their lengths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from engine.data.error import DataError
from engine.data.rollouts.fields import Column, Field, Piece, Values
from engine.data.rollouts.json_records import depth_of, leaves, segments
from engine.data.rollouts.json_text import LARGEST, DecodeError, decoded
from engine.data.rollouts.packed import Numbers, Run, numbers, run_in

INNER = (list, dict)
FLAT = (Run, np.ndarray)
_any = msgspec.json.Decoder()


class RecordBatch:
    """The wanted fields of some records, on their way to a Piece."""

    def __init__(self, path: str, wanted: Sequence[Field], unit: str = "line") -> None:
        self.path = path
        self.unit = unit
        self.wanted = tuple(wanted)
        self._lists = [
            (place, field, _Texts() if field.kind == "text" else Numbers(), list[int]())
            for place, field in enumerate(wanted)
            if field.axes == 2
        ]
        self._singles: list[tuple[int, Field, list[Any]]] = [
            (place, field, []) for place, field in enumerate(wanted) if field.axes < 2
        ]
        self._places: list[int] = []
        self.tokens = 0

    def add(self, cells: Sequence[Any], place: int) -> None:
        """One more record, its values as ``wanted``; it may hold several sequences.

        Raises DataError.
        """
        count = self._add_lists(cells, place) if self._lists else 1
        for index, _, held in self._singles:
            cell = cells[index]
            if isinstance(cell, list):
                flat = [value for leaf in leaves(cell, depth_of(cell)) for value in leaf]
                held += (flat + [None] * count)[:count] if len(flat) != 1 else flat * count
            else:
                held += [cell] * count
        self._places += [place] * count
        self.tokens += 0 if self._lists else 1

    def _add_lists(self, cells: Sequence[Any], place: int) -> int:
        """How many sequences the record holds."""
        ready: list[Any] = []
        flat = True
        for index, field, _, _ in self._lists:
            cell = cells[index]
            kind = type(cell)
            if kind is msgspec.Raw:
                cell = self._decoded(field, cell, place)
                kind = type(cell)
            if kind not in FLAT and (kind is not list or (cell and type(cell[0]) in INNER)):
                flat = False
            ready.append(cell)
        if not flat:
            return self._add_nested(ready, place)
        longest = 0
        for (_, field, held, lengths), cell in zip(self._lists, ready, strict=True):
            size = self._size_of(field, held, cell, place)
            lengths.append(size)
            longest = max(longest, size)
        self.tokens += longest
        return 1

    def _add_nested(self, cells: Sequence[Any], place: int) -> int:
        """Of lists in lists: as many sequences as the one that holds most."""
        found: list[list[Any]] = []
        for (_, field, _, _), cell in zip(self._lists, cells, strict=True):
            if field.kind == "segments":
                found.append([segments(cell) or []])
            else:
                found.append([cell] if isinstance(cell, FLAT) else leaves(cell, depth_of(cell)))
        count = max(1, *map(len, found))
        for (_, field, held, lengths), parts in zip(self._lists, found, strict=True):
            if len(parts) != count:
                parts = parts * count if len(parts) == 1 else parts + [[]] * (count - len(parts))
            sizes = [self._size_of(field, held, part, place) for part in parts]
            lengths += sizes
            self.tokens += max(sizes) if field is self._lists[0][1] else 0
        return count

    def _size_of(self, field: Field, held: Numbers | _Texts, cell: Any, place: int) -> int:
        """How many values a list holds, once it is gathered."""
        try:
            return held.add_run(cell) if isinstance(cell, Run) else held.add(cell)
        except ValueError as error:
            raise self._bad(field, place, str(error)) from None

    def _decoded(self, field: Field, cell: msgspec.Raw, place: int) -> Any:
        """A list that was left as text, decoded only if it has to be."""
        content = bytes(cell)
        if run := run_in(content):
            return run
        try:
            return decoded(content, _any)
        except DecodeError as error:
            raise self._bad(field, place, f"holds no JSON ({error})") from None

    def _bad(self, field: Field, place: int, what: str) -> DataError:
        return DataError(self.path, f"{self.unit} {place}: {field.name} {what}")

    def take(self, done: float) -> Piece:
        """What has been gathered; afterwards there is nothing."""
        tokens: dict[str, Column] = {}
        for _, field, held, lengths in self._lists:
            tokens[field.name] = Column(_finite(held.take()), np.array(lengths, dtype=np.int64))
            lengths.clear()
        records: dict[str, Values] = {}
        for _, field, cells in self._singles:
            records[field.name] = _single(field, cells)
            cells.clear()
        places = np.array(self._places, dtype=np.int64)
        self._places, self.tokens = [], 0
        return Piece(tokens, records, places, done, "line" if self.unit == "line" else "row")


class _Texts:
    """Texts gathered list by list."""

    def __init__(self) -> None:
        self._held: list[str] = []

    def add(self, values: list[Any]) -> int:
        """One more list, and its length."""
        self._held += ["" if value is None else str(value) for value in values]
        return len(values)

    def add_run(self, run: Run) -> int:
        """A list of one number over and over."""
        return self.add([str(run.first)] * run.length)

    def take(self) -> Values:
        """All of them, (n,); afterwards there are none."""
        found, self._held = np.array(self._held, dtype=object), []
        return found


def _single(field: Field, cells: Sequence[Any]) -> Values:
    if field.kind == "text":
        return np.array(["" if cell is None else str(cell) for cell in cells], dtype=object)
    try:
        return _finite(numbers(cells))
    except ValueError:  # as names of groups that are not all numbers
        return np.array([str(cell) for cell in cells], dtype=object)


def _finite(values: Values) -> Values:
    """With what stands for infinite numbers turned into them."""
    if values.dtype != np.float64:
        return values
    if not len(values) or max(float(np.max(values)), -float(np.min(values))) < LARGEST:
        return values
    large = np.abs(values) >= LARGEST
    return np.where(large, np.copysign(np.inf, values), values) if large.any() else values

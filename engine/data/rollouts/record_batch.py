"""Records gathered into pieces: lists of tokens side by side, with their lengths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from engine.data.error import DataError
from engine.data.rollouts.fields import Column, Field, Piece, Values
from engine.data.rollouts.json_records import depth_of, leaves, segments
from engine.data.rollouts.json_text import LARGEST, DecodeError, decoded
from engine.data.rollouts.packed import Numbers, constant, counting, numbers

_any = msgspec.json.Decoder()


class RecordBatch:
    """The wanted fields of some records, on their way to a Piece."""

    def __init__(self, path: str, wanted: Sequence[Field], unit: str = "line") -> None:
        self.path = path
        self.unit = unit
        self.lists = [field for field in wanted if field.axes == 2]
        self.singles = [field for field in wanted if field.axes < 2]
        self._numbers = {field.name: Numbers() for field in self.lists if field.kind != "text"}
        self._texts: dict[str, list[str]] = {
            field.name: [] for field in self.lists if field.kind == "text"
        }
        self._lengths: dict[str, list[int]] = {field.name: [] for field in self.lists}
        self._singles: dict[str, list[Any]] = {field.name: [] for field in self.singles}
        self._places: list[int] = []
        self.tokens = 0

    def add(self, cells: Mapping[str, Any], place: int) -> None:
        """One more record, the values by name; it may hold several sequences. Raises DataError."""
        count = self._add_lists(cells, place) if self.lists else 1
        for field in self.singles:
            held = self._singles[field.name]
            cell = cells.get(field.name)
            if isinstance(cell, msgspec.Raw):
                cell = decoded(bytes(cell), _any)
            if isinstance(cell, list):
                flat = [value for leaf in leaves(cell, depth_of(cell)) for value in leaf]
                held += (flat + [None] * count)[:count] if len(flat) != 1 else flat * count
            else:
                held += [cell] * count
        self._places += [place] * count
        self.tokens += 0 if self.lists else 1

    def _add_lists(self, cells: Mapping[str, Any], place: int) -> int:
        """How many sequences the record holds."""
        ready: list[tuple[Field, list[Any]]] = []
        count = 1
        for field in self.lists:
            found = self._leaves(field, cells.get(field.name), place)
            ready.append((field, found))
            count = max(count, len(found))
        for field, found in ready:
            if len(found) == 1 and count > 1:
                found = found * count
            found = found + [[]] * (count - len(found))
            lengths = self._lengths[field.name]
            for leaf in found:
                lengths.append(len(leaf))
                self._add(field, leaf, place)
        self.tokens += max((len(leaf) for _, found in ready for leaf in found), default=0)
        return count

    def _leaves(self, field: Field, cell: Any, place: int) -> list[Any]:
        if isinstance(cell, msgspec.Raw):
            content = bytes(cell)
            quick = counting(content)
            quick = constant(content) if quick is None else quick
            if quick is not None:
                return [quick]
            try:
                cell = decoded(content, _any)
            except DecodeError as error:
                raise self._bad(field, place, f"no JSON ({error})") from None
        if field.kind == "segments":
            return [segments(cell) or []]
        if isinstance(cell, list) and not (cell and isinstance(cell[0], list)):
            return [cell]
        return leaves(cell, depth_of(cell))

    def _add(self, field: Field, leaf: Any, place: int) -> None:
        if field.kind == "text":
            self._texts[field.name] += ["" if text is None else str(text) for text in leaf]
            return
        numbers_ = self._numbers[field.name]
        try:
            if isinstance(leaf, np.ndarray):
                numbers_.add_array(leaf)
            else:
                numbers_.add(leaf)
        except ValueError as error:
            raise self._bad(field, place, str(error)) from None

    def _bad(self, field: Field, place: int, what: str) -> DataError:
        return DataError(self.path, f"{self.unit} {place}: {field.name} {what}")

    def take(self, done: float) -> Piece:
        """What has been gathered; afterwards there is nothing."""
        tokens = {
            name: Column(_finite(held.take()), self._taken(name))
            for name, held in self._numbers.items()
        }
        for name, texts in self._texts.items():
            tokens[name] = Column(np.array(texts, dtype=object), self._taken(name))
            self._texts[name] = []
        records = {field.name: self._single(field) for field in self.singles}
        places = np.array(self._places, dtype=np.int64)
        self._places, self.tokens = [], 0
        return Piece(tokens, records, places, done, "line" if self.unit == "line" else "row")

    def _taken(self, name: str) -> Any:
        lengths = np.array(self._lengths[name], dtype=np.int64)
        self._lengths[name] = []
        return lengths

    def _single(self, field: Field) -> Values:
        held = self._singles[field.name]
        self._singles[field.name] = []
        if field.kind == "text":
            texts = ["" if value is None else str(value) for value in held]
            return np.array(texts, dtype=object)
        try:
            return _finite(numbers(held))
        except ValueError:  # as names of groups that are not all numbers
            return np.array([str(value) for value in held], dtype=object)


def _finite(values: Values) -> Values:
    """With what stands for infinite numbers turned into them."""
    if values.dtype == np.uint8:
        return values
    large = np.abs(values) >= LARGEST
    return np.where(large, np.copysign(np.inf, values), values) if large.any() else values

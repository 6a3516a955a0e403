"""Where in a JSON value the log-probabilities stand: as lists in a record, at any depth.

A record is an object with lists of numbers that are named like log-probabilities, or else with two
lists of numbers of one length. What stands around it (a step, an advantage, the place in an outer
list) belongs to it as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.data.names import is_log_probability
from engine.data.rollouts.fields import Field, Kind

DEEPEST = 12  # objects within objects
SAMPLED = 64  # values of a list that tell what it holds
SHOWN = 16  # of them that are kept
STARTS = ("sequence_start", "start")
ENDS = ("sequence_end", "end")


@dataclass(frozen=True, slots=True)
class Record:
    """An object with lists of tokens, and what stands around it."""

    own: Mapping[str, Any]
    around: Mapping[str, Any]

    def cell(self, name: str) -> Any:
        """The value of a name; None where there is none."""
        found = self.own.get(name)
        return self.around.get(name) if found is None else found

    @property
    def names(self) -> Iterator[str]:
        """Those of the object first."""
        return iter(dict.fromkeys((*self.own, *self.around)))


def records_in(value: Any, around: Mapping[str, Any], place: str, named: bool) -> list[Record]:
    """The records in a JSON value; ``place`` says where it stands, as "3" or "3/0".

    ``named``: only those with names of log-probabilities, else only those without.
    """
    return list(_found(value, around, place, named, 0))


def _found(
    value: Any, around: Mapping[str, Any], place: str, named: bool, depth: int
) -> Iterator[Record]:
    if depth > DEEPEST:
        return
    if isinstance(value, list) and _holds_objects(value):
        for index, entry in enumerate(value):
            yield from _found(entry, around, f"{place}/{index}", named, depth + 1)
    if not isinstance(value, dict):
        return
    if _is_named(value) if named else _is_pair(value, outer=not around and depth < 2):
        yield Record(value, around)
        return
    plain = {name: cell for name, cell in value.items() if not isinstance(cell, dict | list)}
    context = {**around, **plain}
    for name, cell in value.items():
        if isinstance(cell, dict):
            yield from _found(cell, context, place, named, depth + 1)
        elif _holds_objects(cell):
            for index, entry in enumerate(cell):
                here = f"{place}/{index}"
                yield from _found(entry, {**context, name: here}, here, named, depth + 1)


def _is_named(value: Mapping[str, Any]) -> bool:
    return any(is_log_probability(name) and holds_numbers(cell) for name, cell in value.items())


def _is_pair(value: Mapping[str, Any], outer: bool) -> bool:
    """Whether it holds two lists of numbers of one length, or is nothing but two numbers."""
    lists = [len(c) for c in value.values() if isinstance(c, list) and holds_numbers(c)]
    if len(lists) > len(set(lists)):
        return True
    texts = any(isinstance(cell, str) for cell in value.values())
    return outer and not texts and sum(isinstance(c, float) for c in value.values()) > 1


def holds_numbers(cell: Any) -> bool:
    """Whether a cell is a list of numbers, or of lists of them."""
    for _ in range(DEEPEST):
        if not isinstance(cell, list):
            break
        cell = next((entry for entry in cell[:SAMPLED] if entry is not None and entry != []), 0.0)
    else:
        return False
    if isinstance(cell, str):
        return _number(cell) is not None
    return isinstance(cell, int | float)


def fields_of(records: Iterable[Record]) -> tuple[Field, ...]:
    """The names of some records, what they hold and how deep their lists are.

    Sequences of tokens are the deepest lists of those named like log-probabilities.
    """
    listed = list(records)
    names = dict.fromkeys(name for record in listed for name in record.names)
    cells = {name: [record.cell(name) for record in listed] for name in names}
    cells = {name: held for name, held in cells.items() if any(c is not None for c in held)}
    depths = {name: max(map(depth_of, held)) for name, held in cells.items()}
    named = [depth for name, depth in depths.items() if depth and is_log_probability(name)]
    deepest = max(named or depths.values(), default=0)
    return tuple(_field(name, held, depths[name], deepest) for name, held in cells.items())


def depth_of(cell: Any) -> int:
    """How many lists stand around a cell's values."""
    depth = 0
    while isinstance(cell, list) and depth < DEEPEST:
        depth += 1
        cell = next((entry for entry in cell[:SAMPLED] if entry is not None and entry != []), None)
    return depth


def leaves(cell: Any, depth: int) -> list[list[Any]]:
    """The innermost lists of a cell with so many levels of them."""
    if not isinstance(cell, list):
        return [] if cell is None else [[cell]]
    for _ in range(depth - 2):
        cell = [entry for inner in cell if isinstance(inner, list) for entry in inner]
    inner = [entry for entry in cell if isinstance(entry, list)] if depth > 1 else []
    return inner if inner else [cell]


def segments(cell: Any) -> list[int] | None:
    """The number of each token's sequence where a row holds several, or None; -1 in none."""
    if not isinstance(cell, list) or not cell or not all(isinstance(one, dict) for one in cell):
        return None
    spans = [(_whole(one, STARTS), _whole(one, ENDS)) for one in cell]
    end = max((end for _, end in spans if end is not None), default=0)
    found = [-1] * min(end, 2**27)
    for index, (start, stop) in enumerate(spans):
        if start is None or stop is None or not 0 <= start <= stop <= len(found):
            return None
        found[start:stop] = [index] * (stop - start)
    return found


def _field(name: str, cells: list[Any], depth: int, deepest: int) -> Field:
    """``cells`` are its values in some records, None where one has none."""
    if any(segments(cell) is not None for cell in cells):
        return Field(name, "segments", 2)
    axes = min(max(2 - (deepest - depth), 0), 2) if deepest else min(depth + 1, 2)
    lists = [leaves(cell, depth)[:1] for cell in cells]
    values = [value for leaf in lists for value in (leaf[0] if leaf else [])[:SAMPLED]]
    lengths = tuple(len(leaf[0]) if leaf else -1 for leaf in lists) if axes == 2 else ()
    kind = _kind(name, values[: 4 * SAMPLED])
    largest = 0.0
    if kind == "whole":
        largest = float(max((_largest(leaf[0]) for leaf in lists if leaf), default=0))
    plain = tuple(value for value in values[:SHOWN] if not isinstance(value, dict | list))
    return Field(name, kind, axes, lengths, plain, len(lists), largest)


def _largest(values: list[Any]) -> int:
    try:
        return max(values, default=0)  # many times as quick
    except TypeError:
        return max((value for value in values if isinstance(value, int)), default=0)


def _kind(name: str, values: list[Any]) -> Kind:
    present = [value for value in values if value is not None]
    if is_log_probability(name) and any(map(_is_real, present)):
        return "float"  # an entry that is no number is told where it is read
    if any(isinstance(value, dict | list) for value in present):
        return "objects"
    if any(isinstance(value, str) for value in present):
        return "text"
    if present and all(isinstance(value, bool) for value in present):
        return "truth"
    if present and all(isinstance(value, int) for value in present):
        return "whole"
    return "float"


def _holds_objects(cell: Any) -> bool:
    return isinstance(cell, list) and any(isinstance(entry, dict) for entry in cell[:SAMPLED])


def _whole(span: Mapping[str, Any], names: Iterable[str]) -> int | None:
    found = next((span[name] for name in names if name in span), None)
    return found if isinstance(found, int) else None


def _is_real(value: Any) -> bool:
    """Whether it is a number with decimals, or the text of a number."""
    return isinstance(value, float) or (isinstance(value, str) and _number(value) is not None)


def _number(text: str) -> float | None:
    try:
        return float(text) if "_" not in text else None
    except ValueError:
        return math.nan if text.strip().lower() in ("null", "none", "") else None

"""Which columns of numbers are coordinates of samples, where nobody has said so."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from engine.data.mask import is_mask
from engine.data.name_words import name_words, vocabulary
from engine.data.names import is_log_probability, is_log_ratio

INDEX = vocabulary(
    "index idx id ids uid uuid step steps epoch epochs iteration iterations iter timestep "
    "timesteps timestamp timestamps time date datetime row rows unnamed"
)
# Indices where they hold whole numbers.
COUNTER = vocabulary(
    "rownum line lineno seed batch episode episodes ep traj trajectory worker trial fold level key"
)
NAMELESS = re.compile(r"unnamed\W*\d*.*|_*index_level_\d+_*|level_\d+|\.\.\.\d+")  # pandas, R
FEWEST = 3  # different values from which an order is no accident


def left_out(
    numbers: Sequence[str], cells: Mapping[str, Sequence[str]], header: bool
) -> dict[str, str]:
    """The columns of numbers that are no coordinates unless somebody says so, and why.

    ``cells`` are the first of every column, in the file's order; a column without a name is
    called by its number, and without a ``header`` all are.
    """
    places = {name: place for place, name in enumerate(cells, 1)}
    unnamed = [name for name in numbers if name == str(places[name])]
    found = {name: _reason(name, cells[name]) for name in numbers}
    if header and len(unnamed) == 1:
        found[unnamed[0]] = "it has no name"
    return {name: reason for name, reason in found.items() if reason}


def _reason(name: str, cells: Sequence[str]) -> str:
    values = _whole(cells)
    named = [word for word in name_words(name) if not word.isdigit()]
    if NAMELESS.fullmatch(name.lower()):
        return "it has no name"
    if len(named) == 1 and named[0] in INDEX:
        return "it is named like an index"
    if named and named[-1] in INDEX | COUNTER and values is not None:
        return "it is named like an index"
    if is_mask(name):
        return "it is named like a mask"
    if is_log_probability(name) or is_log_ratio(name):
        return "it is named like log-probabilities"
    if values is None:
        return ""
    if not named:
        return "it has no name and holds whole numbers"
    pairs = list(itertools.pairwise(values))
    if len(set(values)) >= FEWEST and all(a <= b for a, b in pairs):
        return "its whole numbers only rise"
    if len(set(values)) >= FEWEST and all(a >= b for a, b in pairs):
        return "its whole numbers only fall"
    return ""


def _whole(cells: Sequence[str]) -> list[float] | None:
    """The numbers of a column that holds whole numbers alone, else None."""
    found = []
    for cell in cells:
        try:
            value = float(cell.replace(",", "."))
        except ValueError:
            continue
        if not value.is_integer():
            return None
        found.append(value)
    return found or None

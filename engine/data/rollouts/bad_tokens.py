"""Tokens that count but hold no finite log-probability."""

from __future__ import annotations

import numpy as np

from engine.data.error import NAMED, BadRow, DataError
from engine.data.rollouts.align import Places
from engine.data.rollouts.fields import Values, Whole


class BadTokens(DataError):
    """Where none may be left out: ``count`` of ``tokens`` that count, the ``first`` ten named."""

    def __init__(self, path: str, count: int, tokens: int, first: tuple[BadRow, ...]) -> None:
        self.count = count
        self.tokens = tokens
        self.first = first
        shown = "; ".join(f"{bad.place}, {bad.reason}" for bad in first)
        more = f"; and {count - len(first):,} more" if count > len(first) else ""
        super().__init__(
            path,
            f"{count:,} of {tokens:,} tokens that count hold no finite log-probability and may be "
            f"left out (skip_bad=True, --skip-bad-rows): {shown}{more}",
        )


class BadTally:
    """Counts them, piece by piece."""

    def __init__(self) -> None:
        self.count = 0
        self.tokens = 0
        self.first: list[BadRow] = []
        self.path = ""

    def add(
        self, bad: Values | None, counted: int, lengths: Whole, places: Places, texts: Texts
    ) -> int:
        """How many of a piece's tokens are ``bad`` (n,): of the ``counted`` ones that count, those
        that cannot be used; None: none."""
        self.tokens += counted
        if bad is None:
            return 0
        found = np.flatnonzero(bad)
        self.count += len(found)
        self.path = self.path or (places.path if len(found) else "")
        ends = np.cumsum(lengths)
        for index in found[: NAMED - len(self.first)].tolist():
            row = int(np.searchsorted(ends, index, side="right"))
            token = index - int(ends[row] - lengths[row])
            what = f"token {token + 1}: {texts.of(index)}"
            self.first.append(BadRow(int(places.numbers[row]), what, places.unit))
        return len(found)

    def check(self) -> None:
        """Raises BadTokens if there are any."""
        if self.count:
            raise BadTokens(self.path, self.count, self.tokens, tuple(self.first))


class Texts:
    """What stands in the two columns, in words."""

    def __init__(self, new: tuple[str, Values], old: tuple[str, Values]) -> None:
        self.columns = (new, old)

    def of(self, index: int) -> str:
        """Of one token."""
        told = []
        for name, values in self.columns:
            value = float(values[index])
            if not np.isfinite(value):
                told.append(f"{name} is {'NaN or null' if np.isnan(value) else value}")
        return " and ".join(told)

"""The course of a played number: which value it has after so many seconds; no Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Mode = Literal["once", "loop", "bounce"]
MODES: tuple[Mode, ...] = get_args(Mode)
STEPS = 2000  # at least so many values between the ends are told apart


@dataclass(frozen=True, slots=True)
class Course:
    """From ``first`` to ``last`` in ``seconds``; then it ends, begins anew, or comes back.

    ``log`` moves by equal factors, where both ends are positive; ``whole`` gives whole numbers.
    """

    first: float
    last: float
    mode: Mode = "bounce"
    seconds: float = 4.0
    log: bool = False
    whole: bool = False

    def at(self, elapsed: float) -> float:
        """The value after so many seconds."""
        return self._value(self.share(elapsed))

    def share(self, elapsed: float) -> float:
        """How far it is from the first value to the last one, 0 to 1."""
        turns = max(elapsed, 0.0) / self.seconds
        if self.mode == "once":
            return min(turns, 1.0)
        if self.mode == "loop":
            return turns % 1.0
        return 1.0 - abs(1.0 - turns % 2.0)

    def ended(self, elapsed: float) -> bool:
        """Whether nothing moves any more."""
        return self.mode == "once" and elapsed >= self.seconds

    def elapsed(self, value: float) -> float:
        """When it first has this value, or the one of its range that is nearest."""
        low, high = sorted((self.first, self.last))
        value = min(max(value, low), high)
        if low == high:
            return 0.0
        if self._by_factors:
            share = math.log(value / self.first) / math.log(self.last / self.first)
        else:
            share = (value - self.first) / (self.last - self.first)
        return share * self.seconds

    def values(self, count: int) -> Iterator[float]:
        """So many values evenly spaced over one turn, for a film that ends as it should: a loop
        without its last value, which is the first one of the next turn."""
        whole_turn = self.mode == "once"
        length = self.seconds * (2.0 if self.mode == "bounce" else 1.0)
        for i in range(count):
            yield self.at(length * i / max(count - whole_turn, 1))

    @property
    def _by_factors(self) -> bool:
        return self.log and min(self.first, self.last) > 0.0

    def _value(self, share: float) -> float:
        if share in (0.0, 1.0):
            value = self.last if share else self.first
        elif self._by_factors:
            value = float(f"{self.first * (self.last / self.first) ** share:.4g}")
        else:
            step = abs(self.last - self.first) / STEPS
            decimals = max(0, math.ceil(-math.log10(step))) if step else 0
            value = round(self.first + share * (self.last - self.first), decimals)
        return round(value) if self.whole else value

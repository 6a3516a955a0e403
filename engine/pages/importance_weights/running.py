"""The estimates of the first n samples, for growing n."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from engine.weights.estimates import WeightedEstimates, estimates_from
from engine.weights.largest import LargestWeights
from engine.weights.sums import WeightSums


class Running(Sequence[WeightedEstimates]):
    """Each made when it is first looked at: a picture that moves shows the last alone.

    ``about``, ``mean_log`` and ``loops`` are those of `estimates_from`.
    """

    def __init__(self, about: float, mean_log: float, loops: bool) -> None:
        self._given = about, mean_log, loops
        self._sums: list[tuple[WeightSums, LargestWeights]] = []
        self._made: dict[int, WeightedEstimates] = {}

    @property
    def reached(self) -> int:
        """The n of the last."""
        return self._sums[-1][0].count if self._sums else 0

    def append(self, sums: WeightSums, largest: LargestWeights) -> None:
        """Those of more samples."""
        self._sums.append((sums, largest))

    def __len__(self) -> int:
        return len(self._sums)

    @overload
    def __getitem__(self, place: int) -> WeightedEstimates: ...
    @overload
    def __getitem__(self, place: slice) -> list[WeightedEstimates]: ...
    def __getitem__(self, place: int | slice) -> WeightedEstimates | list[WeightedEstimates]:
        places = range(len(self._sums))[place]
        if isinstance(places, range):
            return [self[each] for each in places]
        if places not in self._made:
            sums, largest = self._sums[places]
            self._made[places] = estimates_from(sums, largest, *self._given)
        return self._made[places]

"""Which points go to a worker next, and how many of them at once."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import chain, groupby
from typing import TypeVar

import numpy as np

T = TypeVar("T")

SECONDS = 0.1  # of work in one job: sending it costs a hundredth of that
MOST = 256  # points in one job
AHEAD = 2  # jobs for each slot: one that is computed, one that waits
SLOWLY = 0.3  # weight of the last job in what a point is thought to take
NEIGHBOURS = 5  # among which a point changes its place in the order
GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0


class Batches:
    """The points that are missing, in an order in which any beginning lies all over the axes: a
    map grows everywhere at once, and slow corners do not come last.

    A worker that ends takes down every job of its pool. Their points are then tried one by one
    with nothing beside them, so that the one at fault is found and the others are not lost.
    So many neighbours stay ``together``: the seeds of a place share all that is exact of it.
    """

    def __init__(self, points: Sequence[int], together: int = 1) -> None:
        groups = [list(group) for _, group in groupby(points, lambda i: (i - 1) // together)]
        self._missing = deque(chain.from_iterable(spread(groups)))
        self._suspects: deque[int] = deque()
        self._alone: int | None = None
        self._seconds: float | None = None  # that a point takes

    def __bool__(self) -> bool:
        """Whether points are left to hand out."""
        return bool(self._missing or self._suspects)

    def take(self, slots: int, waiting: int) -> tuple[int, ...]:
        """The points of the next job, none for now where enough jobs are ``waiting``."""
        if self._suspects:
            if waiting:
                return ()
            self._alone = self._suspects.popleft()
            return (self._alone,)
        if waiting >= AHEAD * slots or (waiting and self._alone is not None):
            return ()
        count = 1 if self._seconds is None else int(SECONDS / max(self._seconds, SECONDS / MOST))
        share = len(self._missing) // (2 * AHEAD * slots)  # all workers end at the same time
        count = max(1, min(count, share))
        return tuple(self._missing.popleft() for _ in range(min(count, len(self._missing))))

    def done(self, points: Sequence[int], seconds: float) -> None:
        """A job came back after so many seconds of work."""
        each = seconds / len(points)
        old = each if self._seconds is None else self._seconds
        self._seconds = old + SLOWLY * (each - old)
        self._alone = None

    def not_begun(self, points: Iterable[int]) -> None:
        """A job that no worker has seen."""
        self._missing.extendleft(points)

    def lost(self, points: Sequence[int]) -> int | None:
        """A worker ended under a job: the point at fault where it was alone, else None, and its
        points are tried one by one."""
        if self._alone is not None:
            fault, self._alone = self._alone, None
            return fault
        self._suspects.extend(points)
        return None


def spread(points: Sequence[T]) -> Iterable[T]:
    """The points in steps of the golden section of their number, each moved by chance within its
    few neighbours: rows of a map whose length suits those steps would fill one after the other."""
    count = len(points)
    step = max(round(count * GOLDEN), 1)
    while math.gcd(step, count) > 1:
        step += 1
    moved = _moved(count)
    return (points[moved[i * step % count]] for i in range(count))


def _moved(count: int) -> list[int]:
    """The places 0 to count - 1, mixed within groups of neighbours; always the same."""
    groups = -(-count // NEIGHBOURS)
    chance = np.random.default_rng(0).random((groups, NEIGHBOURS))
    places = chance.argsort(axis=1) + NEIGHBOURS * np.arange(groups)[:, None]
    return [int(place) for place in places.ravel() if place < count]

"""One pass over blocks of samples: summaries that merge, threads, progress and cancel.

A summary of each block is made on some thread and merged in the order of the blocks, so the
answer does not depend on the number of threads, and memory does not grow with n.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.sampling.normals import BLOCK_ROWS

Summary = TypeVar("Summary")

RUNNING_POINTS = 160
ONES = np.ones(BLOCK_ROWS)


def over_blocks(blocks: int, summarise: Callable[[int], Summary], run: Run) -> Iterator[Summary]:
    """``summarise(0)``, ``summarise(1)``, ... in this order, computed on ``run.threads``.

    Reports progress after each; raises Cancelled. At most two blocks a thread are under way.
    """
    if blocks == 1 or run.threads == 1:
        for block in range(blocks):
            run.step(block / blocks)
            yield summarise(block)
        return
    pool = ThreadPoolExecutor(run.threads)
    waiting: deque[Future[Summary]] = deque()
    try:
        following = iter(range(blocks))
        for block in range(blocks):
            while len(waiting) < 2 * run.threads and (new := next(following, None)) is not None:
                waiting.append(pool.submit(summarise, new))
            run.step(block / blocks)
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class Scratch(threading.local):
    """An array for each thread to work in: new memory for each block costs more than the sums."""

    def __init__(self, *shape: int) -> None:
        self.array = np.empty(shape)


@lru_cache(maxsize=1)
def scratch(*shape: int) -> Scratch:
    """The Scratch of this shape, kept for the next question."""
    return Scratch(*shape)


@dataclass(frozen=True, slots=True)
class Moments:
    """Count, mean and sum of squared deviations of several quantities at once, (k,) each."""

    count: int
    mean: Array  # (k,)
    squares: Array  # (k,), sum of (x - mean)^2

    def merged(self, other: Moments) -> Moments:
        """The moments of both samples together (Chan, Golub and LeVeque 1983)."""
        count = self.count + other.count
        shift = other.mean - self.mean
        return Moments(
            count,
            self.mean + shift * (other.count / count),
            self.squares
            + other.squares
            + shift**2 * (float(self.count) * float(other.count) / count),
        )

    @property
    def standard_error(self) -> Array:
        """Of the means: sqrt(squares / (n - 1) / n), (k,)."""
        return np.asarray(np.sqrt(self.squares / (max(self.count - 1, 1) * float(self.count))))


class PowerSums:
    """Sums of deviations and of their squares, about numbers near the means of k quantities."""

    def __init__(self, about: Sequence[float]) -> None:
        self.about = np.array(about)
        self.count = 0
        self.sums = np.zeros(len(about))
        self.squares = np.zeros(len(about))

    def add(self, deviations: Array) -> None:
        """Take in values less ``about``, (k, m), m at most a block."""
        self.count += deviations.shape[1]
        self.sums += deviations @ ONES[: deviations.shape[1]]
        self.squares += np.vecdot(deviations, deviations)

    def moments(self) -> Moments:
        """Of all that was taken in."""
        squares = self.squares - self.sums**2 / self.count
        return Moments(self.count, self.about + self.sums / self.count, np.maximum(squares, 0.0))


def running_moments(
    deviations: Array, about: Iterable[float], points: int = RUNNING_POINTS
) -> list[Moments]:
    """The moments of the first n values of each quantity, (k, m), n log-spaced up to m."""
    n = np.unique(np.geomspace(1, deviations.shape[1], points).round().astype(int))
    starts = np.concatenate([[0], n[:-1]])
    means, squares = [], []
    for values, centre in zip(deviations, about, strict=True):
        sums = np.cumsum(np.add.reduceat(values, starts))
        squared = np.cumsum(np.add.reduceat(values * values, starts))
        means.append(centre + sums / n)
        squares.append(np.maximum(squared - sums**2 / n, 0.0))
    columns = zip(n, np.transpose(means), np.transpose(squares), strict=True)
    return [Moments(int(count), mean, square) for count, mean, square in columns]


def log_spaced(running: list[Moments], points: int = RUNNING_POINTS) -> list[Moments]:
    """At most ``points`` of them, evenly spaced in log n, the first and the last kept."""
    counts = np.array([each.count for each in running])
    wanted = np.geomspace(counts[0], counts[-1], points)
    chosen = np.unique(np.searchsorted(counts, wanted.round(), side="left"))
    return [running[index] for index in chosen]


@dataclass(frozen=True, slots=True)
class Bins:
    """Equal bins over a range that is known before the samples are."""

    low: float
    high: float
    count: int

    @property
    def edges(self) -> Array:
        """(count + 1,)."""
        return np.linspace(self.low, self.high, self.count + 1)

    def histogram(self, values: Array) -> Array:
        """Counts, (count + 2,): below the range, in each bin, and beyond it; spoils ``values``."""
        values -= self.low
        values *= self.count / (self.high - self.low)
        values += 1.0
        np.clip(values, 0.5, self.count + 1.5, out=values)
        return np.bincount(values.astype(np.int32), minlength=self.count + 2).astype(float)

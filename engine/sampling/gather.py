"""The one pass over blocks of samples: accumulators that merge, threads, progress and cancel.

What each block gathers is made on some thread and merged in the order of the blocks, so the
answer does not depend on the number of threads, and memory does not grow with n.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Generic, Protocol, Self, TypeVar, cast

import numpy as np

from engine.core.memory import reuse_freed_memory
from engine.core.run import Run

reuse_freed_memory()

# The first block, of which more is made than of others, must not keep the other threads waiting.
AHEAD = 4

Chunk = TypeVar("Chunk", covariant=True)
Taken = TypeVar("Taken", contravariant=True)
Part = TypeVar("Part")


class Source(Protocol[Chunk]):
    """What a pass goes over: blocks, each of them in chunks that fit a core's own cache."""

    @property
    def blocks(self) -> int:
        """How many."""

    def chunks(self, block: int) -> Iterator[Chunk]:
        """Those of one block, in order; what they hold may be overwritten by the next."""


class Accumulator(Protocol[Taken]):
    """A summary that grows: by the chunks of its own block, then by those of later blocks."""

    def add(self, chunk: Taken) -> None:
        """Take in a chunk of the own block."""

    def merge(self, other: Self) -> None:
        """Take in what was gathered from the block that follows."""


@dataclass(frozen=True, slots=True)
class Mapped(Generic[Part]):
    """A source whose chunks are those of another, each changed by a function."""

    source: Source[Any]
    change: Callable[[Any], Part]

    @property
    def blocks(self) -> int:
        """Those of the other source."""
        return self.source.blocks

    def chunks(self, block: int) -> Iterator[Part]:
        """The changed chunks of one block."""
        return map(self.change, self.source.chunks(block))


Gathering = TypeVar("Gathering", bound=Accumulator)  # type: ignore[type-arg]


def gather(source: Source[Part], make: Callable[[int], Gathering], run: Run) -> Gathering:
    """What ``make(block)``, an accumulator for each block, gathers from the whole source.

    Raises Cancelled.
    """
    return begin(source, make, run)()


def begin(
    source: Source[Part], make: Callable[[int], Gathering], run: Run
) -> Callable[[], Gathering]:
    """The same, begun: what is done before the answer is asked for, once, is done beside it."""

    def gathered(block: int) -> Gathering:
        accumulator = make(block)
        for chunk in source.chunks(block):
            accumulator.add(chunk)
        return accumulator

    blocks = over_blocks(source.blocks, gathered, run)

    def whole() -> Gathering:
        total = next(blocks)
        for accumulator in blocks:
            total.merge(accumulator)
        return total

    return whole


def over_blocks(blocks: int, summarise: Callable[[int], Part], run: Run) -> Iterator[Part]:
    """``summarise(0)``, ``summarise(1)``, ... in this order, computed on ``run.threads``, which
    begin at once; one thread computes what is asked for.

    Reports progress after each; raises Cancelled. At most AHEAD blocks a thread are under way.
    """
    if blocks == 1 or run.threads == 1:
        return _one_by_one(blocks, summarise, run)
    parts = _beside(blocks, summarise, run)
    next(parts)
    return cast(Iterator[Part], parts)


def _one_by_one(blocks: int, summarise: Callable[[int], Part], run: Run) -> Iterator[Part]:
    for block in range(blocks):
        run.step(block / blocks)
        yield summarise(block)


def _beside(blocks: int, summarise: Callable[[int], Part], run: Run) -> Iterator[Part | None]:
    """None when the first are under way, then the parts."""
    pool = _pool(run.threads)
    waiting: deque[Future[Part]] = deque()
    following = iter(range(blocks))

    def fill() -> None:
        while len(waiting) < AHEAD * run.threads and (new := next(following, None)) is not None:
            waiting.append(pool.submit(summarise, new))

    try:
        fill()
        yield None
        for block in range(blocks):
            fill()
            run.step(block / blocks)
            yield waiting.popleft().result()
    finally:
        # Whoever asks next may change what the blocks under way still read.
        wait([each for each in waiting if not each.cancel()])


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    """Threads that stay: to start and to join them for each pass takes longer than a small one."""
    return ThreadPoolExecutor(threads, thread_name_prefix="pass")


class Scratch(threading.local):
    """An array for each thread to work in: new memory for each block costs more than the sums."""

    def __init__(self, *shape: int) -> None:
        self.array = np.empty(shape)


@lru_cache(maxsize=1)
def scratch(*shape: int) -> Scratch:
    """The Scratch of this shape, kept for the next question."""
    return Scratch(*shape)

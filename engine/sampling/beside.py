"""What is exact, found while the samples are gone over."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from engine.core.run import Run
from engine.sampling.normals import FEW_BLOCKS, block_count

Known = TypeVar("Known")
Sampled = TypeVar("Sampled")


def beside(
    exact: Callable[[], Known], sampled: Callable[[], Sampled], n: int, run: Run
) -> tuple[Known, Sampled]:
    """What both give; where ``sampled`` goes over many samples, n, on several threads, ``exact``
    has a thread of its own meanwhile. What it raises comes first."""
    if run.threads == 1 or block_count(n) <= FEW_BLOCKS:
        return exact(), sampled()
    known = _thread().submit(exact)
    try:
        found = sampled()
    except Exception:
        known.result()
        raise
    return known.result(), found


@cache
def _thread() -> ThreadPoolExecutor:
    """One that stays."""
    return ThreadPoolExecutor(1, thread_name_prefix="exact")

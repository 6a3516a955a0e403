"""How a computation is watched: its threads, its progress and how it is cancelled."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass


class Cancelled(Exception):
    """The computation was asked to stop."""


def _ignore(_: float) -> None:
    pass


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Run:
    """One computation: ``report`` receives the share done (0 to 1), ``cancelled`` is polled; ``of``
    are the samples of the picture that this one, of fewer, is a preview of."""

    threads: int = min(os.cpu_count() or 1, 8)
    report: Callable[[float], None] = _ignore
    cancelled: Callable[[], bool] = _never
    of: int = 0

    def step(self, done: float) -> None:
        """Report progress; raises Cancelled when the computation is no longer wanted."""
        if self.cancelled():
            raise Cancelled
        self.report(done)

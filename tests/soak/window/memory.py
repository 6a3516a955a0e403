"""The memory of the process over time, by what was done, and what lives."""

from __future__ import annotations

import gc
import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QGuiApplication, QPixmapCache

from engine.core.memory import return_freed_memory
from engine.sampling.normals import let_go_of_blocks

PAGE = os.sysconf("SC_PAGE_SIZE")
EVERY = 10.0  # seconds
MEBI = 2**20


def own() -> int:
    """Bytes that this process has in memory, without what is a file on disk too: of libraries the
    system keeps as much as it has room for, now 160 MB and now 190."""
    with open("/proc/self/statm", encoding="ascii") as file:
        _, resident, shared, *_ = map(int, file.read().split())
    return (resident - shared) * PAGE


def threads() -> int:
    """Those of the system, Python's and Qt's."""
    return len(os.listdir("/proc/self/task"))


def living() -> Counter[str]:
    """How many Python objects of each type there are."""
    gc.collect()
    return Counter(f"{type(each).__module__}.{type(each).__name__}" for each in gc.get_objects())


@dataclass(frozen=True, slots=True)
class Sample:
    """At so many seconds and events, so many bytes."""

    seconds: float
    events: int
    bytes: int


def slope(curve: Sequence[Sample], share: float = 1 / 3) -> float:
    """MB an hour by least squares over what follows the first share of the time."""
    late = [each for each in curve if each.seconds >= share * curve[-1].seconds]
    if len(late) < 3:
        return 0.0
    hours = np.array([each.seconds for each in late]) / 3600
    return float(np.polyfit(hours, [each.bytes / MEBI for each in late], 1)[0])


class Memory:
    """The curve, and what each kind of event and each page has added to it."""

    def __init__(self) -> None:
        self.begin = time.perf_counter()
        self.curve: list[Sample] = []
        self.between: list[Sample] = []  # with no window
        self.by_act: Counter[str] = Counter()
        self._last = own()

    def look(self, events: int, *acts: str) -> None:
        """After an event of these kinds."""
        now, seconds = own(), time.perf_counter() - self.begin
        for act in acts:
            self.by_act[act] += now - self._last
        self._last = now
        if not self.curve or seconds - self.curve[-1].seconds >= EVERY:
            self.curve.append(Sample(seconds, events, now))

    def look_between(self, events: int) -> None:
        """When a window has gone, and what is free given back. What is one thing at a time, now
        small and now large, is not counted: kept blocks of samples are up to 48 MB, a picture on
        the clipboard is as large at a scale of 4."""
        let_go_of_blocks()
        QGuiApplication.clipboard().clear()
        QPixmapCache.clear()
        return_freed_memory()
        self.between.append(Sample(time.perf_counter() - self.begin, events, own()))

    def held(self) -> float:
        """MB an hour by which what is held without a window grows, after the first third."""
        return slope(self.between)

    def report(self) -> list[str]:
        """The curve in at most 24 lines, and who added most."""
        step = max(len(self.curve) // 24, 1)
        lines = [
            f"{each.seconds / 60:6.1f} min {each.events:8,} events {each.bytes / MEBI:7.0f} MB"
            for each in (*self.curve[:-1:step], self.curve[-1])
        ]
        lines.append(f"held when a window has gone, after a third: {self.held():+.1f} MB an hour")
        lines.append(
            f"with windows: {slope(self.curve):+.1f}, which holds what they show just then"
        )
        most = [f"{act} {size / MEBI:+.0f}" for act, size in self.by_act.most_common(14)]
        least = [f"{act} {size / MEBI:+.0f}" for act, size in self.by_act.most_common()[-6:]]
        return [*lines, f"MB by event: {', '.join(most)} ... {', '.join(least)}"]

"""What a random user's run has counted, and how it is told at its end."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.soak.window.input import Input
from tests.soak.window.memory import MEBI, Memory, own
from tests.soak.window.reach import Reach
from tests.soak.window.stalls import LIMIT, Stopwatch
from tests.soak.window.watch import Watch

MOST_GROWTH = 30.0  # MB an hour, of runs that are long enough to tell
LONG = 30.0  # minutes
TELL = 60.0  # seconds between lines on the way


@dataclass(frozen=True, slots=True)
class After:
    """What was there when a window had gone."""

    threads: int
    timers: int


@dataclass
class Report:
    """Counts acts, each of which is one event or as many as mouse and keyboard have sent for it,
    and none where nothing could be done; tells them all now and then and at the end."""

    chosen: argparse.Namespace
    send: Input
    reach: Reach
    watch: Watch
    stopwatch: Stopwatch
    memory: Memory
    events: int = 0
    windows: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)  # of the processor
    after: list[After] = field(default_factory=list)
    begin: float = field(default_factory=time.perf_counter)
    told: float = 0.0

    def take(self, act: str, page: str, events: int, seconds: float) -> None:
        """An act on a page, how many events it was, and what the processor had to do for it."""
        self.events += events
        self.acts[act] += 1
        self.pages[page] += 1
        self.seconds[act] += seconds
        seconds = time.perf_counter() - self.begin
        if seconds >= self.told + TELL:
            self.told = seconds
            held = own() / MEBI
            print(f"{seconds / 60:5.1f} min {held:5.0f} MB {self._sums()}", flush=True)

    def end(self) -> int:
        """Print all; 0 where nothing was found."""
        seconds = time.perf_counter() - self.begin
        memory, faults, slow = self.memory, self.watch.faults, self.stopwatch.over
        print(f"\n{self._sums()}, seed {self.chosen.seed}")
        busy = self.seconds.total()
        print(
            f"{seconds / 60:.1f} minutes, {self.events / seconds:.1f} events a second;"
            f" {busy / 60:.1f} minutes of the processor, {self.events / busy:.1f}"
        )
        print("sent:", _listed(self.send.counts))
        print("acts:", _listed(self.acts))
        each = Counter({act: round(1e3 * s / self.acts[act]) for act, s in self.seconds.items()})
        print("milliseconds of the processor for an act:", _listed(each))
        print("pages:", _listed(self.pages))
        print("controls", *self.reach.report(), sep="\n  ")
        print("memory", *memory.report(), sep="\n  ")
        print("after each window, threads, timers, MB:")
        held = [f"{each.bytes / MEBI:.0f}" for each in memory.between]
        left = (f"{n.threads} {n.timers} {mb}" for n, mb in zip(self.after, held, strict=False))
        print(" ", ", ".join(left))
        print("the window's thread", *self.stopwatch.report(), sep="\n  ")
        grown = seconds >= 60.0 * LONG and memory.held() > MOST_GROWTH
        for kind, fault in list(faults.items()):
            print(f"fault, {fault.count} times, first at event {fault.event:,}: {kind}")
        print(
            f"{len(faults)} kinds of faults; {slow} stretches above {1e3 * LIMIT:.0f} ms;"
            f" memory {'grows' if grown else 'is within bounds'}",
            flush=True,
        )
        return int(bool(faults) or bool(slow) or grown)

    def _sums(self) -> str:
        faults = len(self.watch.faults)
        return (
            f"{self.events:,} events of {self.acts.total():,} acts in {self.windows} windows,"
            f" {faults} kinds of faults"
        )


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {n:,}" for name, n in Counter(counts).most_common())

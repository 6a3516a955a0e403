"""How long the window's thread lets the user wait, and what it was doing then."""

from __future__ import annotations

import heapq
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.soak.window.stacks import stack_of

LIMIT = 0.25  # seconds
LOOK = 0.08  # seconds after which the stack is looked at, and every so many again
WORST = 12
STEPS = (0.05, 0.1, 0.15, 0.2)  # shorter ones that are counted


@dataclass(frozen=True, slots=True, order=True)
class Stall:
    """A stretch without a glance at the keyboard: seconds of the processor and of the clock."""

    processor: float
    clock: float
    doing: str = field(compare=False)
    stack: str = field(compare=False, default="")  # in its midst


class Stopwatch:
    """Takes laps of the window's thread; another thread looks on, and sees what takes long.

    Of a loaded machine the processor's time counts: the clock's holds what others took.
    """

    def __init__(self) -> None:
        self.worst: list[Stall] = []
        self.laps = self.over = 0
        self.steps: Counter[float] = Counter()  # how many took longer than each
        self.kinds: Counter[str] = Counter()  # of what was done while it took too long
        self._thread = threading.get_ident()
        self._begin = self._start()
        self._stacks: list[str] = []
        self._end = threading.Event()
        self._looker = threading.Thread(target=self._look, daemon=True)
        self._looker.start()

    def lap(self, doing: str) -> None:
        """What was done since the last lap."""
        clock, processor = (now - then for now, then in zip(self._start(), self._begin))  # noqa: B905
        self.laps += 1
        self.steps.update(step for step in STEPS if processor > step)
        if processor > LIMIT:
            self.over += 1
            self.kinds[doing.partition(":")[0].partition(" on ")[0]] += 1
        if len(self.worst) < WORST or processor > self.worst[0].processor:
            stacks = self._stacks
            stack = stacks[len(stacks) // 2] if stacks else ""
            stall = Stall(processor, clock, doing, stack)
            (heapq.heappush if len(self.worst) < WORST else heapq.heapreplace)(self.worst, stall)
        self.skip()

    def skip(self) -> None:
        """What was done since the last lap was none of the window's."""
        self._stacks = []
        self._begin = self._start()

    def close(self) -> None:
        """End the other thread."""
        self._end.set()
        self._looker.join()

    def report(self) -> list[str]:
        """The longest first."""
        steps = ", ".join(f"{self.steps[step]:,} above {1e3 * step:.0f}" for step in STEPS)
        lines = [
            f"{self.laps:,} stretches, {steps}, {self.over:,} above {1e3 * LIMIT:.0f} ms",
            ", ".join(f"{kind} {n:,}" for kind, n in self.kinds.most_common()),
        ]
        for stall in sorted(self.worst, reverse=True):
            lines.append(
                f"{1e3 * stall.processor:6.0f} ms of the processor,"
                f" {1e3 * stall.clock:6.0f} by the clock: {stall.doing}"
            )
            lines += [f"         {line}" for line in stall.stack.splitlines()]
        return lines

    def _start(self) -> tuple[float, float]:
        return time.perf_counter(), time.thread_time()

    def _look(self) -> None:
        while not self._end.wait(LOOK / 2):
            if time.perf_counter() - self._begin[0] > LOOK:
                own = [line for line in stack_of(self._thread) if "soak" not in line]
                self._stacks.append("\n".join(own[-9:]))

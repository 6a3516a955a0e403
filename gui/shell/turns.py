"""What the window wants of the thread that computes: the newest request, or that it rests."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Condition

from gui.base.request import Request

# Seconds that a response with all its samples and figures may still take when a slider begins to
# move: the next has a picture sooner.
PATIENCE_AT_REST = 0.03


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """A request, told from others that are equal to it."""

    number: int
    request: Request
    moving: bool = False  # requests follow each other fast
    at: float = 0.0  # when, by time.perf_counter


class Turns:
    """Shared by both threads: the window puts, the other takes, and rests where it is asked to."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._waiting: Numbered | None = None
        self._paused = self._ending = False
        self.wanted: Numbered | None = None

    def put(self, asked: Numbered | None) -> None:
        """This one is wanted from now on, or none."""
        with self._condition:
            self.wanted = self._waiting = asked
            self._paused = False
            self._condition.notify_all()

    def pause(self, paused: bool) -> None:
        """Rest as soon as may be, or go on from there."""
        with self._condition:
            self._paused = paused
            self._condition.notify_all()

    def end(self) -> None:
        """No more is wanted, ever."""
        with self._condition:
            self._ending = True
            self._condition.notify_all()

    def take(self) -> Numbered | None:
        """Wait for a request; None at the end."""
        with self._condition:
            self._condition.wait_for(lambda: self._ending or self._waiting is not None)
            asked, self._waiting = self._waiting, None
            return None if self._ending else asked

    def wait_for_rest(self, asked: Numbered, seconds: float) -> None:
        """Where requests follow each other fast, wait for a newer one until so many seconds have
        gone by since this one."""
        if asked.moving:
            left = seconds - (time.perf_counter() - asked.at)
            with self._condition:
                self._condition.wait_for(
                    lambda: self._ending or self.wanted is not asked, max(left, 0.0)
                )

    def rest(self) -> float:
        """Wait while a rest is asked for; seconds."""
        if not self._paused:
            return 0.0
        start = time.perf_counter()
        with self._condition:
            self._condition.wait_for(lambda: self._ending or not self._paused)
        return time.perf_counter() - start


class Watch:
    """One computation: whether it is still wanted, and how long it has worked.

    A computation that is not wanted any more may end where it takes no longer than ``patience``;
    one that was asked for at rest has `PATIENCE_AT_REST` when something has begun to move.
    """

    def __init__(self, turns: Turns, asked: Numbered, patience: float) -> None:
        self._turns, self._asked, self._patience = turns, asked, patience
        self._start = time.perf_counter()
        self._rested = 0.0

    @property
    def seconds(self) -> float:
        """Since its beginning, without rests."""
        return time.perf_counter() - self._start - self._rested

    def cancelled(self) -> bool:
        """Rest where that is asked for; then, whether to stop."""
        rested = self._turns.rest()
        self._rested += rested
        wanted = self._turns.wanted
        if wanted is self._asked:
            return False
        if wanted is None or wanted.request.page is not self._asked.request.page or rested > 0.0:
            return True
        begins = wanted.moving and not self._asked.moving
        return self.seconds > (min(self._patience, PATIENCE_AT_REST) if begins else self._patience)


def refinements(samples: int, first: int, factor: int = 4) -> list[int]:
    """How many samples the responses of a long run use after ``first``: each ``factor`` times as
    many as the one before while that is less than half of them, then all.

    What comes before the whole takes a third of its time, two thirds at the worst.
    """
    found = [first]
    while found[-1] * factor * 2 < samples:
        found.append(found[-1] * factor)
    return [*found[1:], samples]

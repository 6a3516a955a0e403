"""When a run is over, and what ends it where it does not end by itself."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

PATIENCE = 20.0  # seconds for what goes on at the end
LAST = 8.0  # seconds more, where Python itself does not run
HANG = 120.0  # seconds without a sign of life
TICK = 0.5


class Ending:
    """Tells when the time is over or somebody has asked for the end (`ask`); where the thread of
    the windows then does not come back, or does not for long in between, another thread calls
    ``overdue`` with the reason, and ends the process with what it has started.

    Where Python cannot run at all by then, `faulthandler` ends it.
    """

    def __init__(self, seconds: float, overdue: Callable[[str], object]) -> None:
        self._overdue = overdue
        self._end = self._sign = time.monotonic()
        self._end += seconds
        self._closed = threading.Event()
        self._limit(seconds + PATIENCE + LAST)
        self._thread = threading.Thread(target=self._look, name="ending", daemon=True)
        self._thread.start()

    def over(self) -> bool:
        """Whether nothing new is to be begun; asking is a sign of life."""
        self._sign = time.monotonic()
        return self._sign >= self._end

    def ask(self) -> None:
        """Let it end now."""
        self._end = min(self._end, time.monotonic())
        self._limit(PATIENCE + LAST)

    def close(self) -> None:
        """It has ended."""
        self._closed.set()
        self._thread.join()
        faulthandler.cancel_dump_traceback_later()

    def _limit(self, seconds: float) -> None:
        with suppress(AttributeError, ValueError, OSError):  # of an output that is no file
            faulthandler.dump_traceback_later(seconds, exit=True, file=sys.stdout)

    def _look(self) -> None:
        while not self._closed.wait(TICK):
            now = time.monotonic()
            if now > self._end + PATIENCE:
                self._stop(f"the run does not end {PATIENCE:.0f} seconds after its time")
            elif now < self._end and now > self._sign + HANG:
                self._stop(f"the thread of the windows is away for {HANG:.0f} seconds")

    def _stop(self, reason: str) -> None:
        faulthandler.dump_traceback(sys.stdout)
        self._overdue(reason)
        sys.stdout.flush()
        for child in multiprocessing.active_children():
            child.kill()
        os._exit(1)

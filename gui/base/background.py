"""Work in a thread of its own, with progress and cancel."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QThread, Signal

from engine.core.run import Cancelled, Run
from gui.base.qt_application import qt_application
from gui.base.thread import NamedThread

REPORT_EVERY = 0.05  # seconds

_running: set[QThread] = set()


class Background(NamedThread):
    """Does one piece of work; says how far it is, and what came of it. A window that is closed
    meanwhile does not take the thread with it."""

    progressed = Signal(float)
    done = Signal(object)  # what the work has returned; nothing if it was cancelled
    failed = Signal(object)  # the exception that it has raised

    def __init__(self, work: Callable[[Run], Any]) -> None:
        super().__init__("background")
        self._work = work
        self._cancelled = False
        self._reported = 0.0

    def begin(self) -> None:
        """Start."""
        _running.add(self)
        self.finished.connect(self._let_go)
        qt_application().aboutToQuit.connect(self.stop)
        self.start()

    def cancel(self) -> None:
        """Stop soon, and say nothing more."""
        self._cancelled = True

    def stop(self) -> None:
        """Stop, and wait for it."""
        self.cancel()
        self.wait()

    def run(self) -> None:
        """Do the work."""
        try:
            outcome = self._work(Run(report=self._report, cancelled=lambda: self._cancelled))
        except Cancelled:
            return
        except Exception as error:
            # Whatever goes wrong becomes a message; the window goes on.
            if not self._cancelled:
                self.failed.emit(error)
            return
        if not self._cancelled:
            self.done.emit(outcome)

    def _let_go(self) -> None:
        self.wait()  # it has said so just before its end
        _running.discard(self)

    def _report(self, share: float) -> None:
        now = time.perf_counter()
        if now - self._reported >= REPORT_EVERY:
            self._reported = now
            self.progressed.emit(share)


def running() -> int:
    """How many pieces of work are being done."""
    return len(_running)

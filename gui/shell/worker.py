"""One thread that computes what the window asks, the newest request first and only."""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass
from threading import Condition
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine.core.run import Cancelled, Run
from gui.base.request import Failure, Request, Response, failure_text

# Above so many samples the first response comes from a prefix, unless all are quick as well.
PREVIEW_ABOVE = 131_072
PREVIEW_SAMPLES = 65_536
QUICK = 0.06  # seconds
# A first response may take this long before a newer request stops it: without that a slider
# which moves faster tha responses come would leave the picture as it was until it rests.
PATIENCE = 0.15
REPORT_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class _Numbered:
    number: int
    request: Request


class Worker(QObject):
    """Asks `Page.compute` off the GUI thread.

    A newer request stops the older one; responses arrive in the order of their requests, and
    none arrives from another page than the newest request's.
    """

    responded = Signal(object)  # Response
    failed = Signal(object)  # Failure
    progressed = Signal(float)  # share done, 0 to 1
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._busy = False
        self._newest: Request | None = None
        self._thread = _Thread(self)
        self._thread.delivered.connect(self._deliver)
        self._thread.progressed.connect(self._progress)
        self._thread.finished_request.connect(self._finish)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether a response is awaited."""
        return self._busy

    def submit(self, request: Request) -> None:
        """Compute this instead of whatever is being computed."""
        self._number += 1
        self._newest = request
        self._thread.take(_Numbered(self._number, request))
        self._set_busy(True)

    def cancel(self) -> None:
        """Stop; nothing more arrives until the next request."""
        self._number += 1
        self._newest = None
        self._thread.take(None)
        self._set_busy(False)

    def close(self) -> None:
        """Stop and end the thread."""
        self.cancel()
        self._thread.end()
        self._thread.wait()

    @Slot(int, object)
    def _deliver(self, number: int, outcome: Response | Failure) -> None:
        newest = self._newest
        if newest is None or outcome.request.page is not newest.page:
            return
        if isinstance(outcome, Response):
            self.responded.emit(outcome)
        elif number == self._number:
            self.failed.emit(outcome)

    @Slot(int, float)
    def _progress(self, number: int, share: float) -> None:
        if number == self._number:
            self.progressed.emit(share)

    @Slot(int)
    def _finish(self, number: int) -> None:
        if number == self._number:
            self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)


class _Thread(QThread):
    """Waits for a request, computes, waits again."""

    delivered = Signal(int, object)
    progressed = Signal(int, float)
    finished_request = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._condition = Condition()
        self._wanted: _Numbered | None = None
        self._waiting: _Numbered | None = None
        self._ending = False
        self._pace: dict[tuple[str, int], float] = {}  # seconds a sample
        self._last: tuple[Request, Any] | None = None  # the last whole result

    def take(self, request: _Numbered | None) -> None:
        """Called by the GUI thread: the request that is wanted from now on, or none."""
        with self._condition:
            self._wanted = self._waiting = request
            self._condition.notify()

    def end(self) -> None:
        with self._condition:
            self._ending = True
            self._condition.notify()

    def run(self) -> None:
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._ending or self._waiting is not None)
                if self._ending:
                    return
                asked, self._waiting = self._waiting, None
            assert asked is not None
            try:
                self._respond(asked)
            except Cancelled:
                pass
            except Exception as error:
                # Whatever a page raises becomes a message in its page; the window goes on.
                failure = Failure(asked.request, failure_text(error), traceback.format_exc())
                self.delivered.emit(asked.number, failure)
            self.finished_request.emit(asked.number)

    def _respond(self, asked: _Numbered) -> None:
        scene = asked.request.scene
        pace = self._pace.get((asked.request.page.name, scene.dimension))
        quick = pace is not None and pace * scene.samples < QUICK
        # Own data are read whole, and not sampled again.
        whole = quick or asked.request.page.shows_data(scene) or self._known(asked.request)
        if scene.samples > PREVIEW_ABOVE and not whole:
            self._compute(asked, PREVIEW_SAMPLES, PATIENCE)
            self._compute(asked, scene.samples, 0.0)
        else:
            self._compute(asked, scene.samples, PATIENCE)

    def _known(self, request: Request) -> bool:
        """Whether only more figures are wanted of the last result."""
        return self._last is not None and self._last[0].same(request)

    def _compute(self, asked: _Numbered, samples: int, patience: float) -> None:
        request = asked.request
        start = time.perf_counter()
        last = start

        def cancelled() -> bool:
            if self._wanted is asked:
                return False
            wanted = self._wanted
            unrelated = wanted is None or wanted.request.page is not request.page
            return unrelated or time.perf_counter() - start > patience

        def report(share: float) -> None:
            nonlocal last
            now = time.perf_counter()
            if now - last >= REPORT_EVERY and samples == request.scene.samples:
                last = now
                self.progressed.emit(asked.number, share)

        if cancelled():
            raise Cancelled
        scene = request.scene.replace(samples=samples)
        run = Run(report=report, cancelled=cancelled)
        if self._last is not None and self._known(request):
            result = self._last[1]
        else:
            result = request.page.compute(scene, request.options, run)
            self._last = (request, result) if samples == request.scene.samples else None
        for name in request.figures:
            result.figure(name, run)
        seconds = time.perf_counter() - start
        if samples > PREVIEW_SAMPLES:
            self._pace[request.page.name, scene.dimension] = seconds / samples
        if not cancelled():
            response = Response(request, result, samples, 1e3 * seconds)
            self.delivered.emit(asked.number, response)

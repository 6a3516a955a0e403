"""One thread that computes what the window asks, the newest request first and only."""

from __future__ import annotations

import time
import traceback
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine.core.run import Cancelled, Run
from gui.base.request import Failure, Request, Response, failure_text
from gui.shell.turns import Numbered, Turns, Watch, refinements

# Above so many samples the first response comes from a prefix, unless all are quick as well.
PREVIEW_ABOVE = 131_072
PREVIEW_SAMPLES = 65_536
QUICK = 0.06  # seconds
LONG = 2.0  # seconds from which on the picture is refined in between
# A first response may take this long before a newer request stops it: without that a slider
# which moves faster than responses come would leave the picture as it was until it rests.
PATIENCE = 0.15
REPORT_EVERY = 0.05


class Worker(QObject):
    """Asks `Page.compute` off the GUI thread.

    A newer request stops the older one; responses arrive in the order of their requests, and
    none arrives from another page than the newest request's. A paused computation keeps all that
    it has done, and goes on from there.
    """

    responded = Signal(object)  # Response
    failed = Signal(object)  # Failure
    progressed = Signal(float)  # share done, 0 to 1
    busy_changed = Signal(bool)
    paused_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._busy = False
        self._paused: Request | None = None
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

    @property
    def paused(self) -> Request | None:
        """The request whose computation rests."""
        return self._paused

    def submit(self, request: Request) -> None:
        """Compute this instead of whatever is being computed."""
        self._number += 1
        self._newest = request
        self._thread.turns.put(Numbered(self._number, request))
        self._set_paused(None)
        self._set_busy(True)

    def pause(self) -> None:
        """Let the computation rest; nothing more arrives until it goes on."""
        if self._busy:
            self._thread.turns.pause(True)
            self._set_busy(False)
            self._set_paused(self._newest)

    def go_on(self) -> None:
        """From where it was paused."""
        if self._paused is not None:
            self._thread.turns.pause(False)
            self._set_paused(None)
            self._set_busy(True)

    def cancel(self) -> None:
        """Stop; nothing more arrives until the next request."""
        self._number += 1
        self._newest = None
        self._thread.turns.put(None)
        self._set_paused(None)
        self._set_busy(False)

    def close(self) -> None:
        """Stop and end the thread."""
        self.cancel()
        self._thread.turns.end()
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
            self._set_paused(None)
            self._set_busy(False)

    def _set_paused(self, request: Request | None) -> None:
        if request is not self._paused:
            self._paused = request
            self.paused_changed.emit(request is not None)

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
        self.turns = Turns()
        self._pace: dict[tuple[str, int], float] = {}  # seconds a sample
        self._last: tuple[Request, Any] | None = None  # the last whole result

    def run(self) -> None:
        while (asked := self.turns.take()) is not None:
            try:
                self._respond(asked)
            except Cancelled:
                pass
            except Exception as error:
                # Whatever a page raises becomes a message in its page; the window goes on.
                failure = Failure(asked.request, failure_text(error), traceback.format_exc())
                self.delivered.emit(asked.number, failure)
            self.finished_request.emit(asked.number)

    def _respond(self, asked: Numbered) -> None:
        scene = asked.request.scene
        pace = self._pace.get((asked.request.page.name, scene.dimension))
        quick = pace is not None and pace * scene.samples < QUICK
        # Own data are read whole, and not sampled again.
        whole = quick or asked.request.page.shows_data(scene) or self._known(asked.request)
        if scene.samples <= PREVIEW_ABOVE or whole:
            self._compute(asked, scene.samples, PATIENCE)
            return
        seconds = self._compute(asked, PREVIEW_SAMPLES, PATIENCE)
        pace = seconds / PREVIEW_SAMPLES if pace is None else pace
        long = pace * scene.samples > LONG
        following = refinements(scene.samples, PREVIEW_SAMPLES) if long else [scene.samples]
        done, total = 0.0, float(sum(following))
        for samples in following:
            self._compute(asked, samples, 0.0, (done, samples / total))
            done += samples / total

    def _known(self, request: Request) -> bool:
        """Whether only more figures are wanted of the last result."""
        return self._last is not None and self._last[0].same(request)

    def _compute(
        self,
        asked: Numbered,
        samples: int,
        patience: float,
        part: tuple[float, float] = (0.0, 1.0),
    ) -> float:
        """Deliver the response of so many samples; the seconds that it took. Of all that is
        computed for the request it is this part: what was before, and the share of this."""
        request = asked.request
        watch = Watch(self.turns, asked, patience)
        last = time.perf_counter()

        def report(share: float) -> None:
            nonlocal last
            now = time.perf_counter()
            if now - last >= REPORT_EVERY and samples != PREVIEW_SAMPLES:
                last = now
                self.progressed.emit(asked.number, part[0] + part[1] * share)

        if watch.cancelled():
            raise Cancelled
        run = Run(report=report, cancelled=watch.cancelled)
        result = self._result(request, samples, run)
        for name in request.figures:
            result.figure(name, run)
        seconds = watch.seconds
        if samples > PREVIEW_SAMPLES:
            self._pace[request.page.name, request.scene.dimension] = seconds / samples
        if not watch.cancelled():
            self.delivered.emit(asked.number, Response(request, result, samples, 1e3 * seconds))
        return seconds

    def _result(self, request: Request, samples: int, run: Run) -> Any:
        if self._last is not None and self._known(request):
            return self._last[1]
        scene = request.scene.replace(samples=samples)
        result = request.page.compute(scene, request.options, run)
        self._last = (request, result) if samples == request.scene.samples else None
        return result

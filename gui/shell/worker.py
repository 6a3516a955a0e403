"""One thread that computes what the window asks, the newest request first and only."""

from __future__ import annotations

import math
import time
import traceback
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from engine.core.run import Cancelled, Run
from gui.base.request import Failure, Request, Response, failure_text
from gui.base.thread import NamedThread
from gui.shell.pace import FEW, PREVIEW_SAMPLES, Pace
from gui.shell.turns import Numbered, Turns, Watch, refinements

REST = 0.12  # seconds without a newer request after which what moved has come to rest
# A first response may take this long before a newer request stops it: without that a slider
# which moves faster than responses come would leave the picture as it was until it rests.
PATIENCE = 0.15
PATIENCE_MOVING = 1.0  # of what is already of few samples, or as quick
REPORT_EVERY = 0.05


class Worker(QObject):
    """Asks `Page.compute` off the GUI thread.

    A newer request stops the older one; responses arrive in the order of their requests, and
    none arrives from another page than the newest request's. While requests follow each other
    fast, as under a slider, their responses use few samples, unless all are as quick; those of
    all follow at rest. A paused computation keeps all that it has done, and goes on from there.
    Without ``previews`` every response uses all samples.
    """

    responded = Signal(object)  # Response
    failed = Signal(object)  # Failure
    progressed = Signal(float)  # share done, 0 to 1
    busy_changed = Signal(bool)
    paused_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None, previews: bool = True) -> None:
        super().__init__(parent)
        self._number = 0
        self._asked = -math.inf  # when, by time.perf_counter
        self._previews, self._moves = previews, False
        self._busy = False
        self._paused: Request | None = None
        self._newest: Request | None = None
        self._thread = _Thread(self, previews)
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
        now = time.perf_counter()
        self._moves = self._previews and now - self._asked < REST and self._follows(request)
        self._number += 1
        self._newest, self._asked = request, now
        self._thread.turns.put(Numbered(self._number, request, self._moves, now))
        self._set_paused(None)
        self._set_busy(True)

    @property
    def moving(self) -> bool:
        """Whether requests follow each other fast; at rest, `busy` ends."""
        return self._busy and self._moves

    def pause(self) -> None:
        """Let the computation rest; nothing more arrives until it goes on."""
        if self._busy:
            self._asked = -math.inf
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

    def _follows(self, request: Request) -> bool:
        newest = self._newest
        return newest is not None and request.page is newest.page and not request.same(newest)

    def _set_paused(self, request: Request | None) -> None:
        if request is not self._paused:
            self._paused = request
            self.paused_changed.emit(request is not None)

    def _set_busy(self, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)


class _Thread(NamedThread):
    """Waits for a request, computes, waits again."""

    delivered = Signal(int, object)
    progressed = Signal(int, float)
    finished_request = Signal(int)

    def __init__(self, parent: QObject, previews: bool) -> None:
        super().__init__("worker", parent)
        self.turns = Turns()
        self._pace, self._previews = Pace(), previews
        self._last: tuple[Request, Any] | None = None  # the last whole result
        self._spent = 0.0  # seconds that it has taken so far, with its figures

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
        request = asked.request
        samples, pace = request.scene.samples, self._pace
        patience = PATIENCE_MOVING if asked.moving else PATIENCE
        if not self._previews or self._known(request) or pace.at_once(request, asked.moving):
            self._compute(asked, samples, patience, moving=asked.moving)
            self.turns.wait_for_rest(asked, REST)
            if self._last is not None and not self._last[1].made(*request.figures):
                self._compute(asked, samples, 0.0)
            return
        first = FEW if asked.moving else PREVIEW_SAMPLES
        seconds = self._compute(asked, first, patience, moving=asked.moving)
        self.turns.wait_for_rest(asked, REST)
        long = pace.long(request, seconds, first)
        following = refinements(samples, PREVIEW_SAMPLES) if long else [samples]
        done, total = 0.0, float(sum(following))
        for count in following:
            self._compute(asked, count, 0.0, (done, count / total))
            done += count / total

    def _known(self, request: Request) -> bool:
        """Whether only more figures are wanted of the last result."""
        return self._last is not None and self._last[0].same(request)

    def _compute(
        self,
        asked: Numbered,
        samples: int,
        patience: float,
        part: tuple[float, float] = (0.0, 1.0),
        moving: bool = False,
    ) -> float:
        """Deliver the response of so many samples; the seconds that it took. Of all that is
        computed for the request it is this part: what was before, and the share of this. While
        something moves it has the figures for which there is time."""
        request = asked.request
        watch = Watch(self.turns, asked, patience)
        last = time.perf_counter()

        def report(share: float) -> None:
            nonlocal last
            now = time.perf_counter()
            if now - last >= REPORT_EVERY and samples not in (FEW, PREVIEW_SAMPLES):
                last = now
                self.progressed.emit(asked.number, part[0] + part[1] * share)

        if watch.cancelled():
            raise Cancelled
        # While something moves the loops for many samples are at hand; before, they may have to be
        # compiled, and a first picture must not wait for that.
        of = request.scene.samples if moving else 0
        run = Run(report=report, cancelled=watch.cancelled, of=of)
        known = self._known(request)
        result = self._result(request, samples, run)
        figures = self._pace.in_time(request) if moving else request.figures
        for name in figures:
            self._make_figure(request, result, name, run)
        seconds = watch.seconds
        if known:  # more figures of it say nothing of how long the samples take
            seconds = self._spent = self._spent + seconds
        else:
            self._pace.note(request, samples, seconds)
            self._spent = seconds
        if not watch.cancelled():
            response = Response(request, result, samples, 1e3 * seconds, moving)
            self.delivered.emit(asked.number, response)
        return seconds

    def _make_figure(self, request: Request, result: Any, name: str, run: Run) -> None:
        if not result.made(name):
            begin = time.perf_counter()
            result.figure(name, run)
            self._pace.note_figure(request, name, time.perf_counter() - begin)

    def _result(self, request: Request, samples: int, run: Run) -> Any:
        if self._last is not None and self._known(request):
            return self._last[1]
        scene = request.scene.replace(samples=samples)
        result = request.page.compute(scene, request.options, run)
        self._last = (request, result) if samples == request.scene.samples else None
        return result

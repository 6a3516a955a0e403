"""A window on one page whose slider is moved, watched from change to paint."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt
from PySide6.QtWidgets import QApplication

from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.session.address import address
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.base.request import Response

P = Gaussian([0.0, 0.0], [[1.0, 0.3], [0.3, 1.0]])
Q = Gaussian([0.5, 0.0], [[1.2, 0.0], [0.0, 1.0]])
# What moves, around which value and how far: q's mean, with it every sample, where a page has one.
GAUSSIAN = ("q.mean[1]", 0.5, 0.5)
OTHERS = {
    "softmax-policy": ("softmax.logits[1]", 1.0, 0.3),
    "temperature": ("temperature.alpha", 0.2, 0.05),
    "skills": ("skills.means[1]", -4.0, 0.5),
    "replay": ("replay.b", 0.6, 0.2),
    "rollouts": ("rollouts.gate_cap", 2.0, 0.3),
}
LONGEST = 60.0  # seconds, for a response
SOON = Qt.EventPriority.HighEventPriority.value


class MovedWindow(QObject):
    """The main window on a page, 1360 x 860; ``parts`` holds the milliseconds of each step."""

    def __init__(self, page: str, samples: int) -> None:
        super().__init__()
        gc.disable()  # what is left of another window must not be freed by a thread that computes
        gc.collect()
        where, self._base, self._width = OTHERS.get(page, GAUSSIAN)
        self._where = address(where)
        self.window = MainWindow(Session(scene=Scene(P, Q, samples=samples), page=page))
        self.responses: list[Response] = []
        self.parts: dict[str, list[float]] = {}
        self.frames: list[float] = []  # the ends of paints that showed a new response
        self._new = False
        self._shown = True  # whether Qt knows what of the last response is to be painted
        self.startTimer(20)  # so that no turn waits for ever
        self.window.resize(1360, 860)
        self.window.show()
        self.window.drawn.connect(self._note)
        self._watch()
        self.settle()

    def settle(self) -> None:
        """Wait until all is computed and painted."""
        while self.window.worker.busy:
            self.turn()
        for _ in range(20):
            self.turn()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()

    def move(self, step: int) -> None:
        """Put the slider elsewhere."""
        value = self._base + self._width * (0.5 * (-1) ** step + 0.3 * (step % 17) / 17)
        store = self.window.store
        with_value = self._where.set(store.session, value)
        self._timed("inputs", store.propose, with_value, 1, "benchmark")

    def step(self, number: int) -> tuple[float, float]:
        """Move the slider; milliseconds until the first picture, and that of all samples."""
        self.responses.clear()
        self.frames.clear()
        for part in self.parts.values():
            part.clear()
        begin = time.perf_counter()
        self.move(number)
        while not (self.responses and self.frames):
            self.turn(begin)
        first = self.frames[0]
        while self.responses[-1].preview or self._new or not self._shown:
            self.turn(begin)
        return 1e3 * (first - begin), 1e3 * (self.frames[-1] - begin)

    def turn(self, begin: float | None = None) -> None:
        """Let Qt work for a moment."""
        if begin is not None and time.perf_counter() - begin > LONGEST:
            raise TimeoutError(f"no picture of {self.window.store.session.page}")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def turn_until(self, end: float) -> None:
        """Let Qt work until then, and for one turn at least."""
        QApplication.processEvents()
        while (left := end - time.perf_counter()) > 0.0:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
            time.sleep(min(left, 0.0005))

    def close(self) -> None:
        """End the threads."""
        self.window.close()
        self.window.deleteLater()
        gc.enable()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _note(self, response: Response) -> None:
        self.responses.append(response)
        self._shown = False
        # Before the event by which the scene tells Qt what of it has changed, and has that painted
        # at once: what is painted in between shows nothing new, and a timer comes after the paint.
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), SOON)

    def customEvent(self, event: QEvent) -> None:
        """The next paint shows the last response."""
        self._new = self._shown = True
        # What draws the same as before paints nothing, and would be no frame.
        self.window.frame.view.figure.viewport().update(0, 0, 1, 1)

    def _watch(self) -> None:
        """Time the parts where they are called."""
        frame, responses = self.window.frame, self.window.responses
        figure = frame.view.figure
        for holder, name, part in (
            (frame.view, "draw", "draw"),
            (responses, "tell", "words"),
        ):
            method = getattr(holder, name)
            setattr(holder, name, lambda *a, _m=method, _p=part: self._timed(_p, _m, *a))
        paint = figure.paintEvent

        def painted(event: Any) -> None:
            self._timed("paint", paint, event)
            if self._new:
                self._new = False
                self.frames.append(time.perf_counter())

        figure.paintEvent = painted

    def _timed(self, part: str, work: Callable[..., Any], *arguments: Any) -> Any:
        begin = time.thread_time()
        try:
            return work(*arguments)
        finally:
            self.parts.setdefault(part, []).append(1e3 * (time.thread_time() - begin))

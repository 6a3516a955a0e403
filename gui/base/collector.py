"""Python's garbage collector, in the thread of the widgets alone."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from gui.base.discard import discarded, hold_back

EVERY = 250  # milliseconds
OLDEST = 2
PARTS = 4  # that were discarded, whose cycles are collected together


class Collector(QObject):
    """Collects where Qt's objects may be destroyed, as often as Python would by itself.

    Python collects in whatever thread is computing when its time has come. Items of pictures that
    only a cycle held any more were destroyed there, beside the thread that paints: Qt warns of
    timers then, or the program crashes. What cycles hold of a part that was discarded is collected
    soon after it, of a few at a time: a dozen pages hold the thread up for a third of a second.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._discarded = discarded()
        self._held: list[QWidget] = []
        hold_back(self._held)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """What has become due by Python's own counts, the oldest objects included or not."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [age for age, (count, threshold) in enumerate(counts) if count > threshold]
        if self._held or discarded() >= self._discarded + PARTS:
            due.append(OLDEST)
        del self._held[:PARTS]
        if due:
            gc.collect(due[-1])
        if OLDEST in due:
            self._discarded = discarded()

    def let_go(self) -> None:
        """Of all that was discarded, at once."""
        self._held.clear()

    def end(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        self.let_go()
        hold_back(None)
        gc.enable()

"""Python's garbage collector, in the thread of the widgets alone."""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from gui.base.discard import discarded, hold_back
from gui.base.turn import Patience

EVERY = 250  # milliseconds
OLDEST = 2
PARTS = 2  # that were discarded, whose cycles are collected together
MODULES = 100  # new ones, after which what there is stays


class Collector(QObject):
    """Collects where Qt's objects may be destroyed, as often as Python would by itself.

    Python collects in whatever thread is computing when its time has come. Items of pictures that
    only a cycle held any more were destroyed there, beside the thread that paints: Qt warns of
    timers then, or the program crashes. What cycles hold of a part that was discarded is collected
    soon after it, of a few at a time: a dozen pages hold the thread up for a third of a second.

    Modules stay as long as the program runs, and so does what it compiles: to look for garbage
    among them takes longer than among all else. When many have been imported, all that there is
    then is left out from now on: parts that are discarded later as well, which happens a few times
    at the most.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._discarded = discarded()
        self._held: list[QWidget] = []
        self._modules = self._frozen = len(sys.modules)
        hold_back(self._held)
        self._timer = QTimer(self, interval=EVERY)
        self._patience = Patience()
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def _collect(self) -> None:
        if not self._patience.waits():
            self.collect()

    def collect(self) -> None:
        """What has become due by Python's own counts, the oldest objects included or not."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [age for age, (count, threshold) in enumerate(counts) if count > threshold]
        imported = self._has_imported()
        if imported or self._held or discarded() >= self._discarded + PARTS:
            due.append(OLDEST)
        del self._held[:PARTS]
        if due:
            gc.collect(due[-1])
        if OLDEST in due:
            self._discarded = discarded()
        if imported:
            gc.freeze()

    def let_go(self) -> None:
        """Of all that was discarded, at once; nothing is left out any more."""
        self._held.clear()
        gc.unfreeze()

    def end(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        self.let_go()
        hold_back(None)
        gc.enable()

    def _has_imported(self) -> bool:
        """Whether there are many new modules, and no thread imports more just now."""
        before, self._modules = self._modules, len(sys.modules)
        if self._modules != before or self._modules < self._frozen + MODULES:
            return False
        self._frozen = self._modules
        return True

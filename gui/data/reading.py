"""Own data read off the GUI thread, with progress and cancel."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import Qt, QThread, QTimer, Signal
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from engine.core.run import Cancelled, Run
from engine.core.words import tr
from engine.data.source import DataSource
from engine.page.data_scene import scene_with_data
from engine.page.scene import Scene
from gui.base.qt_application import qt_application
from gui.base.scaling import scaled

SHOW_AFTER = 300  # milliseconds
STEPS = 1000
REPORT_EVERY = 0.05  # seconds


_running: set[QThread] = set()


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of it: a scene with the data, or the error."""

    source: DataSource
    scene: Scene | None
    error: Exception | None


class Reader(QThread):
    """Reads one source; says how far it is."""

    progressed = Signal(float)
    read = Signal(object)  # Reading; nothing if it was cancelled

    def __init__(self, source: DataSource, scene: Scene) -> None:
        super().__init__()
        self._source = source
        self._scene = scene
        self._cancelled = False
        self._reported = 0.0

    def begin(self) -> None:
        """Start; a window that is closed meanwhile does not take the thread with it."""
        _running.add(self)
        self.finished.connect(lambda: _running.discard(self))
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
        """Read, so that the pages have the numbers in memory."""
        run = Run(report=self._report, cancelled=lambda: self._cancelled)
        try:
            scene = scene_with_data(self._scene, self._source, run)
            outcome = Reading(self._source, scene, None)
        except Cancelled:
            return
        except Exception as error:
            # Whatever a file does becomes a message; the window goes on.
            outcome = Reading(self._source, None, error)
        if not self._cancelled:
            self.read.emit(outcome)

    def _report(self, share: float) -> None:
        now = time.perf_counter()
        if now - self._reported >= REPORT_EVERY:
            self._reported = now
            self.progressed.emit(share)


def running() -> int:
    """How many files are being read."""
    return len(_running)


class ReadingDialog(QDialog):
    """A bar and a button, shown after a while; rejected by the button."""

    def __init__(self, name: str, reader: Reader, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open data"))
        self.setModal(True)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, STEPS)
        self.bar.setAccessibleName("progress")
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(QLabel(tr("Reading {name}").format(name=name)))
        column.addWidget(self.bar)
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(scaled(340))
        reader.progressed.connect(self._show_share)
        self.rejected.connect(reader.cancel)
        self._late = QTimer(self, singleShot=True, interval=SHOW_AFTER)
        self._late.timeout.connect(self.open)
        self._late.start()

    def end(self) -> None:
        """The reading is over."""
        self._late.stop()
        self.hide()
        self.deleteLater()

    def _show_share(self, share: float) -> None:
        self.bar.setValue(round(STEPS * min(share, 1.0)))

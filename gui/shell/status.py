"""The status bar: samples, time, seed; progress and cancel while something takes long."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from gui.base.properties import with_properties
from gui.base.request import Response
from gui.base.scaling import scaled
from gui.data.words import rows_text

# Quick responses come and go without a progress bar.
SHOW_AFTER = 300
TOLD_FOR = 8000


class Status(QStatusBar):
    """Says where the shown numbers come from."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.label = QLabel()
        self.progress = with_properties(QProgressBar(textVisible=False), visible=False)
        self.progress.setAccessibleName("progress")
        self.cancel = with_properties(QPushButton("Cancel"), visible=False, objectName="small")
        self.cancel.clicked.connect(self.cancelled)
        self.notice = QLabel()
        self._share: float | None = None
        self.addWidget(self.label)
        self.addPermanentWidget(self.notice)
        self.addPermanentWidget(self.progress)
        self.addPermanentWidget(self.cancel)
        self._fit()
        self.setContentsMargins(0, 0, 8, 0)
        self._long = QTimer(self, singleShot=True, interval=SHOW_AFTER)
        self._long.timeout.connect(lambda: self._show_progress(True))
        self._forget = QTimer(self, singleShot=True, interval=TOLD_FOR)
        self._forget.timeout.connect(self.notice.clear)

    def changeEvent(self, event: QEvent) -> None:
        """As high as the type asks for."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def show_response(self, response: Response) -> None:
        """Samples, time, seed."""
        scene = response.request.scene
        time = f"{response.milliseconds:.0f}" if response.milliseconds >= 1 else "< 1"
        samples = f"{scene.samples:,} samples"
        if response.preview:
            samples = f"preview: first {response.samples:,} of {samples}"
        summary = response.result.facts
        if summary is not None:
            samples = f"{summary.file}: {rows_text(summary)}"
        seed = f"  ·  seed {scene.seed}" if summary is None else ""
        self.label.setText(f"{samples}  ·  {time} ms{seed}")

    def show_busy(self, busy: bool) -> None:
        """Begin or end to wait."""
        if not busy:
            self._long.stop()
            self._show_progress(False)
        elif not self._long.isActive() and self.progress.isHidden():
            self._share = None
            self._long.start()

    def show_share(self, share: float) -> None:
        """How much is done."""
        self._share = share
        if not self.progress.isHidden():
            self._show_share()

    def notify(self, text: str) -> None:
        """Something that happened, for a while."""
        self.notice.setText(text)
        self._forget.start()

    def _fit(self) -> None:
        self.setFixedHeight(scaled(28))
        self.progress.setFixedWidth(scaled(160))

    def _show_progress(self, on: bool) -> None:
        if on:
            self._show_share()
        if on == self.progress.isHidden():
            self.progress.setVisible(on)
            self.cancel.setVisible(on)

    def _show_share(self) -> None:
        """A bar that only moves to and fro where nothing is known."""
        self.progress.setRange(0, 0 if self._share is None else 1000)
        self.progress.setValue(round(1000 * (self._share or 0.0)))

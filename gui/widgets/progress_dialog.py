"""A bar and a button while something is done in the background."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from engine.core.words import tr
from gui.base.background import Background
from gui.base.scaling import scaled

SHOW_AFTER = 300  # milliseconds
STEPS = 1000


class ProgressDialog(QDialog):
    """Shown after a while, until `end`; rejected by the button, which cancels the work."""

    def __init__(self, title: str, text: str, work: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, STEPS)
        self.bar.setAccessibleName("progress")
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(QLabel(text))
        column.addWidget(self.bar)
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(scaled(340))
        work.progressed.connect(self._show_share)
        self.rejected.connect(work.cancel)
        self._late = QTimer(self, singleShot=True, interval=SHOW_AFTER)
        self._late.timeout.connect(self.open)
        self._late.start()

    def end(self) -> None:
        """The work is over."""
        self._late.stop()
        self.hide()
        self.deleteLater()

    def _show_share(self, share: float) -> None:
        self.bar.setValue(round(STEPS * min(share, 1.0)))

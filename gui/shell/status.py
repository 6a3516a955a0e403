"""Where the shown numbers come from; progress and cancel while something takes long."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QStatusTipEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from engine.core.words import tr, tr_noop
from gui.base.properties import with_properties
from gui.base.request import Response
from gui.base.scaling import scaled
from gui.data.words import rows_text
from gui.look.qt_words import lacks_font
from gui.widgets.elided_label import ElidedLabel

# Quick responses come and go without a progress bar.
SHOW_AFTER = 300
TOLD_FOR = 8000
GAP = 8
HINT = tr_noop("Wheel zooms, drag moves")


class Status(QWidget):
    """A hint or what has just happened, then samples, time and seed."""

    cancelled = Signal()
    continued = Signal()
    notified = Signal(str)  # what has happened; "" when it need not be told any more
    progressed = Signal()  # one waits for something, or no more, or its share has grown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = ElidedLabel()
        self.notice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label = ElidedLabel()
        self.progress = with_properties(QProgressBar(textVisible=False), visible=False)
        self.cancel = with_properties(QPushButton(), visible=False, objectName="small")
        self.cancel.clicked.connect(self.cancelled)
        self.go_on = with_properties(QPushButton(), visible=False, objectName="small")
        self.go_on.clicked.connect(self.continued)
        self._share: float | None = None
        self._told = self._tip = ""
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.notice, 1)
        for widget in (self.label, self.progress, self.cancel, self.go_on):
            line.addWidget(widget)
        self.progress.setFixedWidth(scaled(120))
        self._long = QTimer(self, singleShot=True, interval=SHOW_AFTER)
        self._long.timeout.connect(lambda: self._show_progress(True))
        self._forget = QTimer(self, singleShot=True, interval=TOLD_FOR)
        self._forget.timeout.connect(lambda: self._tell(""))
        self.show_words()

    @property
    def waiting(self) -> bool:
        """Whether one waits for something that takes long."""
        return not self.progress.isHidden()

    @property
    def share(self) -> float:
        """How much of it is done, as far as is known."""
        return self._share or 0.0

    @property
    def paused(self) -> bool:
        """Whether something rests that can be gone on with."""
        return not self.go_on.isHidden()

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """What a menu's entry of the window does is said here."""
        if isinstance(event, QStatusTipEvent):
            self.show_tip(event.tip())
            return True
        return False

    def show_words(self) -> None:
        """In the language of now."""
        self.progress.setAccessibleName(tr("progress"))
        self.cancel.setText(tr("Cancel"))
        self.cancel.setToolTip(tr("Stop, and show the last result (Ctrl+.)."))
        self.go_on.setText(tr("Continue"))
        self.go_on.setToolTip(tr("Go on computing from there (Ctrl+.)."))
        self._show_words()
        if lacks_font():
            self.notify(tr("Install a font with Chinese characters, such as fonts-noto-cjk"))

    def show_response(self, response: Response) -> None:
        """Samples, time, seed."""
        if self._long.isActive():
            self._long.start()  # nobody waits while pictures come
        scene = response.request.scene
        time = f"{response.milliseconds:.0f}" if response.milliseconds >= 1 else "< 1"
        samples = tr("{n} samples").format(n=f"{scene.samples:,}")
        if response.preview:
            samples = tr("preview: first {n} of {samples}").format(
                n=f"{response.samples:,}", samples=samples
            )
        summary = response.result.facts
        if summary is not None:
            samples = f"{summary.file}: {rows_text(summary)}"
        parts = [samples, tr("{time} ms").format(time=time)]
        if summary is None:
            parts.append(tr("seed {seed}").format(seed=scene.seed))
        self.label.setText(" · ".join(parts))
        self._show_words()

    def show_busy(self, busy: bool) -> None:
        """Begin or end to wait."""
        if not busy:
            self._long.stop()
            self._show_progress(False)
        elif not self._long.isActive() and self.progress.isHidden():
            self._share = None
            self._long.start()

    def show_cancelled(self) -> None:
        """Say so."""
        self.notify(tr("Cancelled: the page shows its last result."))

    def show_paused(self, paused: bool) -> None:
        """Offer to go on with what rests."""
        self.go_on.setVisible(paused)
        self.progressed.emit()
        self._show_words()

    def show_share(self, share: float) -> None:
        """How much is done."""
        self._share = share
        if not self.progress.isHidden():
            self._show_share()

    def notify(self, text: str) -> None:
        """Something that happened, for a while."""
        self._tell(text)
        self._forget.start()

    def show_tip(self, text: str) -> None:
        """What a menu's entry under the mouse does; "" when there is none any more."""
        self._tip = text
        self._show_words()

    def _tell(self, text: str) -> None:
        self._told = text
        self._show_words()
        self.notified.emit(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The usual hint is there where it has room."""
        super().resizeEvent(event)
        self._show_words()

    def _show_words(self) -> None:
        hint, told = tr(HINT), self._tip or self._told
        words = told or (hint if self._has_room(hint) else "")
        # What has just happened is read before where the numbers come from.
        self.label.setVisible(not told or self._has_room(told))
        self.notice.setText(words)
        self.notice.setToolTip(words)

    def _has_room(self, words: str) -> bool:
        """Beside the label and what stands behind it."""
        behind = [each for each in (self.progress, self.cancel, self.go_on) if not each.isHidden()]
        taken = sum(max(each.minimumWidth(), each.sizeHint().width()) + GAP for each in behind)
        room = self.width() - taken - self.label.sizeHint().width() - 2 * GAP
        return self.notice.fontMetrics().horizontalAdvance(words) <= room

    def _show_progress(self, on: bool) -> None:
        if on:
            self._show_share()
        if on == self.progress.isHidden():
            self.progress.setVisible(on)
            self.cancel.setVisible(on)
            self._show_words()
            self.progressed.emit()

    def _show_share(self) -> None:
        """A bar that only moves to and fro where nothing is known."""
        self.progress.setRange(0, 0 if self._share is None else 1000)
        self.progress.setValue(round(1000 * (self._share or 0.0)))
        self.progressed.emit()

"""Errors of the program itself: shown in a dialog, after which the window goes on."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from engine.core.words import tr
from gui.base.properties import with_properties
from gui.base.scaling import scaled

Report = Callable[[Sequence[str]], str]  # of tracebacks, for the clipboard
MOST_KINDS = 5  # different tracebacks that are shown


class ErrorReporter(QObject):
    """Takes every uncaught exception, in Python or in a slot that Qt called.

    One dialog shows them all: what comes again is only counted.
    """

    _raised = Signal(str, str)  # sentence, traceback

    def __init__(self, parent: QWidget, report: Report) -> None:
        super().__init__(parent)
        self._dialog_parent = parent
        self._report = report
        self._before = sys.excepthook
        self._showing = False
        self.dialog: ErrorDialog | None = None
        # Later: now something may be in the middle of painting, or in another thread.
        self._raised.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over Python's hooks, of which PySide calls the first for slots as well."""
        self._before = sys.excepthook
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def uninstall(self) -> None:
        """Give them back."""
        if sys.excepthook == self._hook:
            sys.excepthook = self._before
            threading.excepthook = threading.__excepthook__

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._before(kind, error, trace)
        # What goes wrong while this very dialog is shown is only printed.
        if self._showing or not issubclass(kind, Exception):
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        sentence = f"{kind.__name__}: {error}" if str(error) else kind.__name__
        self._raised.emit(sentence, details)

    def _thread_hook(self, raised: threading.ExceptHookArgs) -> None:
        if raised.exc_value is not None:
            self._hook(raised.exc_type, raised.exc_value, raised.exc_traceback)

    def _show(self, sentence: str, details: str) -> None:
        self._showing = True
        try:
            if self.dialog is None:
                self.dialog = ErrorDialog(self._dialog_parent, self._report)
                self.dialog.finished.connect(self._forget)
                self.dialog.open()
            self.dialog.add(sentence, details)
        finally:
            self._showing = False

    def _forget(self) -> None:
        self.dialog = None


class ErrorDialog(QDialog):
    """A sentence, how often, the tracebacks, and a button that copies a report."""

    def __init__(self, parent: QWidget, report: Report) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Something went wrong"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._report = report
        self.count = 0
        self.tracebacks: list[str] = []
        self.label = with_properties(
            QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText), objectName="failure_title"
        )
        self.advice = QLabel(
            tr(
                "Your session is not lost and the window goes on. If it happens again, undo the "
                "last change or save the session, and report it: the report holds all that is "
                "needed."
            ),
            wordWrap=True,
        )
        self.details = with_properties(QPlainTextEdit(readOnly=True), accessibleName="traceback")
        self.details.setFont(_fixed_font(self))
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setTabChangesFocus(True)
        buttons = QDialogButtonBox()
        go_on = buttons.addButton(tr("C&ontinue"), QDialogButtonBox.ButtonRole.AcceptRole)
        go_on.setDefault(True)
        self.copy = buttons.addButton(tr("&Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[scaled(16)] * 4)
        column.setSpacing(scaled(10))
        for widget in (self.label, self.advice, self.details, buttons):
            column.addWidget(widget)
        self.resize(scaled(620), scaled(420))
        go_on.setFocus()

    def add(self, sentence: str, details: str) -> None:
        """One more error; the tracebacks of a few different ones are shown."""
        self.count += 1
        if self.count == 1:
            self.label.setText(
                tr("An error occurred in the program ({sentence}).").format(sentence=sentence)
            )
        else:
            self.label.setText(
                tr("{count} errors occurred in the program, the last one: {sentence}.").format(
                    count=f"{self.count:,}", sentence=sentence
                )
            )
        if details not in self.tracebacks and len(self.tracebacks) < MOST_KINDS:
            self.tracebacks.append(details)
            self.details.setPlainText("\n".join(self.tracebacks))
        self.copy.setText(tr("&Copy report"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report(self.tracebacks))
        self.copy.setText(tr("Copied"))


def _fixed_font(widget: QWidget) -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(widget.font().pointSizeF())
    return font

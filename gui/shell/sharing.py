"""The session as a text: on its way to the clipboard, and back into the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from engine.core.words import tr
from engine.session.file import SessionFileError
from engine.session.session import Session
from engine.session.text import (
    TextTooLong,
    data_names,
    is_shared_text,
    session_from_shared,
    shared_text,
    without_data,
)
from gui.base.message import Role, ask, sentence, warn
from gui.shell.document import Document
from gui.shell.text_dialog import TextDialog


class Sharing(QObject):
    """Copies a session as a text and opens such texts; own data that one names are asked about."""

    def __init__(
        self, document: Document, notify: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.notify = notify
        self.dialog_parent = parent

    def copy(self) -> None:
        """The session that is shown, as a text on the clipboard."""
        session = self.document.store.session
        try:
            text = shared_text(session)
        except TextTooLong as error:
            what = tr("The session cannot be shared as a text.")
            warn(self.dialog_parent, tr("Share"), what, [sentence(str(error))])
            return
        QGuiApplication.clipboard().setText(text)
        told = tr("Copied as a text of {n} characters.")
        words = told.format(n=f"{len(text):,}")
        if names := data_names(session):
            words += " " + tr("It names {file}, and holds none of it.").format(file=names[0])
        self.notify(words)

    def ask(self) -> None:
        """Ask for a text, and open it; the clipboard's stands there if it is one."""
        found = QGuiApplication.clipboard().text()
        dialog = TextDialog(found if is_shared_text(found) else "", self.dialog_parent)
        dialog.taken.connect(self._take)
        dialog.open()

    def paste(self) -> None:
        """Open the text on the clipboard."""
        text = QGuiApplication.clipboard().text()
        if is_shared_text(text):
            self.open(text)
        else:
            self.notify(tr("There is no session's text on the clipboard: Share copies one."))

    def open(self, text: str) -> None:
        """Open a text; a message says what is wrong with it, and nothing is changed then."""
        try:
            session = session_from_shared(text)
        except SessionFileError as error:
            problems = [sentence(each) for each in error.problems]
            warn(self.dialog_parent, tr("Open"), tr("The text could not be opened."), problems)
            return
        self._take(session)

    def _take(self, session: Session) -> None:
        names = data_names(session)
        if not names:
            self._begin(session)
            return
        ask(
            self.dialog_parent,
            tr("Open"),
            tr("This text names data on this machine. Shall they be read?"),
            "\n".join(names),
            (
                (
                    tr("Open &without them"),
                    Role.AcceptRole,
                    lambda: self._begin(without_data(session)),
                ),
                (tr("&Read them"), Role.AcceptRole, lambda: self._begin(session)),
                (tr("Cancel"), Role.RejectRole, lambda: None),
            ),
        )

    def _begin(self, session: Session) -> None:
        def begin() -> None:
            self.document.begin(session, origin=Path(tr("Shared")))
            self.notify(tr("Opened from a text."))

        self.document.before_losing(begin)

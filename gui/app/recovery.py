"""At the start: what an ended program has left unsaved, offered one after the other."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from engine.core.words import tr
from gui.app.autosave import Autosave, Leftover, leftovers
from gui.base.message import Role, ask
from gui.shell.document import UNTITLED, Document


class Recovery(QObject):
    """Asks about the latest; the others follow if it is discarded, else they stay."""

    def __init__(self, document: Document, autosave: Autosave, folder: Path | None = None) -> None:
        super().__init__(document)
        self.document = document
        self.autosave = autosave
        self.left = leftovers(folder)
        self.box: QMessageBox | None = None

    def offer(self) -> None:
        """Ask about what is left, if anything is."""
        if not self.left:
            return
        latest = self.left[0]
        self.box = ask(
            self.document.dialog_parent,
            tr("Unsaved changes"),
            tr("Restore the unsaved changes to “{name}”?").format(name=_name(latest)),
            _why(latest, len(self.left) - 1),
            (
                (tr("&Restore"), Role.AcceptRole, self._restore),
                (tr("&Discard"), Role.DestructiveRole, self._discard),
                (tr("&Later"), Role.RejectRole, self.leave),
            ),
        )

    def leave(self) -> None:
        """Keep all that is left for the next start."""
        for left in self.left:
            left.leave()
        self.left = []

    def _restore(self) -> None:
        """The changes become this window's, in its own file before the old one is removed."""
        self.document.before_losing(self._take_over)

    def _take_over(self) -> None:
        left = self.left.pop(0)
        self.document.restore(left.session, left.document)
        self.autosave.write()
        if self.autosave.path.exists():
            left.forget()
        else:
            left.leave()
        self.leave()

    def _discard(self) -> None:
        self.left.pop(0).forget()
        self.offer()


def _name(left: Leftover) -> str:
    return left.document.name if left.document else tr(UNTITLED)


def _why(left: Leftover, others: int) -> str:
    then = datetime.fromtimestamp(left.seconds)
    when = f"{then:%H:%M}" if then.date() == datetime.now().date() else f"{then:%d %B %Y, %H:%M}"
    text = tr("The program ended before they were saved; they were last written at {when}.").format(
        when=when
    )
    if left.document:
        text += "\n" + tr("The file is {path}.").format(path=left.document)
    if others:
        more = tr("You will be asked about {count} more at the next start.")
        text += "\n" + more.format(count=others)
    return text

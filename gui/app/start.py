"""Beginning: the start page in the place of the window's panels, and opening an example."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from engine.session.examples import Example
from gui.base.discard import discard
from gui.shell.document import Document
from gui.shell.opener import Opener
from gui.shell.start_page import StartPage
from gui.widgets.hint import Hint


class Start(QObject):
    """Shows the start page over the panels until a session is shown."""

    entered = Signal()
    left = Signal()

    def __init__(
        self,
        centre: QStackedWidget,
        panels: QWidget,
        document: Document,
        opener: Opener,
        hint: Hint,
    ) -> None:
        super().__init__(centre)
        self.centre = centre
        self.panels = panels
        self.document = document
        self.opener = opener
        self.hint = hint
        self.page: StartPage | None = None

    @property
    def shown(self) -> bool:
        """Whether the start page is what the window shows."""
        return self.page is not None and self.centre.currentWidget() is self.page

    def show(self) -> None:
        """Show it, made again, in the current colours and type."""
        old, self.page = self.page, StartPage()
        self.page.begun.connect(self.leave)
        self.page.opened.connect(self.opener.ask)
        self.page.chosen.connect(self.open)
        self.centre.addWidget(self.page)
        self.centre.setCurrentWidget(self.page)
        self.page.setFocus()
        self.entered.emit()
        if old is not None:
            self.centre.removeWidget(old)
            discard(old)

    def leave(self) -> None:
        """Show the panels."""
        if self.shown:
            self.centre.setCurrentWidget(self.panels)
            self.left.emit()

    def open(self, example: Example) -> None:
        """Open an example as a document of its own, with what to look for above the page."""

        def begin() -> None:
            self.document.begin(example.session(), origin=Path(example.title))
            self.leave()
            self.hint.show_text(example.title, example.text)

        self.document.before_losing(begin)

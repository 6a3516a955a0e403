"""Beginning: the start page in the place of the window's panels, and opening an example."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from engine.session.examples import Example
from gui.app.retheme import discard
from gui.shell.start_page import StartPage

if TYPE_CHECKING:
    from gui.app.main_window import MainWindow


class Start(QObject):
    """Shows the start page over the panels until a session is looked at."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.page: StartPage | None = None

    @property
    def shown(self) -> bool:
        """Whether the start page is what the window shows."""
        return self.page is not None and self.window.centre.currentWidget() is self.page

    def show(self) -> None:
        """Show it, made anew in today's colours and type."""
        old, self.page = self.page, StartPage()
        self.page.begun.connect(self.leave)
        self.page.opened.connect(self.window.opener.ask)
        self.page.chosen.connect(self.open)
        self.window.centre.addWidget(self.page)
        self.window.centre.setCurrentWidget(self.page)
        self.page.setFocus()
        if old is not None:
            self.window.centre.removeWidget(old)
            discard(old)

    def leave(self) -> None:
        """Show the panels."""
        self.window.centre.setCurrentWidget(self.window.splitter)

    def open(self, example: Example) -> None:
        """Open an example as a document of its own, with what to look for above the page."""

        def begin() -> None:
            self.window.document.begin(example.session(), origin=Path(example.title))
            self.leave()
            self.window.hint.show_text(example.title, example.text)

        self.window.document.before_losing(begin)

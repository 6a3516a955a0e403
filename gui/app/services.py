"""What the parts of a window work with; each of them is given what it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from engine.core.parameter import ParameterError
from engine.page.page import Page
from engine.session.session import Session
from engine.session.text import is_shared_text
from gui.look.appearance import Appearance
from gui.look.settings import Settings
from gui.menus.bug_report import report_text
from gui.shell.bookmarks import Bookmarks
from gui.shell.data_opener import DataOpener
from gui.shell.document import NO_SESSION, Document
from gui.shell.exported import Exported
from gui.shell.exporter import Exporter
from gui.shell.opener import Opener
from gui.shell.sharing import Sharing
from gui.shell.status import Status
from gui.shell.store import Store
from gui.shell.worker import Worker


class Services:
    """The store and what stands around it; dialogs open above ``window``."""

    def __init__(
        self,
        session: Session,
        pages: Sequence[Page],
        exported: Callable[[], Exported],
        window: QWidget,
    ) -> None:
        self.window = window
        self.pages = pages
        self.settings = settings = Settings()
        self.appearance = Appearance(settings, window)
        self.store = store = Store(session, window)
        self.worker = Worker(window)
        self.status = Status()
        notify = self.status.notify
        self.document = Document(store, settings, notify, window)
        self.data_opener = DataOpener(store, notify, window)
        data = self.data_opener
        self.opener = Opener(self.document, settings, notify, data.open, data.open_rollouts, window)
        self.sharing = Sharing(self.document, notify, window)
        self.bookmarks = Bookmarks(store, lambda: self._title(exported()), notify, window)
        self.exporter = Exporter(window, exported, settings)

    def open(self, given: str | Path) -> None:
        """Open a file, or a session's text."""
        if is_shared_text(str(given)):
            self.sharing.open(str(given))
        else:
            self.opener.open(given)

    def _title(self, shown: Exported) -> str:
        """What is shown, in a few words."""
        origin = self.document.origin
        if origin is None or not self.document.as_it_came or origin.suffix.lower() == ".json":
            return shown.title
        return origin.stem if origin.suffix.lower() in NO_SESSION else origin.name

    def apply(self, command: Callable[[Session], Session], text: str) -> None:
        """Propose what a command makes of the session."""
        try:
            self.store.propose(command(self.store.session), text=text)
        except ParameterError as error:
            self.status.notify(str(error))

    def report(self, tracebacks: Sequence[str] = ()) -> str:
        """What a bug report needs."""
        return report_text(self.window, self.appearance.options, self.store.session, tracebacks)

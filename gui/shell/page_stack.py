"""The pages, one above the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from engine.page.page import Page
from gui.base.discard import discard, discard_now
from gui.base.request import Failure, Response
from gui.look.appearance import Appearance
from gui.shell.store import Store

if TYPE_CHECKING:
    from gui.shell.page_frame import KeptFrame, PageFrame


class PageStack(QStackedWidget):
    """Each page is made when it is first shown, and again in a new theme or language."""

    figures_wanted = Signal()  # the page shows more of them than were made
    hinted = Signal(str)  # what can be done where the mouse is; "" where it is elsewhere
    told = Signal(str)  # what has been done

    def __init__(self, pages: Sequence[Page], store: Store, appearance: Appearance) -> None:
        super().__init__()
        self.frames: dict[str, PageFrame] = {}
        self._kept: dict[str, KeptFrame] = {}  # of pages whose frame has gone
        self._pages = {page.name: page for page in pages}
        self._store = store
        self._appearance = appearance

    def frame(self) -> PageFrame:
        """The frame of the session's page."""
        return self.made(self._store.session.page)

    def has(self, name: str) -> bool:
        """Whether the frame of a page is there as it would be made now."""
        page = self.frames.get(name)
        wanted = self._appearance.theme, self._appearance.language
        return page is not None and (page.theme, page.language) == wanted

    def made(self, name: str) -> PageFrame:
        """The frame of a page, made where there is none, with what it has shown before."""
        self.begin(name)
        page, kept = self.frames[name], self._kept.pop(name, None)
        if kept is not None:
            page.show_session(self._store.session)
            page.take_over(kept)
        return page

    def begin(self, name: str) -> None:
        """Make the frame of a page where there is none; `made` does the rest."""
        if not self.has(name):
            if name in self.frames:
                discard(self._without(name))
            self._make(name)

    def unmade_plots(self, name: str) -> list[Callable[[], object]]:
        """What makes the plots that a page which has begun will show here, one each."""
        page = self.frames.get(name)
        return [] if page is None else list(page.view.unmade_in(self._store.session, self.size()))

    def make_plot(self, name: str) -> None:
        """The next of them, if one is left."""
        for make in self.unmade_plots(name)[:1]:
            make()

    def there(self, name: str) -> PageFrame | None:
        """The frame of a page, if it need not be made first."""
        return None if name in self._kept else self.frames.get(name)

    def keep(self, name: str, response: Response | None, failed: Failure | None) -> None:
        """What the frame of a page shall show when it has been made again."""
        if name in self._kept:
            kept = self._kept[name]
            self._kept[name] = replace(kept, response=response or kept.response, failed=failed)

    @property
    def hidden(self) -> list[str]:
        """The pages that have been made and are not looked at."""
        return [name for name, frame in self.frames.items() if frame.isHidden()]

    def discard_hidden(self, most: int) -> None:
        """So many of them; as `discard_all`."""
        for name in self.hidden[:most]:
            discard_now(self._without(name))

    def discard_all(self) -> None:
        """Before the theme or the language changes, while nothing is under way in any: each is
        made again when it is looked at, and what it holds now would only be styled once more."""
        # The shown one last, or Qt would show another in its place.
        for name in (*self.hidden, *self.frames):
            if name in self.frames:
                discard_now(self._without(name))

    def _without(self, name: str) -> PageFrame:
        """The frame of a page that will be made again, and show the same."""
        page = self.frames.pop(name)
        self._kept.setdefault(name, page.kept())  # where it has begun, it shows nothing yet
        self.removeWidget(page)
        return page

    def _make(self, name: str) -> None:
        from gui.shell.page_frame import PageFrame  # plots are imported with the first page

        page = PageFrame(self._pages[name], self._appearance.theme)
        page.proposed.connect(self._store.propose)
        page.looked.connect(self._store.look)
        page.figures_wanted.connect(self.figures_wanted)
        page.hinted.connect(self.hinted)
        page.told.connect(self.told)
        self.frames[name] = page
        self.addWidget(page)

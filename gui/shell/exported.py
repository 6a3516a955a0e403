"""What the exporter writes: a page as it is shown, or a sweep."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from engine.export.command_line import command_line
from engine.export.snippet import Flavour, snippet, why_none
from engine.page.page import Page, page_named
from engine.session.session import Session
from gui.base.request import Response

if TYPE_CHECKING:
    from gui.figure.base_view import BaseView
    from gui.shell.page_frame import PageFrame


class Exported(Protocol):
    """A picture with its numbers, and how they are made without the window.

    ``name`` is that of its files, ``page`` whose explanation and quantities they are;
    ``one_table`` says that the numbers are one file and not a folder of them.
    """

    name: str
    one_table: bool

    @property
    def shows_data(self) -> bool:
        """Whether own data are what it shows."""

    @property
    def page(self) -> Page: ...

    @property
    def title(self) -> str:
        """What is shown, in a few words."""

    @property
    def response(self) -> Response | None: ...

    @property
    def view(self) -> BaseView: ...

    def numbers_text(self) -> str:
        """The numbers with tabs between the cells."""

    def numbers_file(self, path: Path, response: Response) -> Callable[[], list[Path]]:
        """What writes those of a response as CSV, to a file or into a folder, as they are now; it
        may be called in any thread, and raises ExportError."""

    def program(self, flavour: Flavour) -> str:
        """A program that prints the numbers; raises ParameterError."""

    def why_no_program(self, flavour: Flavour) -> str:
        """Why there is none, in words; "" if there is one."""

    def command(self) -> str:
        """The command that makes the numbers; raises ParameterError."""


class PageExport:
    """The page that is shown, in a session."""

    one_table = False

    def __init__(self, frame: Callable[[], PageFrame], session: Session) -> None:
        self._frame, self._session = frame, session
        self.name = session.page

    @property
    def page(self) -> Page:
        """The page."""
        return page_named(self.name)

    @property
    def title(self) -> str:
        """The page, and the plot that is its main one."""
        from gui.figure.view import title_of  # plots are imported with the first page

        return title_of(self.page, self._session)

    @property
    def shows_data(self) -> bool:
        """Whether the page shows the session's own data."""
        return self.page.shows_data(self._session.scene)

    @property
    def response(self) -> Response | None:
        """What is shown, if anything is."""
        return self._frame().response

    @property
    def view(self) -> BaseView:
        """Its picture."""
        return self._frame().view

    def numbers_text(self) -> str:
        from engine.export.result_file import readouts_text

        return readouts_text(self._shown().result.readouts)

    def numbers_file(self, path: Path, response: Response) -> Callable[[], list[Path]]:
        from engine.export.result_file import save_csv

        return lambda: list(save_csv(response.result, response.session, path))

    def program(self, flavour: Flavour) -> str:
        return snippet(self._session, flavour)

    def why_no_program(self, flavour: Flavour) -> str:
        return why_none(self._session, flavour)

    def command(self) -> str:
        return command_line(self._session)

    def _shown(self) -> Response:
        response = self.response
        assert response is not None
        return response

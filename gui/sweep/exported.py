"""A sweep for the exporter: its picture, its table, and what makes them again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

from engine.core.atomic_file import write_whole
from engine.core.parameter import ParameterError
from engine.core.words import tr
from engine.export.snippet import Flavour
from engine.page.page import Page, page_named
from engine.session.session import Session
from engine.sweep.command import sweep_command
from engine.sweep.csv_table import MARKS, table_text
from engine.sweep.heading import heading
from engine.sweep.planned import planned
from engine.sweep.program import sweep_program
from gui.base.request import Response
from gui.figure.base_view import BaseView
from gui.sweep.picture import Picture
from gui.sweep.run import SweepRun

TABLE = "sweep.csv"
NO_TORCH = "a sweep has a program in NumPy and SciPy only"


class SweepExport:
    """Of the points that are there; code and command are those of the plan."""

    name = "sweep"
    one_table = True
    shows_data = False

    def __init__(self, run: SweepRun, session: Session, picture: Picture) -> None:
        self._run, self._session, self._picture = run, session, picture

    @property
    def page(self) -> Page:
        """The page whose quantities they are."""
        assert self._session.sweep is not None
        return page_named(self._session.sweep.page)

    @property
    def title(self) -> str:
        """That it is a sweep, and the page."""
        return f"{tr('Sweep')}: {tr(self.page.title)}"

    @property
    def response(self) -> Response | None:
        """The rows as the picture shows them."""
        return self._picture.response

    @property
    def view(self) -> BaseView:
        """The picture."""
        return self._picture.view

    def numbers_text(self) -> str:
        lines = self._table()().split("\n")[len(MARKS) :]
        return "\n".join("\t".join(cells) for cells in csv.reader(io.StringIO("\n".join(lines))))

    def numbers_file(self, path: Path, response: Response) -> Callable[[], list[Path]]:
        table = self._table()

        def write() -> list[Path]:
            write_whole(path, table())
            return [path]

        return write

    def program(self, flavour: Flavour) -> str:
        if why := self.why_no_program(flavour):
            raise ParameterError("sweep", flavour, why)
        return sweep_program(planned(self._session))

    def why_no_program(self, flavour: Flavour) -> str:
        return "" if flavour == "numpy" else NO_TORCH

    def command(self) -> str:
        return sweep_command(planned(self._session), TABLE)

    def _table(self) -> Callable[[], str]:
        """What makes the text of the rows that there are now."""
        sweep = self._run.sweep
        assert sweep is not None
        return partial(table_text, heading(sweep), sweep, dict(self._run.rows))

"""The sweep of a window: shown over the panels of a page, run beside them, written to files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from engine.core.atomic_file import ExportError
from engine.core.words import language, tr
from engine.page.page import page_named
from engine.session.address import Address
from engine.session.examples import Example
from engine.session.session import Session
from engine.sweep.planned import first_plan, on_page, plan_of, with_axis
from gui.app.services import Services
from gui.base.discard import discard, discard_now
from gui.base.message import Role, ask, warn
from gui.base.steps import Steps
from gui.look.settings import NAME
from gui.shell.exported import Exported, PageExport

if TYPE_CHECKING:
    from engine.sweep.kept import KeptSweep, KeptSweeps
    from engine.sweep.row import Row
    from engine.sweep.sweep import Sweep
    from gui.shell.page_frame import PageFrame
    from gui.sweep.place import SweepPlace
    from gui.sweep.run import SweepRun

# What the place is made of, in pieces after which the window can answer.
PARTS = ("engine.sweep.planned", "gui.sweep.run", "gui.sweep.plan_panel", "gui.sweep.view",
         "gui.sweep.picture", "gui.sweep.exported", "gui.sweep.place")  # fmt: skip
KEPT = 1  # axes that stay where a slider asks for a sweep over it as well


class Sweeps(QObject):
    """The place is made when it is first shown, and again in a new theme or language; the run
    goes on."""

    example_chosen = Signal(object)  # Example
    progressed = Signal()  # the rows, how far it is, or whether it runs

    def __init__(self, services: Services, centre: QStackedWidget, panels: QWidget) -> None:
        super().__init__(centre)
        self.services, self.centre, self._panels = services, centre, panels
        self.place: SweepPlace | None = None
        self._bare = False
        self._beginning = Steps(self)
        services.status.notified.connect(self._notify)
        services.document.replaced.connect(self._forget_hint)

    @cached_property
    def run(self) -> SweepRun:
        """What computes it, and its rows; imported when a sweep is first looked at."""
        from gui.sweep.run import SweepRun

        run = SweepRun(self, kept=self.kept)
        run.changed.connect(self.progressed)
        run.ended.connect(self.services.status.notify)
        run.refused.connect(self._warn)
        run.unkept.connect(self._say_unkept)
        return run

    @cached_property
    def kept(self) -> KeptSweeps:
        """The points of sweeps that were written to no file."""
        from engine.sweep.kept import KeptSweeps

        return KeptSweeps(platformdirs.user_data_path(NAME, appauthor=False) / "sweeps")

    @property
    def shown(self) -> bool:
        """Whether the sweep is what the window shows."""
        return self.place is not None and self.centre.currentWidget() is self.place

    def missing(self) -> Iterator[Callable[[], object]]:
        """What makes the place, in steps, where there is none as it would be made now."""
        if self._made is None:
            yield from (partial(import_module, name) for name in PARTS if name not in sys.modules)
            yield self._place

    def follow(self, session: Session) -> None:
        """Show the sweep of a session, or the panels of its page, whichever is looked at."""
        if not session.shows_sweep:
            self.centre.setCurrentWidget(self._panels)
            return
        place = self._place()
        place.show_session(session)
        self.centre.setCurrentWidget(place)

    def begin(self) -> None:
        """Look at the sweep, one of the current page where none is planned: nothing to undo."""
        store = self.services.store
        session = store.session
        plan = session.sweep
        if plan is None or (not plan.axes and plan.page != session.page):
            plan = first_plan(page_named(session.page))
        store.show(session.replace(sweep=plan).with_sweep_shown(True))

    def add(self, where: Address) -> None:
        """Plan a sweep over this number of the page that is shown, and look at it."""
        store = self.services.store
        session = store.session
        page = page_named(session.page)
        plan = session.sweep or first_plan(page)
        if plan.page != page.name:
            plan = on_page(plan, page)
        plan = with_axis(plan, where, KEPT)
        made = session.replace(sweep=plan).with_sweep_shown(True)
        store.propose(made, text=f"sweep {where}")

    def show_example(self, example: Example) -> None:
        """What to look for in an example, and its points, unless others are being computed."""
        place = self._place()
        place.hint.show_text(example.title, example.text)
        if not self.run.running:
            self.run.set_path(None)
            self._beginning.begin([self._begin_points])  # the plan is seen before the picture

    def _begin_points(self) -> None:
        if self.place is not None:
            self.place.begin()

    def exported(self, frame: Callable[[], PageFrame]) -> Exported:
        """What the exporter writes: the sweep where it is shown, else the page."""
        if self.place is not None and self.shown:
            return self.place.exported()
        return PageExport(frame, self.services.store.session)

    def set_bare(self, bare: bool) -> None:
        """The picture alone, or all of it."""
        self._bare = bare
        if self.place is not None:
            self.place.set_bare(bare)

    def discard_hidden(self) -> None:
        """Before the theme changes: the place is made again when it is looked at, from the session
        and the run; not while it still has to say what to look for."""
        if self.place is not None and not self.shown and self.place.hint.isHidden():
            discard_now(self.place)
            self.place = None

    def close(self) -> None:
        """End what is under way."""
        self._beginning.cancel()
        if "run" in vars(self):
            self.run.cancel()

    @property
    def _made(self) -> SweepPlace | None:
        """The place, if it is there as it would be made now."""
        wanted = self.services.appearance.theme, language()
        place = self.place
        return place if place is not None and (place.theme, place.language) == wanted else None

    def _place(self) -> SweepPlace:
        if self._made is not None:
            return self._made
        from gui.sweep.place import SweepPlace

        place, shown = self.place, self.shown
        made = SweepPlace(self.run, self.services.pages, self.services.appearance.theme)
        self.place = made
        made.proposed.connect(self.services.store.propose)
        made.looked.connect(self.services.store.look)
        made.told.connect(self.services.status.notify)
        made.file_wanted.connect(self._choose_file)
        made.start_wanted.connect(self.run.begin)
        made.example_chosen.connect(self.example_chosen)
        made.kept_chosen.connect(self._open_kept)
        made.kept_discarded.connect(self._ask_to_discard)
        made.set_bare(self._bare)
        self.centre.addWidget(made)
        if place is not None:
            made.hint.show_as(place.hint)
            if shown:
                made.show_session(place.session)
            self.centre.removeWidget(place)
            discard(place)
        return made

    def _choose_file(self, what: str) -> None:
        if what == "none":
            self.run.set_path(None)
            return
        new = what == "new"
        title = tr("Write the table to") if new else tr("Open the table of a sweep")
        dialog = QFileDialog(self.services.window, title, self.services.settings.folder)
        modes, accept = QFileDialog.FileMode, QFileDialog.AcceptMode
        dialog.setFileMode(modes.AnyFile if new else modes.ExistingFile)
        dialog.setAcceptMode(accept.AcceptSave if new else accept.AcceptOpen)
        dialog.setNameFilters([tr("Tables of sweeps (*.csv *.parquet)"), tr("All files (*)")])
        if new:
            dialog.setDefaultSuffix("csv")
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # it goes on in such a file
            dialog.selectFile("sweep.csv")
        dialog.fileSelected.connect(self.write_to if new else self.open)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write_to(self, name: str) -> None:
        """Write the rows there, from the next start on."""
        self.services.settings.folder = str(Path(name).parent)
        self.run.set_path(Path(name))

    def open(self, name: str) -> None:
        """Show the table of a file; Continue computes what it lacks."""
        from engine.sweep.figures import drawable

        found = self._read(Path(name))
        if found is None:
            return
        sweep, rows = found
        if not drawable(sweep):
            self._warn(tr("The window shows sweeps over one axis or two, not this one."))
            return
        self.services.settings.folder = str(Path(name).parent)
        self._take(sweep, rows, Path(name))

    def _open_kept(self, kept: KeptSweep) -> None:
        found = self._read(kept.path)
        if found is not None:
            self._take(*found, None)

    def _read(self, path: Path) -> tuple[Sweep, Mapping[int, Row]] | None:
        from engine.sweep.file import SweepFileError
        from engine.sweep.saved import read_saved

        try:
            return read_saved(path)
        except SweepFileError as error:
            self._warn(tr(str(error)))
            return None

    def _ask_to_discard(self, kept: KeptSweep) -> None:
        ask(
            self.services.window,
            tr("Sweep"),
            tr("Discard {count} points?").format(count=f"{kept.rows:,}"),
            tr("They are in no other file."),
            (
                (tr("&Discard"), Role.DestructiveRole, lambda: self._discard(kept)),
                (tr("Cancel"), Role.RejectRole, lambda: None),
            ),
        )

    def _discard(self, kept: KeptSweep) -> None:
        try:
            self.kept.discard_file(kept.path)
        except ExportError as error:
            self.services.status.notify(tr(str(error)))
        self.follow(self.services.store.session)

    def _say_unkept(self, why: str) -> None:
        words = tr("The points are kept in no file ({why}): Write to… keeps them.")
        self.services.status.notify(words.format(why=why))

    def _take(self, sweep: Sweep, rows: Mapping[int, Row], path: Path | None) -> None:
        """Show them, with their plan."""
        self.run.take(sweep, rows, path)
        store, session = self.services.store, sweep.session
        made = store.session.replace(
            scene=session.scene, options=session.options, sweep=plan_of(sweep)
        )
        store.propose(made, text="open a sweep")

    def _warn(self, problem: str) -> None:
        warn(self.services.window, tr("Sweep"), tr("The sweep cannot begin."), [problem])

    def _forget_hint(self) -> None:
        if self.place is not None:
            self.place.hint.hide()

    def _notify(self, text: str) -> None:
        if self.place is not None and self.shown:
            self.place.notify(text)

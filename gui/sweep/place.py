"""The sweep in the place of a page: its plan at the left, its pictures beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.core.parameter import ParameterError
from engine.core.words import language, tr
from engine.page.page import Page, page_named
from engine.session.address import Address
from engine.session.plan import SweepPlan
from engine.session.session import Session
from engine.sweep.figures import drawable
from engine.sweep.planned import planned, suggested, with_axis
from engine.sweep.sweep import Sweep
from gui.base.properties import with_properties
from gui.look.theme import Theme
from gui.shell.palette import Palette
from gui.sweep.bar import RunBar
from gui.sweep.choices import axis_entries, quantity_entries
from gui.sweep.exported import SweepExport
from gui.sweep.failures import Failures
from gui.sweep.foot import Foot
from gui.sweep.picture import Picture
from gui.sweep.plan_panel import PlanPanel
from gui.sweep.run import SweepRun
from gui.sweep.words import progress_words
from gui.widgets.hint import Hint

MARGIN = 8
QWIDGETSIZE_MAX = 2**24 - 1  # Qt's word for no limit
ONE_OF_TWO = 1  # axes that stay where another is added


class SweepPlace(QWidget):
    """Shows the plan of a session and the run of a window; proposes other sessions."""

    proposed = Signal(object, object, str)  # (Session, gesture or None, what changed)
    looked = Signal(str, str)  # (SWEEP, the name of the main plot)
    file_wanted = Signal(str)  # "new", "continue" or "none"
    start_wanted = Signal(object, bool)  # (Sweep, whether what failed is tried again)
    example_chosen = Signal(object)  # Example
    kept_chosen = Signal(object)  # KeptSweep
    kept_discarded = Signal(object)  # KeptSweep
    told = Signal(str)

    def __init__(
        self, run: SweepRun, pages: Sequence[Page], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        with_properties(self, objectName="page_area", accessibleName=tr("sweep"))
        self.theme, self.language = theme, language()
        self.run = run
        self.plan_panel = PlanPanel(pages, run.processes)
        self.hint = Hint()
        self.bar = RunBar()
        self.picture = Picture(run, theme)
        self.failures = Failures()
        self.foot = Foot()
        self.session = Session()
        self._sweep: Sweep | None = None
        self._suggestion: Sweep | None = None
        self._problem = ""
        self._arrange()
        self._connect()

    @property
    def panels(self) -> list[QWidget]:
        """From left to right, as the F6 key visits them."""
        return [self.plan_panel, self.bar, self.picture]

    def show_session(self, session: Session) -> None:
        """Show the session's plan, and the main plot that it wants."""
        self.session = session
        self.plan_panel.show_session(session)
        self.picture.show_session(session)
        self._problem, self._sweep = "", None
        self._suggestion = None if self._plan().axes else self._suggested()
        try:
            sweep = planned(session)
        except ParameterError as error:
            self._problem = self._hint_at(error)
        else:
            self._sweep = self.run.recall(sweep) or sweep
            if not drawable(sweep):
                self._problem = tr("Choose one or two axes.")
        self.show_run()

    def set_bare(self, bare: bool) -> None:
        """The picture alone, or all of it."""
        for part in (self.plan_panel, self.bar):
            part.setVisible(not bare)
        self.foot.set_bare(bare)
        self.hint.setMaximumHeight(0 if bare else QWIDGETSIZE_MAX)  # closed by the user alone

    def show_run(self) -> None:
        """Show what has been computed by now."""
        run = self.run
        if self._sweep is not None:
            self._sweep = run.holding(self._sweep) or self._sweep
        self.plan_panel.show_file("" if run.path is None else run.path.name)
        if self._plan().axes or run.running:
            self.picture.show_rows(self._instead())
        else:
            self.picture.show_offer(self._suggestion)
        self.foot.show_sweep(self._sweep)
        self.failures.show_rows(run.sweep, run.failures(), run.running)
        self._show_bar()

    def notify(self, text: str) -> None:
        """Say what has happened, or what can be done where the mouse is."""
        self.foot.notify(text)

    def exported(self) -> SweepExport:
        """What the exporter writes."""
        return SweepExport(self.run, self.session, self.picture)

    def toggle(self) -> None:
        """Start, go on or stop."""
        if self.run.running:
            self.run.stop()
        else:
            self.begin()

    def begin(self) -> None:
        """Start or go on, where the plan is one."""
        if self._sweep is not None and not self._problem:
            self.start_wanted.emit(self._sweep, False)

    def add(self, place: Address) -> None:
        """One axis more, over what its slider reaches."""
        plan = self._plan()
        made = with_axis(plan, place, ONE_OF_TWO if len(plan.axes) > ONE_OF_TWO else 2)
        self._propose(made, f"sweep {place}")

    def _show_bar(self) -> None:
        run, sweep = self.run, self._sweep
        same = sweep is not None and sweep is run.sweep
        progress = run.progress if run.running or same else None
        if run.running:
            assert progress is not None
            words = progress_words(progress)
            if not same:
                words = tr("An earlier plan: {progress}").format(progress=words)
            self.bar.show_state(tr("Stop"), "", progress, words)
        elif self._problem:
            words = "" if self._plan().axes else self._problem
            self.bar.show_state(tr("Start"), self._problem, None, words)
        elif same and progress is not None:
            whole = progress.done == progress.total
            action = tr("Done") if whole else tr("Continue") if progress.done else tr("Start")
            obstacle = tr("Every point is there.") if whole else ""
            words = progress_words(progress)
            if run.problem:
                words = f"{run.problem} ({words})"
            self.bar.show_state(action, obstacle, progress, words, wrong=bool(run.problem))
        else:
            points = 0 if sweep is None else sweep.points
            self.bar.show_state(tr("Start"), "", None, _points(points))

    def _instead(self) -> str:
        """What stands in the place of a picture while there is none of this plan."""
        if self.run.sweep is not None and (self.run.running or self._sweep is self.run.sweep):
            return ""
        if self._problem:
            return self._problem
        return tr("Start computes {points}.").format(points=_points(self._points))

    @property
    def _points(self) -> int:
        return 0 if self._sweep is None else self._sweep.points

    def _hint_at(self, error: ParameterError) -> str:
        plan = self._plan()
        if not plan.axes:
            return tr("Choose what the sweep is over: add an axis, or right-click any slider.")
        return tr(str(error))

    def _plan(self) -> SweepPlan:
        plan = self.session.sweep
        return plan if plan is not None else SweepPlan(self.session.page)

    def _suggested(self) -> Sweep | None:
        """What the page suggests, at the seeds that are wanted; None where own data are in the
        place of what it is over."""
        try:
            return planned(self.session.replace(sweep=self._suggested_plan()))
        except ParameterError:
            return None

    def _run_suggested(self) -> None:
        if self._suggestion is not None:
            self._propose(self._suggested_plan(), "suggested sweep")
            self.begin()

    def _suggested_plan(self) -> SweepPlan:
        return replace(suggested(self._page()), seeds=self._plan().seeds)

    def _page(self) -> Page:
        return page_named(self._plan().page)

    def _propose(self, plan: SweepPlan, text: str) -> None:
        self.proposed.emit(self.session.replace(sweep=plan), None, text)

    def _add_quantity(self, key: str) -> None:
        plan = self._plan()
        self._propose(replace(plan, keys=(*plan.keys, key)), f"read {key}")

    def _choose_axis(self, below: QWidget) -> None:
        entries = axis_entries(self.session, self.add)
        Palette(entries, self.window(), tr("A parameter")).open_below(below)

    def _choose_quantity(self, below: QWidget) -> None:
        entries = quantity_entries(self.session, self._add_quantity)
        Palette(entries, self.window(), tr("A number of the page")).open_below(below)

    def _open(self, point: int) -> None:
        """The session of a point, on its page."""
        sweep = self.run.sweep
        if sweep is None:
            return
        try:
            session = sweep.session_at(point)
        except ParameterError as error:
            self.told.emit(tr(str(error)))
            return
        made = self.session.with_sweep_shown(False).replace(
            scene=session.scene, options=session.options, page=session.page
        )
        self.proposed.emit(made, None, "open a point of the sweep")

    def _try_again(self) -> None:
        if self.run.sweep is not None:
            self.start_wanted.emit(self.run.sweep, True)

    def _connect(self) -> None:
        panel = self.plan_panel
        panel.proposed.connect(self._propose)
        panel.axis_wanted.connect(self._choose_axis)
        panel.quantity_wanted.connect(self._choose_quantity)
        panel.file_wanted.connect(self.file_wanted)
        panel.processes_changed.connect(self._set_processes)
        self.bar.pressed.connect(self.toggle)
        self.picture.opened.connect(self._open)
        self.picture.looked.connect(self.looked)
        self.picture.hinted.connect(self.notify)
        self.picture.told.connect(self.told)
        self.picture.suggested.connect(self._run_suggested)
        self.picture.example_chosen.connect(self.example_chosen)
        self.picture.kept_chosen.connect(self.kept_chosen)
        self.picture.kept_discarded.connect(self.kept_discarded)
        self.failures.opened.connect(self._open)
        self.failures.again.connect(self._try_again)
        self.run.changed.connect(self.show_run)

    def _set_processes(self, count: int) -> None:
        self.run.processes = count

    def _arrange(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        inner.setSpacing(MARGIN)
        for widget in (self.hint, self.bar):
            inner.addWidget(widget)
        inner.addWidget(self.picture, 1)
        inner.addWidget(self.failures)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(inner, 1)
        column.addWidget(self.foot)
        around.addWidget(self.plan_panel)
        around.addLayout(column, 1)


def _points(count: int) -> str:
    return tr("{count} points").format(count=f"{count:,}")

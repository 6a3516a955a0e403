"""What a sweep is planned to be: whose quantities, over what, at how many seeds, and where to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.core.parameter import ParameterError
from engine.core.words import tr, tr_noop
from engine.page.page import Page, page_named
from engine.session.address import address
from engine.session.plan import MOST_SEEDS, SweepPlan
from engine.session.session import Session
from engine.sweep.axis import axis
from engine.sweep.figures import MOST_AXES
from engine.sweep.planned import on_page
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.sweep.axis_box import AxisBox
from gui.sweep.chosen import Chosen
from gui.widgets.boxes import ChoiceBox, CountBox
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.labelled_line import LabelledLine

WIDTH, MARGIN, GAP = 272, 12, 8
SPIN_WIDTH = 76
MOST_PROCESSES = 64
SEEDS = tr_noop("The session's seed and those that follow it; what is shown is the mean over them.")
KEPT = tr_noop("Points are kept and stand among the earlier sweeps.")
PROCESSES = tr_noop("How many points are computed at once.")


class PlanPanel(QScrollArea):
    """Shows the plan of a session and proposes others; where the points are computed, and in what
    file they are, is the window's own affair."""

    proposed = Signal(object, str)  # (SweepPlan, what changed)
    axis_wanted = Signal(QWidget)  # another axis shall be chosen, below this widget
    quantity_wanted = Signal(QWidget)
    file_wanted = Signal(str)  # "new", "continue" or "none"
    processes_changed = Signal(int)

    def __init__(
        self, pages: Sequence[Page], processes: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inputs")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(scaled(WIDTH))
        self.plan = SweepPlan(pages[0].name)
        self.axes: dict[str, AxisBox] = {}
        self._make_controls({page.name: tr(page.title) for page in pages}, processes)
        self._arrange()

    def show_session(self, session: Session) -> None:
        """Show the session's plan."""
        if session.sweep is None:
            return
        self.plan = plan = session.sweep
        self.page.show_choice(plan.page)
        self.chosen.show_keys(page_named(plan.page), plan.keys)
        self._show_axes(plan)
        with QSignalBlocker(self.seeds):
            self.seeds.setValue(plan.seeds)
        self.add_axis.setVisible(len(plan.axes) < MOST_AXES)

    def show_file(self, name: str) -> None:
        """Where the rows are written to; "" for a file of the program's own."""
        self.file.setText(name or tr("in no file of yours"))
        self.file.setToolTip(name or tr(KEPT))
        self.forget.setVisible(bool(name))

    def _show_axes(self, plan: SweepPlan) -> None:
        page = page_named(plan.page)
        texts = {text.partition("=")[0]: text for text in plan.axes}
        if list(texts) != list(self.axes) or any(b.page is not page for b in self.axes.values()):
            self._make_axes(list(texts))
        for name, text in texts.items():
            box = self.axes[name]
            try:
                box.show_axis(axis(text, page))
            except ParameterError as error:
                box.say(str(error))

    def _make_axes(self, names: Sequence[str]) -> None:
        for box in self.axes.values():
            self._axes_place.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.axes = {}
        for name in names:
            try:
                box = AxisBox(address(name), page_named(self.plan.page))
            except ParameterError:
                continue  # a plan of another version: the words above the picture name it
            box.proposed.connect(partial(self._change_axis, name))
            box.removed.connect(partial(self._change_axis, name, ""))
            self.axes[name] = box
            self._axes_place.addWidget(box)
        self._boxes.setVisible(bool(self.axes))

    def _change_axis(self, name: str, text: str) -> None:
        texts = (text if each.partition("=")[0] == name else each for each in self.plan.axes)
        self.proposed.emit(replace(self.plan, axes=tuple(filter(None, texts))), f"sweep {name}")

    def _change_keys(self, keys: tuple[str, ...]) -> None:
        self.proposed.emit(replace(self.plan, keys=keys), "quantities of the sweep")

    def _change_page(self, name: str) -> None:
        self.proposed.emit(on_page(self.plan, page_named(name)), "page of the sweep")

    def _change_seeds(self, count: int) -> None:
        self.proposed.emit(replace(self.plan, seeds=count), "seeds of the sweep")

    def _make_controls(self, pages: Mapping[str, str], processes: int) -> None:
        self.page = ChoiceBox(tuple(pages), pages)
        self.page.setAccessibleName(tr("page"))
        self.page.chosen.connect(self._change_page)
        self.chosen = Chosen()
        self.chosen.changed.connect(self._change_keys)
        self.add_quantity = self._button(tr("Add a quantity…"))
        self.add_quantity.clicked.connect(lambda: self.quantity_wanted.emit(self.add_quantity))
        self.add_axis = self._button(tr("Add an axis…"))
        self.add_axis.clicked.connect(lambda: self.axis_wanted.emit(self.add_axis))
        self.seeds = self._count(1, MOST_SEEDS, self._change_seeds, tr("seeds"))
        self.processes = self._count(
            1, MOST_PROCESSES, self.processes_changed.emit, tr("processes")
        )
        with QSignalBlocker(self.processes):
            self.processes.setValue(processes)
        self.file = ElidedLabel()
        self.save_to = self._button(tr("Write to…"))
        self.go_on = self._button(tr("Open a table…"))
        self.forget = self._button(tr("Write to no file"))
        for button, what in (
            (self.save_to, "new"),
            (self.go_on, "continue"),
            (self.forget, "none"),
        ):
            button.clicked.connect(lambda _=False, what=what: self.file_wanted.emit(what))
        self.show_file("")

    def _button(self, text: str) -> QPushButton:
        return QPushButton(text)

    def _count(self, low: int, high: int, act: Callable[[int], object], name: str) -> CountBox:
        box = CountBox(low, high)
        box.setFixedWidth(scaled(SPIN_WIDTH))
        box.setAccessibleName(name)
        box.valueChanged.connect(act)
        return box

    def _arrange(self) -> None:
        body = with_properties(QWidget(), objectName="inputs_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN - 4, MARGIN)
        column.setSpacing(GAP)
        self._boxes = QWidget()
        self._axes_place = QVBoxLayout(self._boxes)
        self._axes_place.setContentsMargins(0, 0, 0, 0)
        self._axes_place.setSpacing(MARGIN)
        parts: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            (tr("Quantities"), (self.page, self.chosen, self.add_quantity)),
            (tr("Over"), (self._boxes, self.add_axis)),
            (
                tr("Runs"),
                (
                    LabelledLine(tr("seeds"), self.seeds, tip=tr(SEEDS)),
                    LabelledLine(tr("processes"), self.processes, tip=tr(PROCESSES)),
                ),
            ),
            (tr("Table"), (self.file, _side_by_side(self.save_to, self.go_on), self.forget)),
        )
        for number, (title, widgets) in enumerate(parts):
            if number:
                column.addWidget(with_properties(QFrame(), objectName="separator"))
            column.addWidget(with_properties(QLabel(title), objectName="section"))
            for widget in widgets:
                column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(body)


def _side_by_side(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(GAP)
    for widget in widgets:
        line.addWidget(widget, 1)
    return holder

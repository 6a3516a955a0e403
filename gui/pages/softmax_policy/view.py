"""The picture of the softmax page."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from engine.core.parameter import ParameterError
from engine.page.result import Result
from engine.pages.softmax_policy.options import LOGITS, REWARDS, Options
from engine.session.address import address
from engine.session.session import Session
from gui.base.gesture import new_gesture
from gui.base.scaling import scaled
from gui.figure.view import View
from gui.look.theme import Theme
from gui.pages.softmax_policy.actions import ActionsPlots
from gui.pages.softmax_policy.ascent import AscentGroup
from gui.pages.softmax_policy.controls import Controls
from gui.pages.softmax_policy.direction import DirectionGroup
from gui.pages.softmax_policy.gradients import GradientsGroup
from gui.pages.softmax_policy.group import GAP, Group
from gui.pages.softmax_policy.rearrangement import RearrangementGroup

GROUPS: dict[str, type[Group]] = {
    "gradients": GradientsGroup,
    "direction": DirectionGroup,
    "rearrangement": RearrangementGroup,
    "ascent": AscentGroup,
}
FIGURES = {
    "gradients": ("gradients",),
    "direction": ("direction", "against_temperature", "against_epsilon"),
    "rearrangement": ("rearranged",),
    "ascent": ("paths",),
}
STARTS = {"logits": LOGITS, "rewards": REWARDS}
HEIGHT = 368  # below, the plots are too flat; the numbers give way
SHARES = (11, 20)  # of the width: the actions, the plots


class PageView(View):
    """On the left the actions, whose bars can be pulled; beside them the plots asked for."""

    study = "softmax-policy"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._session: Session | None = None
        self.setMinimumHeight(scaled(HEIGHT))
        self.controls = Controls(theme)
        self.controls.hide()
        self.layout().insertWidget(0, self.controls)
        self.layout().setSpacing(0)
        self.actions_plots = ActionsPlots(theme)
        self.group: Group | None = None
        # Kept: Qt may still paint what Python has let go of.
        self._groups: dict[str, Group] = {}
        layout = self.figure.ci
        layout.layout.setContentsMargins(10, 6, 14, 6)
        layout.layout.setHorizontalSpacing(GAP)
        layout.addItem(self.actions_plots.layout, row=0, col=0)
        for column, share in enumerate(SHARES):
            layout.layout.setColumnStretchFactor(column, share)
            layout.layout.setColumnPreferredWidth(column, share)
        self.actions_plots.proposed.connect(self._pull)
        self.controls.typed.connect(self._type)
        self.controls.resized.connect(self._resize)
        self.controls.loaded.connect(self._load)
        self.controls.stepped.connect(self._show_step)

    @property
    def plots(self) -> list[pg.PlotItem]:
        """Those on show."""
        return [*self.actions_plots.plots, *(self.group.plots if self.group else ())]

    def shown_figures(self, session: Session) -> tuple[str, ...]:
        options: Options = session.options[self.study]  # type: ignore[assignment]
        return ("actions", *FIGURES[options.plots])

    def draw_panels(self, session: Session, result: Result) -> None:
        """The group changes only when other plots are asked for."""
        self._session = session
        options: Options = session.options[self.study]  # type: ignore[assignment]
        group = self._group(options.plots)
        if group is not self.group:
            self._change(group)
        self.controls.show_options(options)
        self.actions_plots.draw(result.actions)
        group.draw(result)
        for plot in self.plots:
            # Transforms that change while painting would have everything painted twice.
            plot.vb.prepareForPaint()

    def showEvent(self, event: QShowEvent) -> None:
        """The buttons are for a window; a figure that is written to a file needs no room for
        them."""
        super().showEvent(event)
        self.controls.show()

    def _group(self, name: str) -> Group:
        if name not in self._groups:
            self._groups[name] = GROUPS[name](self.theme)
            self._groups[name].proposed.connect(self._propose)
        return self._groups[name]

    def _change(self, group: Group) -> None:
        if self.group is not None:
            self.figure.ci.removeItem(self.group.layout)
        self.group = group
        self.figure.addItem(group.layout, row=0, col=1)
        self.screen_only[:] = [*self.actions_plots.grips, *group.grips]
        # Qt keeps the size that the layout had while it was nearly empty.
        self.figure.ci.setGeometry(self.figure.range)

    def _pull(self, vector: str, action: int, value: float | None, gesture: int) -> None:
        place = address(f"softmax.{vector}[{action}]")
        default = STARTS[vector][action - 1]
        self._propose_at(place, default if value is None else value, gesture)

    def _type(self, entry: str, value: float, gesture: int) -> None:
        if self._session is None:
            return
        try:
            session = address(f"softmax.{entry}").set(self._session, value)
        except ParameterError as error:
            self.controls.fields.show_problem(entry, str(error))
        else:
            self.proposed.emit(session, gesture)

    def _resize(self, actions: int) -> None:
        if self._session is not None:
            options: Options = self._session.options[self.study]  # type: ignore[assignment]
            resized = self._session.with_options(self.study, options.resized(actions))
            self.proposed.emit(resized, new_gesture())

    def _show_step(self, step: int, gesture: int) -> None:
        if self._session is not None:
            options: Options = self._session.options[self.study]  # type: ignore[assignment]
            self._propose({"shown": options.at_step(step).shown}, gesture)

    def _load(self, rewards: tuple[float, ...]) -> None:
        if self._session is not None:
            options: Options = self._session.options[self.study]  # type: ignore[assignment]
            loaded = options.with_actions(np.zeros(len(rewards)).tolist(), rewards)
            self.proposed.emit(self._session.with_options(self.study, loaded), new_gesture())

    def _propose(self, changes: dict[str, Any], gesture: int) -> None:
        if self._session is None:
            return
        options = self._session.options[self.study].replace(**changes)
        self.proposed.emit(self._session.with_options(self.study, options), gesture)

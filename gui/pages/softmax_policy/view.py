"""The picture of the softmax page."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from engine.core.parameter import ParameterError
from engine.page.result import Result
from engine.pages.softmax_policy.options import Options
from engine.session.address import address
from engine.session.session import Session
from gui.base.scaling import scaled
from gui.figure.layout_view import LayoutView as View
from gui.look.theme import Theme
from gui.pages.softmax_policy.actions import LogitsPanel, RewardsPanel, policy_text
from gui.pages.softmax_policy.ascent import AscentGroup
from gui.pages.softmax_policy.controls import Controls
from gui.pages.softmax_policy.direction import DirectionGroup
from gui.pages.softmax_policy.gradients import GradientsGroup
from gui.pages.softmax_policy.rearrangement import RearrangementGroup
from gui.plotkit.key import HEIGHT as KEY_HEIGHT
from gui.plotkit.panel_group import GAP, PanelGroup, Switcher, plain_layout

GROUPS: dict[str, type[PanelGroup]] = {
    "gradients": GradientsGroup,
    "direction": DirectionGroup,
    "rearrangement": RearrangementGroup,
    "ascent": AscentGroup,
}
HEIGHT = 368  # below, the plots are too flat; the numbers give way
SHARES = (11, 20)  # of the width: the actions, the plots


class PageView(View):
    """On the left the actions, whose bars can be dragged; beside them the plots asked for."""

    page = "softmax-policy"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setMinimumHeight(scaled(HEIGHT))
        self.controls = Controls(theme)
        self.controls.hide()
        self.put_above(self.controls)
        layout = self.figure.ci
        layout.layout.setContentsMargins(10, 6, 14, 6)
        layout.layout.setHorizontalSpacing(GAP)
        self._add_actions()
        for column, share in enumerate(SHARES):
            layout.layout.setColumnStretchFactor(column, share)
            layout.layout.setColumnPreferredWidth(column, share)
        self._switcher = Switcher(self.figure, 0, 1)
        # Cached: Qt may still paint what Python has let go of.
        self._groups: dict[str, PanelGroup] = {}
        self.controls.typed.connect(self._type)
        self.controls.changed.connect(self._change)

    @property
    def group(self) -> PanelGroup | None:
        """The plots beside the actions."""
        return self._switcher.shown

    @property
    def plots(self) -> list[pg.PlotItem]:
        """Those on show."""
        shown = self.group.panels if self.group else []
        return [panel.plot for panel in (self.logits, self.rewards, *shown)]

    def shown_figures(self, session: Session) -> tuple[str, ...]:
        return ("actions", *GROUPS[self._options(session).plots].figures)

    def draw_panels(self, session: Session, result: Result) -> None:
        """The group changes only when other plots are asked for."""
        options = self._options(session)
        self._switcher.show(self._group(options.plots))
        self.controls.show_options(options)
        text = policy_text(self.theme, result.actions.temperature)
        if self.key.text != text:
            self.key.setText(text)
        for panel in (self.logits, self.rewards):
            panel.draw(result.actions)
        assert self.group is not None
        self.group.draw(result, session)

    def showEvent(self, event: QShowEvent) -> None:
        """The buttons are for a window; a figure that is written to a file needs no room for
        them."""
        super().showEvent(event)
        self.controls.show()

    def _options(self, session: Session) -> Options:
        options = session.options[self.page]
        assert isinstance(options, Options)
        return options

    def _add_actions(self) -> None:
        self._actions = plain_layout()
        self.key = pg.LabelItem("", color=self.theme.text, size="9pt")
        self.key.setFixedHeight(KEY_HEIGHT)
        self._actions.addItem(self.key, row=0, col=0)
        self.logits = self.add(LogitsPanel(self._actions, self.theme, 1))
        self.rewards = self.add(RewardsPanel(self._actions, self.theme, 2))
        self.figure.ci.addItem(self._actions, row=0, col=0)

    def _group(self, name: str) -> PanelGroup:
        if name not in self._groups:
            self._groups[name] = GROUPS[name](self.theme)
            for panel in self._groups[name].panels:
                self.add(panel)
        return self._groups[name]

    def _type(self, entry: str, value: float, gesture: int) -> None:
        if self._drawn is None:
            return
        try:
            session = address(f"softmax.{entry}").set(self._drawn, value)
        except ParameterError as error:
            self.controls.fields.show_problem(entry, str(error))
        else:
            self.proposed.emit(session, gesture)

    def _change(self, change: Callable[[Options], Options], gesture: int) -> None:
        """What a button makes of the options."""
        if self._drawn is not None:
            options = change(self._options(self._drawn))
            self.proposed.emit(self._drawn.with_options(self.page, options), gesture)

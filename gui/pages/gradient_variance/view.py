"""The picture of the Gradients page."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from engine.page.result import Result
from engine.pages.gradient_variance.options import Options
from engine.session.session import Session
from gui.figure.view import View
from gui.look.theme import Theme
from gui.pages.gradient_variance.groups import GROUPS, AllGroup, EstimatorsGroup, GradientGroup

ALL = "all six"
TOO_SMALL = "too small for all six"


class PageView(View):
    """The group of plots that the option asks for; each is made when it is first shown."""

    study = "gradient-variance"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.group: GradientGroup | None = None
        # Kept: Qt may still paint what Python has let go of.
        self._groups: dict[str, GradientGroup] = {}
        self._last: tuple[Session, Result] | None = None
        self.figure.ci.setContentsMargins(8, 4, 14, 4)
        self.figure.sigDeviceRangeChanged.connect(self._resized)

    @property
    def plots(self) -> list[pg.PlotItem]:
        """Those on show."""
        return self.group.plots if self.group else []

    def shown_figures(self, session: Session) -> tuple[str, ...]:
        """Those of the group; where all six may not fit, all of them."""
        options: Options = session.options[self.study]  # type: ignore[assignment]
        return GROUPS[options.plots].figures

    def draw(self, session: Session, result: Result) -> None:
        """Show a result; the group changes only when other plots are asked for."""
        self._last = session, result
        options: Options = session.options[self.study]  # type: ignore[assignment]
        wanted = self._fitting(options)
        if self.group is None or self.group is not self._groups.get(wanted):
            self._change(wanted)
        named = len(options.names) if isinstance(self.group, EstimatorsGroup) else 0
        # The numbers below give way.
        self.setMinimumHeight(round(EstimatorsGroup.least_height(named)) if named else 0)
        hint = TOO_SMALL if wanted != options.plots else ""
        self.group.draw(result, options, self.figure.range.width(), hint)
        for plot in self.plots:
            # Transforms that change while painting would have everything painted twice.
            plot.vb.prepareForPaint()

    def _fitting(self, options: Options) -> str:
        """What there is room for, in the units of the layout."""
        room = self.figure.range
        width, height = AllGroup.least(len(options.names))
        roomy = room.width() >= width and room.height() >= height
        return options.plots if roomy or options.plots != ALL else "estimators"

    def _change(self, name: str) -> None:
        if self.group is not None:
            self.figure.ci.removeItem(self.group.layout)
        group = self._groups.get(name)
        if group is None:
            # A layout of its own: the figure's would keep the rows and columns of the last one.
            layout = pg.GraphicsLayout()
            self.figure.addItem(layout, row=0, col=0)
            group = self._groups[name] = GROUPS[name](layout, self.theme)
            group.proposed.connect(self._propose)
        else:
            self.figure.addItem(group.layout, row=0, col=0)
        self.group = group
        self.screen_only[:] = group.grips
        # Qt keeps the size that the layout had while it was nearly empty.
        self.figure.ci.setGeometry(self.figure.range)

    def _resized(self) -> None:
        """The names of the estimators take as many rows as the width asks for; all six plots are
        shown where there is room."""
        if self._last is None or self.group is None:
            return
        session, result = self._last
        options: Options = session.options[self.study]  # type: ignore[assignment]
        if options.plots == ALL and self.group is not self._groups.get(self._fitting(options)):
            self.draw(session, result)
        self.group.show_key(None, self.figure.range.width())

    def _propose(self, changes: dict[str, Any], gesture: int) -> None:
        if self._last is not None:
            self.propose_options(self._last[0], changes, gesture)

"""The picture of the Gradients page."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from engine.page.result import Result
from engine.pages.gradient_variance.options import Options
from engine.session.session import Session
from gui.figure.layout_view import LayoutView as View
from gui.look.theme import Theme
from gui.pages.gradient_variance.groups import ALL, GROUPS, GradientGroup, least_height, least_room

TOO_SMALL = "too small for all six"


class PageView(View):
    """The group of plots that the option asks for; each is made when it is first shown."""

    page = "gradient-variance"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.group: GradientGroup | None = None
        # Qt may still paint what Python has let go of.
        self._groups: dict[str, GradientGroup] = {}
        self._last: tuple[Session, Result] | None = None
        self.figure.ci.setContentsMargins(8, 4, 14, 4)
        self.figure.sigDeviceRangeChanged.connect(self._resized)

    @property
    def plots(self) -> list[pg.PlotItem]:
        """Those on show."""
        return [panel.plot for panel in self.group.panels] if self.group else []

    def shown_figures(self, session: Session) -> tuple[str, ...]:
        return GROUPS[self._options(session).plots].figures

    def draw_panels(self, session: Session, result: Result) -> None:
        """The group changes only when other plots are asked for."""
        self._last = session, result
        options = self._options(session)
        wanted = self._fitting(options)
        if self.group is None or self.group.name != wanted:
            self.group = self._shown(wanted)
        # The numbers below give way to the names of the estimators.
        named = wanted == "estimators"
        self.setMinimumHeight(round(least_height(len(options.names))) if named else 0)
        hint = TOO_SMALL if wanted != options.plots else ""
        self.group.draw(result, options.names, self.figure.range.width(), hint)

    def _options(self, session: Session) -> Options:
        options = session.options[self.page]
        assert isinstance(options, Options)
        return options

    def _fitting(self, options: Options) -> str:
        """What there is room for, in the units of the layout."""
        room = self.figure.range
        width, height = least_room(len(options.names))
        roomy = room.width() >= width and room.height() >= height
        return options.plots if roomy or options.plots != ALL else "estimators"

    def _shown(self, name: str) -> GradientGroup:
        """This group, in the place of the last one."""
        if self.group is not None:
            self.figure.ci.removeItem(self.group.layout)
        group = self._groups.get(name)
        # A layout of its own: the figure's would keep the rows and columns of the last one.
        layout = pg.GraphicsLayout() if group is None else group.layout
        self.figure.addItem(layout, row=0, col=0)
        if group is None:
            group = self._groups[name] = GradientGroup(name, layout, self.theme)
            for panel in group.panels:
                self.add(panel)
        # Qt keeps the size that the layout had while it was nearly empty.
        self.figure.ci.setGeometry(self.figure.range)
        return group

    def _resized(self) -> None:
        """The names of the estimators take as many rows as the width asks for; all six plots are
        shown where there is room."""
        if self._last is None or self.group is None:
            return
        options = self._options(self._last[0])
        if options.plots == ALL and self.group.name != self._fitting(options):
            self.draw(*self._last)
        self.group.show_key(None, self.figure.range.width())

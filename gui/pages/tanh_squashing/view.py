"""The picture of the squash page."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from engine.page.result import Result
from engine.pages.tanh_squashing.options import Options
from engine.session.session import Session
from gui.figure.view import View
from gui.look.theme import Theme
from gui.pages.tanh_squashing.entropy import EntropyGroup
from gui.pages.tanh_squashing.line import LineGroup
from gui.pages.tanh_squashing.objective import ObjectiveGroup
from gui.pages.tanh_squashing.plane import PlaneGroup
from gui.pages.tanh_squashing.precision import PrecisionGroup
from gui.plotkit.group import Group

GROUPS = {"precision": PrecisionGroup, "entropy": EntropyGroup, "ppo and sac": ObjectiveGroup}


class PageView(View):
    """The group of plots that the option asks for; each is made when it is first shown."""

    study = "tanh-squashing"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.group: Group | None = None
        # Kept: Qt may still paint what Python has let go of.
        self._groups: dict[type[Group], Group] = {}
        self._session: Session | None = None
        self.figure.ci.setContentsMargins(8, 4, 14, 4)

    @property
    def plots(self) -> list[pg.PlotItem]:
        """Those on show."""
        return self.group.plots if self.group else []

    def draw(self, session: Session, result: Result) -> None:
        """Show a result; the group changes only when other plots are asked for."""
        self._session = session
        options: Options = session.options[self.study]  # type: ignore[assignment]
        kind = self._kind(options, result)
        if type(self.group) is not kind:
            self._change(kind)
        if isinstance(self.group, LineGroup):
            scene, coordinate = session.scene, result.curves.coordinate - 1
            self.group.show_policies(scene.p, scene.q, coordinate)
        self.group.draw(result, options)
        for plot in self.plots:
            # Transforms that change while painting would have everything painted twice.
            plot.vb.prepareForPaint()

    def _kind(self, options: Options, result: Result) -> type[Group]:
        if options.plots == "density":
            return PlaneGroup if result.plane is not None else LineGroup
        return GROUPS[options.plots]

    def _change(self, kind: type[Group]) -> None:
        if self.group is not None:
            self.figure.ci.removeItem(self.group.layout)
        if kind not in self._groups:
            # A layout of its own: the figure's would keep the rows and columns of the last one.
            self._groups[kind] = kind(pg.GraphicsLayout(), self.theme)
            self._groups[kind].proposed.connect(self._propose)
        self.group = self._groups[kind]
        self.figure.addItem(self.group.layout, row=0, col=0)
        self.screen_only[:] = self.group.grips
        # Qt keeps the size that the layout had while it was nearly empty.
        self.figure.ci.setGeometry(self.figure.range)

    def _propose(self, changes: dict[str, Any], gesture: int) -> None:
        if self._session is not None:
            self.propose_options(self._session, changes, gesture)

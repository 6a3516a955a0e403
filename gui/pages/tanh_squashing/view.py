"""The picture of the squash page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from engine.page.result import Result
from engine.session.session import Session
from gui.figure.layout_view import LayoutView as View
from gui.look.theme import Theme
from gui.pages.tanh_squashing.entropy import EntropyGroup
from gui.pages.tanh_squashing.group import SquashGroup, options_of
from gui.pages.tanh_squashing.line import LineGroup
from gui.pages.tanh_squashing.objective import ObjectiveGroup
from gui.pages.tanh_squashing.plane import PlaneGroup
from gui.pages.tanh_squashing.precision import PrecisionGroup
from gui.plotkit.panel_group import Switcher

GROUPS = {"precision": PrecisionGroup, "entropy": EntropyGroup, "ppo and sac": ObjectiveGroup}


class PageView(View):
    """The group of plots that the option asks for; each is made when it is first shown."""

    page = "tanh-squashing"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.groups: dict[type[SquashGroup], SquashGroup] = {}
        self.switcher = Switcher(self.figure, 0, 0)
        self.figure.ci.setContentsMargins(8, 4, 14, 4)

    def shown_figures(self, session: Session) -> tuple[str, ...]:
        return self._kind(session).figures

    def draw_panels(self, session: Session, result: Result) -> None:
        kind = self._kind(session)
        if kind not in self.groups:
            self.groups[kind] = kind(self.theme)
            for panel in self.groups[kind].panels:
                self.add(panel)
        self.switcher.show(self.groups[kind])
        self.groups[kind].draw(result, session)

    def _kind(self, session: Session) -> type[SquashGroup]:
        options = options_of(session)
        if options.plots == "density":
            return PlaneGroup if session.scene.dimension == 2 else LineGroup
        return GROUPS[options.plots]

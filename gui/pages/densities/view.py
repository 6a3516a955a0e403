"""The densities page: p and q as pictures that can be dragged."""

from __future__ import annotations

from typing import Any, ClassVar

import pyqtgraph as pg

from engine.gaussian.gaussian import Gaussian
from engine.pages.densities.options import Options
from engine.session.session import Session
from gui.base.gesture import new_gesture
from gui.figure.view import View
from gui.look.theme import Theme
from gui.pages.densities.density_lines import DensityLines
from gui.pages.densities.density_plane import DensityPlane
from gui.pages.densities.density_space import DensitySpace
from gui.pages.densities.group_pictures import GroupLines, GroupPlane, GroupSpace
from gui.pages.densities.picture import Picture

# In one, two and more dimensions.
GAUSSIANS: tuple[type[Picture], ...] = (DensityLines, DensityPlane, DensitySpace)
GROUPS: tuple[type[Picture], ...] = (GroupLines, GroupPlane, GroupSpace)


class PageView(View):
    """Curves in one dimension, a plane in two, a plane with spectra and tables above; with
    samples of two groups, Q-Q plots beside."""

    study: ClassVar[str] = "densities"

    def __init__(self, theme: Theme, parent=None) -> None:
        super().__init__(theme, parent)
        self.picture: Picture | None = None
        # Kept: Qt may still paint what Python has let go of.
        self._pictures: dict[type[Picture], Picture] = {}
        self._layouts: dict[type[Picture], pg.GraphicsLayout] = {}
        self._session: Session | None = None
        self._gesture = 0
        self.figure.ci.setContentsMargins(6, 4, 14, 4)

    def draw(self, session: Session, result: Any) -> None:
        """Show a result; the picture changes only when another kind is asked for."""
        dimension = session.scene.dimension
        kinds = GAUSSIANS if result.groups is None else GROUPS
        kind = kinds[min(dimension, len(kinds)) - 1]
        if type(self.picture) is not kind:
            self._change(kind)
        self._session = session
        options: Options = session.options[self.study]  # type: ignore[assignment]
        self.picture.draw(session.scene.p, session.scene.q, result, options)

    def _change(self, kind: type[Picture]) -> None:
        """Show another kind of picture; one that was shown before is kept, not made again."""
        if self.picture is not None:
            self.picture.release()
            self.figure.ci.removeItem(self._layouts[type(self.picture)])
        if kind not in self._pictures:
            self._make(kind)
        self.picture = self._pictures[kind]
        self.figure.addItem(self._layouts[kind], row=0, col=0)
        self.picture.refresh()
        self.screen_only[:] = self.picture.handles
        # Qt keeps the size that the layout had while it was nearly empty.
        self.figure.ci.setGeometry(self.figure.range)

    def _make(self, kind: type[Picture]) -> None:
        # A layout of its own: the figure's rows and columns would keep what the last one set.
        layout = pg.GraphicsLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        picture = kind(self.figure, layout, self.theme)
        picture.started.connect(self._start)
        picture.reshaped.connect(self._propose)
        picture.finished.connect(picture.settle)
        self._layouts[kind], self._pictures[kind] = layout, picture

    def _start(self) -> None:
        self._gesture = new_gesture()

    def _propose(self, name: str, gaussian: Gaussian) -> None:
        if self._session is not None:
            self.propose_scene(self._session, {name: gaussian}, self._gesture)

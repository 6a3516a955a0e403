"""The densities page: p and q as pictures that can be dragged."""

from __future__ import annotations

from typing import Any, ClassVar

from engine.gaussian import Gaussian
from engine.parameter import ParameterError
from engine.session import Session
from engine.studies.densities import Options
from gui.gesture import new_gesture
from gui.plots.density_lines import DensityLines
from gui.plots.density_plane import DensityPlane
from gui.plots.density_space import DensitySpace
from gui.plots.picture import Picture
from gui.theme import Theme
from gui.view import View


class PageView(View):
    """Curves in one dimension, a plane in two, a plane with spectra and tables above."""

    study: ClassVar[str] = "densities"

    def __init__(self, theme: Theme, parent=None) -> None:
        super().__init__(theme, parent)
        self.picture: Picture | None = None
        self._session: Session | None = None
        self._gesture = 0
        self.figure.ci.setContentsMargins(6, 4, 14, 4)

    def draw(self, session: Session, result: Any) -> None:
        """Show a result; the picture is made anew only when its kind changes."""
        dimension = session.scene.dimension
        kind = {1: DensityLines, 2: DensityPlane}.get(dimension, DensitySpace)
        if type(self.picture) is not kind:
            self._change(kind)
        self._session = session
        options: Options = session.options[self.study]  # type: ignore[assignment]
        self.picture.draw(session.scene.p, session.scene.q, result, options)

    def _change(self, kind: type[Picture]) -> None:
        if self.picture is not None:
            self.picture.close()
            self.figure.clear()
            self.picture.deleteLater()
        # A layout of its own: rows and columns of the figure would keep what the last one set.
        layout = self.figure.addLayout(row=0, col=0)
        layout.setContentsMargins(0, 0, 0, 0)
        self.picture = kind(self.figure, layout, self.theme)
        self.picture.started.connect(self._start)
        self.picture.reshaped.connect(self._propose)
        self.picture.finished.connect(self._finish)
        self.screen_only[:] = self.picture.handles
        # Qt keeps the size that the layout had while it was nearly empty.
        self.figure.ci.setGeometry(self.figure.range)

    def _start(self) -> None:
        self._gesture = new_gesture()

    def _propose(self, name: str, gaussian: Gaussian) -> None:
        try:
            scene = self._session.scene.replace(**{name: gaussian})
        except ParameterError:
            return  # out of what a scene allows: the picture stays as it is
        if scene != self._session.scene:
            self.proposed.emit(self._session.replace(scene=scene), self._gesture)

    def _finish(self) -> None:
        """A range that was left during the drag is fitted now."""
        self.picture.settle()

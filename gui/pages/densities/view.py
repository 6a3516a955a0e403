"""The densities page: p and q as pictures that can be dragged."""

from __future__ import annotations

from typing import Any, ClassVar

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.session.session import Session
from gui.base.gesture import new_gesture
from gui.figure.layout_view import LayoutView as View
from gui.look.theme import Theme
from gui.pages.densities.beside import Covariances, Quantiles
from gui.pages.densities.lines import DensityLines
from gui.pages.densities.picture import Picture
from gui.pages.densities.plane import DensityPlane

SHARES = {1: (3, 2), 2: (3, 2), 3: (13, 12)}  # what of the width picture and the rest grow by
GAP = 10
SMALL_MARGINALS = (58, 64)
IMAGES = ("p_image", "q_image")
Kind = tuple[int, bool]  # 1, 2 or more dimensions; with own samples


class Sheet:
    """A picture, and what stands beside it, in a layout of their own: the figure's rows and
    columns would keep what the last one set."""

    def __init__(self, figure: pg.GraphicsLayoutWidget, kind: Kind, theme: Theme) -> None:
        self.layout = pg.GraphicsLayout()
        self.layout.setContentsMargins(0, 0, 0, 0)
        self.layout.layout.setHorizontalSpacing(GAP)
        self._shares = SHARES[kind[0]]
        dimension, own = kind
        left = self._part(0)
        self.picture: Picture
        if dimension == 1:
            self.picture = DensityLines(figure, left, theme)
        elif dimension == 2:
            self.picture = DensityPlane(figure, left, theme)
        else:
            self.picture = DensityPlane(figure, left, theme, SMALL_MARGINALS)
        self.beside: Quantiles | Covariances | None = None
        if dimension > 2:
            self.beside = Covariances(self._part(1), theme, own)
        elif own:
            self.beside = Quantiles(self._part(1), theme)

    def draw(self, session: Session, result: Result, options: Any) -> None:
        """Show a result."""
        self.picture.draw(session.scene.p, session.scene.q, result, options)
        if self.beside is not None:
            self.beside.draw(result)

    def _part(self, column: int) -> pg.GraphicsLayout:
        """A column with its share of the width, whatever it holds."""
        part = self.layout.addLayout(row=0, col=column)
        part.setContentsMargins(0, 0, 0, 0)
        part.setMinimumWidth(1)
        part.setPreferredWidth(1)
        self.layout.layout.setColumnStretchFactor(column, self._shares[column])
        return part


class PageView(View):
    """Curves in one dimension, a plane in two, a plane with spectra and tables above; with
    samples of two groups, Q-Q plots beside."""

    page: ClassVar[str] = "densities"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.sheet: Sheet | None = None
        # Cached: Qt may still paint what Python has let go of.
        self._sheets: dict[Kind, Sheet] = {}
        self._gesture = 0
        self.figure.ci.setContentsMargins(6, 4, 14, 4)

    def shown_figures(self, session: Session) -> tuple[str, ...]:
        """All but the images, which are drawn from one image that follows p and q."""
        return tuple(name for name in super().shown_figures(session) if name not in IMAGES)

    def draw_panels(self, session: Session, result: Result) -> None:
        """Show a result; the picture changes only when another kind is asked for."""
        kind = min(session.scene.dimension, 3), result.groups is not None
        sheet = self.sheet
        if sheet is None or sheet is not self._sheets.get(kind):
            sheet = self._change(kind)
        sheet.draw(session, result, session.options[self.page])

    @property
    def picture(self) -> Picture:
        """The one that is shown."""
        assert self.sheet is not None
        return self.sheet.picture

    def _change(self, kind: Kind) -> Sheet:
        """Show another kind of picture; one that was shown before is not made again."""
        if self.sheet is not None:
            self.picture.release()
            self.figure.ci.removeItem(self.sheet.layout)
        if kind not in self._sheets:
            self._make(kind)
        self.sheet = sheet = self._sheets[kind]
        self.figure.addItem(sheet.layout, row=0, col=0)
        self.picture.refresh()
        beside = sheet.beside
        self.panels[:] = self.picture.panels + (beside.panels if beside else [])
        self.screen_only[:] = self.picture.handles
        # Qt keeps the size that the layout had while it was nearly empty.
        self.figure.ci.setGeometry(self.figure.range)
        return sheet

    def _make(self, kind: Kind) -> None:
        sheet = self._sheets[kind] = Sheet(self.figure, kind, self.theme)
        sheet.picture.started.connect(self._start)
        sheet.picture.reshaped.connect(self._propose)
        sheet.picture.finished.connect(sheet.picture.settle)

    def _start(self) -> None:
        self._gesture = new_gesture()

    def _propose(self, name: str, gaussian: Gaussian) -> None:
        if self._drawn is not None:
            self.propose_scene(self._drawn, {name: gaussian}, self._gesture)

"""A densities page, shown and drawn as the window does, and drags in it."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene, structured_gaussian
from engine.pages.densities.options import Options
from engine.pages.densities.page import PAGE
from engine.session.session import Session
from gui.look.theme import LIGHT
from gui.pages.densities.view import PageView

LINE = Scene(Gaussian.from_std(0.0, 1.0), Gaussian.from_std(2.0, 0.5))
PLANE = Scene(
    Gaussian.from_std([0.0, 0.0], [1.0, 2.0], 0.3), Gaussian.from_std([3.0, 1.0], [1.5, 0.5], -0.4)
)
SPACE = Scene(*(structured_gaussian(n, 5, m, s, 0.3) for n, m, s in (("p", 0, 1), ("q", 1, 1.5))))
SCENES = {1: LINE, 2: PLANE, 5: SPACE, 100: SPACE.resized(100)}


def page(qtbot: QtBot, scene: Scene, size: tuple[int, int] = (900, 560), **options) -> PageView:
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    show(view, scene, **options)
    return view


def show(view: PageView, scene: Scene, **options) -> None:
    """As the window does: compute, then draw."""
    session = Session(scene, page="densities").with_options("densities", Options(**options))
    view.draw(session, PAGE.compute(scene, session.options["densities"], Run(threads=1)))
    QApplication.processEvents()


def follow(view: PageView, **options) -> list[tuple[Session, int]]:
    """Draw each proposal at once, and keep them."""
    proposals: list[tuple[Session, int]] = []

    def draw(session: Session, gesture: int) -> None:
        proposals.append((session, gesture))
        show(view, session.scene, **options)

    view.proposed.connect(draw)
    return proposals


def on_screen(view: PageView, plot: pg.PlotItem, x: float, y: float) -> QPoint:
    scene = plot.vb.mapViewToScene(QPointF(x, y))
    return view.figure.mapFromScene(scene)


def mouse(view: PageView, kind: QEvent.Type, at: QPoint, held: bool) -> None:
    """One event as a window system sends it: QTest's moves hold no button."""
    port = view.figure.viewport()
    none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    event = QMouseEvent(
        kind,
        QPointF(at),
        QPointF(port.mapToGlobal(at)),
        none if kind == QEvent.Type.MouseMove else left,
        left if held else none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(port, event)
    QApplication.processEvents()


def drag(view: PageView, start: QPoint, *stops: QPoint) -> None:
    """Press, move in small steps, release."""
    mouse(view, QEvent.Type.MouseMove, start, held=False)
    mouse(view, QEvent.Type.MouseButtonPress, start, held=True)
    at = start
    for stop in stops:
        for step in range(1, 5):
            mouse(view, QEvent.Type.MouseMove, at + (stop - at) * step / 4, held=True)
        at = stop
    mouse(view, QEvent.Type.MouseButtonRelease, at, held=False)


def drag_to(view: PageView, plot: pg.PlotItem, start, *stops) -> None:
    drag(view, on_screen(view, plot, *start), *(on_screen(view, plot, *stop) for stop in stops))


def pixel(plot: pg.PlotItem) -> tuple[float, float]:
    return plot.vb.viewPixelSize()


def curves(view: PageView) -> list:
    kinds = pg.PlotCurveItem | pg.ScatterPlotItem
    return [item for item in view.figure.scene().items() if isinstance(item, kinds)]


def assert_drawn_finite(view: PageView) -> None:
    for item in curves(view):
        for data in item.getData():
            assert data is None or np.all(np.isfinite(np.asarray(data, dtype=float)))
    for plot in (i for i in view.figure.scene().items() if isinstance(i, pg.ViewBox)):
        assert np.all(np.isfinite(plot.viewRange()))


def inked(view: PageView, color: str) -> int:
    """How many pixels have very nearly this colour."""
    image = view.figure.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    wanted = LIGHT.color(color)
    target = np.array([wanted.blue(), wanted.green(), wanted.red()])
    return int(np.sum(np.max(np.abs(raw[..., :3].astype(int) - target), axis=-1) < 12))

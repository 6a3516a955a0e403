"""The KL page as cards, and a mouse and keys in its figure."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.kl_divergence.page import PAGE as KL
from engine.session.session import Session
from gui.look.theme import LIGHT
from gui.pages.kl_divergence.view import PageView

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SCENE = Scene(Gaussian(0.0, 1.0), Gaussian(1.0, 1.44), samples=5000)


def answered(scene=SCENE, main=""):
    """A session and the KL page's result."""
    session = Session(scene, page=KL.name, views={KL.name: main} if main else {})
    return session, KL.compute(scene, session.options[KL.name], Run(threads=1))


def shown_view(qtbot, size=(904, 720)):
    """The view in a window of its own, with a result."""
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    qtbot.waitExposed(view)
    view.draw(*answered())
    view.grab()
    return view


def pixel(view, item, x=0.5, y=0.5):
    """The point of the figure's viewport at these shares of an item's rectangle."""
    area = item.mapRectToScene(item.boundingRect())
    place = QPointF(area.left() + x * area.width(), area.top() + y * area.height())
    return view.figure.mapFromScene(place)


def inside(view, name, x=0.5, y=0.5):
    """A point within the axes of a card's plot."""
    return pixel(view, view.panel(name).box, x, y)


def hover(view, point):
    """The mouse comes to a point and stays there."""
    port = view.figure.viewport()
    QTest.mouseMove(port, point + QPoint(3, 3))
    QTest.qWait(15)  # pyqtgraph ignores moves that follow closer on each other
    QTest.mouseMove(port, point)
    QTest.qWait(15)
    QApplication.processEvents()


def click(view, point, button=LEFT):
    hover(view, point)
    QTest.mouseClick(view.figure.viewport(), button, pos=point)


def double_click(view, point):
    hover(view, point)
    port = view.figure.viewport()
    QTest.mouseClick(port, LEFT, pos=point)
    QTest.mouseDClick(port, LEFT, pos=point)
    QTest.mouseRelease(port, LEFT, pos=point)


def wheel(view, point, steps=1):
    """Turn the wheel away from oneself."""
    port = view.figure.viewport()
    event = QWheelEvent(
        QPointF(point),
        QPointF(port.mapToGlobal(point)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port, event)


def drag(view, start, end):
    """Press, move and release."""
    port = view.figure.viewport()
    hover(view, start)
    QTest.mousePress(port, LEFT, pos=start)
    for step in range(1, 5):
        QTest.mouseMove(port, start + (end - start) * step / 4)
        QTest.qWait(15)
    QTest.mouseRelease(port, LEFT, pos=end)


def key(view, code, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(view.figure, code, modifier)

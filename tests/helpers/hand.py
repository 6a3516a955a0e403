"""What pyqtgraph tells items of a mouse, made by hand."""

import dataclasses

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt


@dataclasses.dataclass
class Drag:
    """A drag; the places are in the coordinates of the item's parent."""

    item: pg.GraphicsObject
    start: tuple[float, float]
    at: tuple[float, float]
    first: bool = False
    last: bool = False

    def button(self) -> Qt.MouseButton:
        return Qt.MouseButton.LeftButton

    def isStart(self) -> bool:
        return self.first

    def isFinish(self) -> bool:
        return self.last

    def accept(self) -> None:
        pass

    def ignore(self) -> None:
        pass

    def buttonDownPos(self) -> pg.Point:
        return pg.Point(self.item.mapFromParent(QPointF(*self.start)))

    def pos(self) -> pg.Point:
        return pg.Point(self.item.mapFromParent(QPointF(*self.at)))

    def buttonDownScenePos(self) -> QPointF:
        return self.item.getViewBox().mapViewToScene(QPointF(*self.start))

    def scenePos(self) -> QPointF:
        return self.item.getViewBox().mapViewToScene(QPointF(*self.at))

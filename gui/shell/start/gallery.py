"""The examples with their pictures, all or those of a group of pages."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.core.words import language, tr
from engine.page.page import GROUPS, page_named
from engine.session.examples import Example, all_examples
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.current import current_theme
from gui.widgets.flow_layout import FlowLayout

LEAST, PICTURE, TITLE = 190, 130, 44
GAP = 8
ALL = "all"


class Gallery(QWidget):
    """A card for each example, and buttons that say of which pages they are."""

    chosen = Signal(object)  # Example

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, ExampleCard] = {}
        self.filters: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self._heading())
        self.shelf = Shelf()
        for example in all_examples():
            card = ExampleCard(example, self.shelf)
            card.clicked.connect(lambda _=False, example=example: self.chosen.emit(example))
            self.cards[example.name] = card
        column.addWidget(self.shelf)
        column.addStretch(1)

    def show_group(self, name: str) -> None:
        """The examples of one group of pages, or ALL."""
        self.filters[name].setChecked(True)
        for card in self.cards.values():
            card.setVisible(name in (ALL, card.pages))
        self.shelf.place()

    def _heading(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        self.title = with_properties(QLabel(tr("Examples")), objectName="plot_title")
        line.addWidget(self.title, 0, Qt.AlignmentFlag.AlignTop)  # beside the first line of buttons
        holder = QWidget()
        flow = FlowLayout(holder, space=4, lines=2)
        flow.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(self)
        groups = [page_named(example.page).group for example in all_examples()]
        counts = {ALL: len(groups)} | {name: groups.count(name) for name in GROUPS}
        for name, count in counts.items():
            words = tr("All") if name == ALL else tr(name)
            button = with_properties(
                QToolButton(), text=f"{words} {count}", checkable=True, objectName="flat"
            )
            tip = tr("Every example.") if name == ALL else tr("Examples of {pages}.")
            button.setToolTip(tip.format(pages=words))
            button.clicked.connect(lambda _=False, name=name: self.show_group(name))
            group.addButton(button)
            flow.addWidget(button)
            button.setHidden(count == 0)  # now: without a parent it would be a window for a moment
            self.filters[name] = button
        self.filters[ALL].setChecked(True)
        self.title.setFixedHeight(self.filters[ALL].sizeHint().height())
        line.addWidget(holder, 1)
        return line


class Shelf(QWidget):
    """Cards of one width in lines, as many side by side as there is room for when each is at least
    so wide; their pictures have one height."""

    def __init__(self, least: int = LEAST, picture: int = PICTURE) -> None:
        super().__init__()
        self._least, self._picture = least, picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        """Put the cards that are wanted into lines."""
        cards = [card for card in self.findChildren(ExampleCard) if not card.isHidden()]
        count = max((self.width() + GAP) // (scaled(self._least) + GAP), 1)
        width = (self.width() - (count - 1) * GAP) // count
        height = scaled(self._picture + TITLE) + 2
        for place, card in enumerate(cards):
            row, column = divmod(place, count)
            card.setGeometry(column * (width + GAP), row * (height + GAP), width, height)
        self.setFixedHeight(-(-len(cards) // count) * (height + GAP))


class ExampleCard(QPushButton):
    """A picture and a title, as one button."""

    def __init__(self, example: Example, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("example")
        self.pages = page_named(example.page).group
        self.setAccessibleName(tr(example.title))
        self.setAccessibleDescription(tr(example.text))
        self.setToolTip(tr(example.text))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        title = with_properties(QLabel(tr(example.title), wordWrap=True), objectName="small_title")
        title.setFixedHeight(scaled(TITLE))
        title.setMinimumWidth(1)
        title.setContentsMargins(12, 0, 8, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(_Picture(example), 1)
        column.addWidget(title)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class _Picture(QWidget):
    """The example's plot in the colours of the theme, as large as there is room."""

    def __init__(self, example: Example) -> None:
        super().__init__()
        self._example = example

    @cached_property
    def pixmap(self) -> QPixmap:
        """Read when it is first painted: most stand further below than the window reaches."""
        pixmap = QPixmap()
        pixmap.loadFromData(self._example.picture(current_theme().name, language()))
        return pixmap

    def paintEvent(self, event: QPaintEvent) -> None:
        """In the middle, at its own proportions, with the card's round corners above."""
        painter = QPainter(self)
        theme = current_theme()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(self.rect()).adjusted(0, 0, 0, 8), 5, 5)
        painter.setClipPath(corners)
        painter.fillRect(self.rect(), theme.color("plot"))
        if not self.pixmap.isNull():
            size = self.pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
            painter.drawPixmap(left, top, size.width(), size.height(), self.pixmap)
        painter.setPen(theme.color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

"""The first page: how to begin, and the examples with their pictures."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine.core.words import tr
from engine.page.page import page_named
from engine.session.examples import Example, all_examples
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.widgets.flow_layout import FlowLayout

CARD_WIDTH = 268
PICTURE = QSize(244, 151)
MARGIN = 24


class StartPage(QScrollArea):
    """Says what the program is, and offers an empty session, a file and the examples."""

    chosen = Signal(object)  # Example
    begun = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        self.setAccessibleName(tr("start page"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cards: dict[str, ExampleCard] = {}
        body = with_properties(QWidget(), objectName="start_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        column.addWidget(with_properties(QLabel("Gaussian Explorer"), objectName="start_title"))
        about = QLabel(
            tr(
                "See and check what two Gaussians do in reinforcement learning and Monte Carlo "
                "work: why a KL estimate turns negative, a ratio explodes, or a gradient is noisy."
            )
        )
        about.setWordWrap(True)
        column.addWidget(about)
        column.addLayout(self._buttons())
        for page, examples in groupby(all_examples(), lambda example: example.session().page):
            column.addSpacing(8)
            column.addWidget(
                with_properties(QLabel(page_named(page).title), objectName="start_heading")
            )
            column.addWidget(self._shelf(list(examples)))
        column.addStretch(1)
        self.setWidget(body)

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        for text, signal in (
            (tr("Begin with p and q"), self.begun),
            (tr("Open a file…"), self.opened),
        ):
            button = QPushButton(text)
            button.clicked.connect(lambda _, signal=signal: signal.emit())
            line.addWidget(button)
        line.addStretch(1)
        return line

    def _shelf(self, examples: list[Example]) -> QWidget:
        shelf = QWidget()
        layout = FlowLayout(shelf, space=14, lines=14)
        for example in examples:
            card = ExampleCard(example)
            card.clicked.connect(lambda _, example=example: self.chosen.emit(example))
            self.cards[example.name] = card
            layout.addWidget(card)
        cards = [self.cards[example.name] for example in examples]
        for card in cards:
            card.shelf = cards
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        shelf.setSizePolicy(policy)
        return shelf


class ExampleCard(QPushButton):
    """A picture, a title and two sentences, as one button."""

    def __init__(self, example: Example, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("example")
        self.shelf = [self]  # the cards beside it, all of one height
        self.setAccessibleName(example.title)
        self.setAccessibleDescription(example.text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(6)
        picture = QLabel()
        picture.setFixedSize(scaled(PICTURE.width()), scaled(PICTURE.height()))
        pixmap = QPixmap()
        if example.picture and pixmap.loadFromData(example.picture):
            picture.setPixmap(pixmap)
            picture.setScaledContents(True)
        column.addWidget(picture)
        for text, name in ((example.title, "example_title"), (example.text, "muted")):
            label = with_properties(QLabel(text), objectName=name)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addStretch(1)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedWidth(scaled(CARD_WIDTH))

    def sizeHint(self) -> QSize:
        """As high as the longest text on the shelf needs, not as a button's one line."""
        width = scaled(CARD_WIDTH)
        return QSize(width, max(card.column.heightForWidth(width) for card in self.shelf))

    def minimumSizeHint(self) -> QSize:
        """The same: nothing of the text is cut."""
        return self.sizeHint()

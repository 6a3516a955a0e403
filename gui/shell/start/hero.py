"""p and q, large and live, with three of their numbers, beside the questions."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.core.words import tr, tr_noop
from engine.session.session import Session
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.inputs.pair_picture import PairPicture
from gui.shell.start.numbers import pair_numbers
from gui.shell.start.questions import answered
from gui.widgets.chip import Chip
from gui.widgets.tile_button import TileButton

HEIGHT, NARROW = 424, 880  # below this width the questions stand below the picture
TILE, GAP, MARGIN = 280, 8, 16
CHIP = 144
HEADROOM = 140  # above the picture, for words and numbers
COLUMNS = 2
NAMES = ("KL(q∥p)", "KL(p∥q)", tr_noop("effective share of w"))


class Hero(QFrame):
    """A drag of the picture is a change of the session like any other."""

    proposed = Signal(object, object, str)  # (Session, gesture, what changed)
    asked = Signal(object)  # Question

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plot_card")
        self._session = Session()
        self.picture = PairPicture(large=True, parent=self)
        self.picture.headroom = HEADROOM
        self.picture.proposed.connect(self._drag)
        self.words = self._words()
        self.tiles: list[TileButton] = []
        self.questions = self._questions()

    def show_session(self, session: Session) -> None:
        """Its p and q."""
        self._session = session
        self.picture.show_pair(session.scene.p, session.scene.q)
        for chip, readout in zip(self.chips, pair_numbers(session.scene), strict=True):
            chip.show_readout(readout)

    def height_for(self, width: int, room: int) -> int:
        """What a width asks for, where a window shows so much of the height at once."""
        picture = min(scaled(HEIGHT), max(room, scaled(HEADROOM) + HEIGHT // 2))
        if width >= scaled(NARROW):
            beside = self.questions.heightForWidth(self._beside(width))
            return max(picture, beside + 2 * MARGIN)
        below = self.questions.heightForWidth(width - 2 * MARGIN)
        return picture + below + MARGIN

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Picture and words at the left, questions at the right."""
        super().resizeEvent(event)
        width, height = self.width(), self.height()
        wide = width >= scaled(NARROW)
        beside = self._beside(width) if wide else width - 2 * MARGIN
        high = height - 2 * MARGIN if wide else self.questions.heightForWidth(beside)
        top = MARGIN if wide else height - high - MARGIN
        self.questions.setGeometry(width - beside - MARGIN, top, beside, high)
        left = width - beside - 2 * MARGIN if wide else width - 2
        self.picture.setGeometry(1, 1, left, height - 2 if wide else top - MARGIN)
        self.words.setGeometry(
            MARGIN + 8, MARGIN, left - 2 * MARGIN, self.words.sizeHint().height()
        )
        self.words.raise_()

    def _beside(self, width: int) -> int:
        """The width of the questions beside the picture: at most half."""
        return min(COLUMNS * scaled(TILE) + GAP, width // 2)

    def _drag(self, name: str, gaussian: object, gesture: int) -> None:
        scene = self._session.scene.replace(**{name: gaussian})
        self.proposed.emit(self._session.replace(scene=scene), gesture, tr("drag of p or q"))

    def _words(self) -> QWidget:
        words = QWidget(self)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        title = with_properties(QLabel(tr("Two Gaussians, hands-on")), objectName="start_title")
        about = with_properties(
            QLabel(tr("Drag p and q: every number follows, exact beside sampled.")),
            objectName="muted",
        )
        self.chips = [Chip(tr(name)) for name in NAMES]
        line = QHBoxLayout()
        line.setSpacing(GAP)
        for chip in self.chips:
            chip.setMaximumWidth(scaled(CHIP))
            line.addWidget(chip)
        line.addStretch(1)
        for label in (title, about):
            label.setMinimumWidth(1)
            column.addWidget(label)
        column.addLayout(line)
        return words

    def _questions(self) -> QWidget:
        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        for place, question in enumerate(answered()):
            tile = TileButton(question.page, tr(question.words), question.text())
            tile.clicked.connect(lambda _=False, question=question: self.asked.emit(question))
            self.tiles.append(tile)
            grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
        return holder

"""The first page: p and q to drag, questions, files of late, one's own data, examples."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from engine.core.words import tr
from engine.session.session import Session
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.shell.start.gallery import Gallery
from gui.shell.start.hero import Hero
from gui.shell.start.own_data import OwnData
from gui.shell.start.questions import Question, example_of
from gui.shell.start.recent import RecentFile, RecentList

GAP = 8
LEFT = 376  # of files and data, beside the examples
NARROW = 760  # below this width one stands above the other


class StartPage(QScrollArea):
    """Everything that one may begin with."""

    proposed = Signal(object, object, str)  # (Session, gesture, what changed)
    chosen = Signal(object)  # Example
    page_wanted = Signal(str)
    file_wanted = Signal(object)  # Path
    opened = Signal()  # a file is to be asked for

    def __init__(self, recent: Sequence[RecentFile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        self.setAccessibleName(tr("start page"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hero = Hero()
        self.recent = RecentList(recent)
        self.own_data = OwnData()
        self.gallery = Gallery()
        self.notice = with_properties(QLabel(wordWrap=True), objectName="muted", visible=False)
        self.hero.proposed.connect(self.proposed)
        self.hero.asked.connect(self._answer)
        self.recent.chosen.connect(self.file_wanted)
        self.own_data.opened.connect(self.opened)
        self.gallery.chosen.connect(self.chosen)
        self._arrange()

    def show_session(self, session: Session) -> None:
        """Its p and q."""
        self.hero.show_session(session)

    def notify(self, text: str) -> None:
        """Something that happened, for a while; "" when it need not be told any more."""
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        width = self.viewport().width() - 2 * GAP
        self.hero.setFixedHeight(self.hero.height_for(width, self.viewport().height() - 3 * GAP))
        wide = width >= scaled(NARROW)
        direction = QBoxLayout.Direction
        self._below.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        self._left.setFixedWidth(min(scaled(LEFT), width // 2) if wide else width)

    def _answer(self, question: Question) -> None:
        example = example_of(question)
        if example is not None:
            self.chosen.emit(example)
        else:
            self.page_wanted.emit(question.page)

    def _arrange(self) -> None:
        body = with_properties(QWidget(self.viewport()), objectName="start_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(GAP)
        column.addWidget(self.hero)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(GAP)
        title = with_properties(QLabel(tr("Recent")), objectName="plot_title")
        title.setFixedHeight(self.gallery.title.height())
        left.addWidget(title)
        left.addWidget(self.recent)
        left.addWidget(self.own_data)
        left.addStretch(1)
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setContentsMargins(0, GAP, 0, 0)
        self._below.setSpacing(2 * GAP)
        self._below.addWidget(self._left, 0, Qt.AlignmentFlag.AlignTop)
        self._below.addWidget(self.gallery, 1)
        column.addLayout(self._below, 1)
        column.addWidget(self.notice)
        self.setWidget(body)

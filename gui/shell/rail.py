"""The pages by their groups, at the left: a button each, folded to icons where room is short."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.core.shown_numbers import shown_words
from engine.core.words import tr
from engine.page.page import Page
from engine.session.reader import SWEEP
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.widgets.rail_button import RailButton

WIDTH, FOLDED = 136, 40
MARGIN, FOLDED_MARGIN = 8, 5
RIGHT_MARGIN = 4  # the longest name, when it is chosen and bold, needs the room
START = "start"


class Rail(QWidget):
    """Start on top, then the pages and the sweep; one button is down."""

    chosen = Signal(str)  # the name of a page, START or SWEEP
    fold_wanted = Signal(bool)

    def __init__(self, pages: Sequence[Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        with_properties(self, objectName="rail", accessibleName=tr("pages"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.folded = False
        self.buttons: dict[str, RailButton] = {}
        self._exclusive = QButtonGroup(self)
        self._headings: list[QLabel] = []
        self._lines: list[QFrame] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._foot = QVBoxLayout()
        self._add(START, tr("Start"), tr("Questions, examples and files to begin with."))
        for group, members in groupby(pages, lambda page: page.group):
            self._add_heading(group)
            for page in members:
                self._add(page.name, tr(page.title), shown_words(tr(page.summary)))
        self._add(SWEEP, tr("Sweep"), tr("Quantities of a page over one parameter or two."))
        self.fold_button = RailButton("fold", tr("Fold"))
        self.fold_button.setCheckable(False)
        self.fold_button.clicked.connect(lambda: self.fold_wanted.emit(not self.folded))
        self._arrange()
        self.fold(False)

    def show_page(self, name: str) -> None:
        """Put the button of a page down, or that of START or SWEEP."""
        self.buttons[name].setChecked(True)
        self._scroll.ensureWidgetVisible(self.buttons[name])

    def fold(self, folded: bool) -> None:
        """Icons alone, or with their titles."""
        self.folded = folded
        for button in (*self.buttons.values(), self.fold_button):
            button.set_folded(folded)
        for heading in self._headings:
            heading.setVisible(not folded)
        for line in self._lines:
            line.setVisible(folded)
        self.fold_button.set_icon("unfold" if folded else "fold")
        self.fold_button.setToolTip(
            tr("Show the pages with their titles.")
            if folded
            else tr("Show the pages as icons alone.")
        )
        self.setFixedWidth(scaled(FOLDED if self.folded else WIDTH))
        margin = scaled(FOLDED_MARGIN if self.folded else MARGIN)
        for layout in (self._column, self._foot):
            right = margin if self.folded else scaled(RIGHT_MARGIN)
            layout.setContentsMargins(margin, MARGIN, right, MARGIN)

    def _add(self, name: str, title: str, tip: str) -> None:
        button = RailButton(name, title, tip)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._exclusive.addButton(button)
        self._column.addWidget(button)
        self.buttons[name] = button

    def _add_heading(self, group: str) -> None:
        heading = with_properties(QLabel(tr(group)), objectName="rail_group")
        heading.setFixedHeight(scaled(34))
        line = with_properties(QFrame(), objectName="separator", visible=False)
        self._headings.append(heading)
        self._lines.append(line)
        self._column.addWidget(heading)
        self._column.addWidget(line)

    def _arrange(self) -> None:
        body = with_properties(QWidget(), objectName="rail_body")
        body.setLayout(self._column)
        self._column.addStretch(1)
        scroll = with_properties(QScrollArea(widgetResizable=True), objectName="rail_scroll")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar would cover the icons: the wheel and the keys scroll.
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = scroll
        scroll.setWidget(body)
        scroll.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(scroll, 1)
        self._foot.addWidget(self.fold_button)
        around.addLayout(self._foot)

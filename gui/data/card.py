"""The card of own data in the scene panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout
from PySide6.QtWidgets import QWidget as Widget

from engine.core.words import tr, tr_noop
from engine.data.source import DataSource
from gui.base.properties import with_properties
from gui.data.words import columns_text, summary_text
from gui.widgets.segments import Segments

if TYPE_CHECKING:
    from engine.data.facts import DataFacts

USED = tr_noop("This page shows the data; p, q and the samples are used on the others.")
UNUSED = tr_noop("This page shows p and q, not the data.")
BESIDE = tr_noop("This page shows the data over p and q.")


LEVELS = {
    "token": tr_noop("Every token is a row."),
    "sequence": tr_noop("Every sequence is a row, with the sum of its tokens' log-ratios."),
}


class DataCard(QFrame):
    """Which file, which columns, how many rows; hidden while there are no data."""

    closed = Signal()
    columns_wanted = Signal()
    fit_wanted = Signal()
    skip_changed = Signal(bool)
    level_changed = Signal(str)  # token or sequence

    def __init__(self, parent: Widget | None = None) -> None:
        super().__init__(parent)
        with_properties(self, objectName="card", visible=False)
        self._source: DataSource | None = None
        self.name = with_properties(QLabel(wordWrap=True), objectName="card_title")
        self.columns = QLabel(wordWrap=True)
        self.rows = with_properties(QLabel(wordWrap=True), objectName="muted", visible=False)
        self.note = with_properties(QLabel(wordWrap=True), objectName="muted")
        self.skip = QCheckBox(tr("Leave out unusable rows"))
        self.skip.clicked.connect(self.skip_changed)
        self.level = Segments({name: tr(tip) for name, tip in LEVELS.items()}, tr("a row is a"))
        self.level.chosen.connect(self.level_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(6)
        for widget in (self.name, self.columns, self.rows, self.note, self.level, self.skip):
            column.addWidget(widget)
        column.addLayout(self._buttons())

    def show_source(self, source: DataSource | None, note: str, by_rows: bool = False) -> None:
        """Show these data; ``note`` says what the page makes of them, ``by_rows`` whether it takes
        them as rows of log-ratios."""
        self.setVisible(source is not None)
        if source != self._source:
            self.rows.hide()
        self._source = source
        if source is None:
            return
        self.name.setText(source.name)
        self.name.setToolTip("\n".join(source.paths))
        self.columns.setText(columns_text(source))
        self.note.setText(tr(note))
        self.skip.setChecked(source.skip_bad_rows)
        for widget in (self.skip, self.choose):
            widget.setVisible(source.kind != "rollouts")
        self.fit.setVisible(source.kind == "groups")
        self.level.setVisible(source.kind == "rollouts" and by_rows)
        self.level.show_choice(source.level)

    def show_summary(self, summary: DataFacts | None) -> None:
        """How many rows there are and what was decided about them, once they have been read."""
        if summary is not None:
            self.rows.setText(summary_text(summary))
            self.rows.show()

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.choose = self._button(tr("Columns…"), tr("Choose other columns of the file."))
        self.choose.clicked.connect(self.columns_wanted)
        self.fit = self._button(tr("Fit"), tr("Set p and q to the Gaussians fitted to the groups."))
        self.fit.clicked.connect(self.fit_wanted)
        self.close_data = self._button(tr("Close data"), tr("Work with samples of q again."))
        self.close_data.clicked.connect(self.closed)
        for button in (self.choose, self.fit, self.close_data):
            line.addWidget(button, 1)
        return line

    def _button(self, text: str, tip: str) -> QPushButton:
        button = with_properties(QPushButton(text), objectName="narrow")
        button.setToolTip(tip)
        return button

"""Which columns of a data file mean what: asked with the first rows in view."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.data_source import DataSource
from engine.data_table import FileColumns
from engine.parameter import ParameterError
from gui.data_columns import KINDS, ColumnsForm, GroupsForm, RatioForm, TwoForm, label_of
from gui.data_words import file_text
from gui.scaling import scaled
from gui.widgets.boxes import ChoiceBox

SHOWN_ROWS = 8
FEW = 5  # columns that share the width
ROW_HEIGHT = 22


class DataDialog(QDialog):
    """Makes a DataSource; `source` is the one that the choices stand for, None if none."""

    def __init__(self, columns: FileColumns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.source: DataSource | None = None
        self.setWindowTitle("Open data")
        self.kind = ChoiceBox(list(KINDS.values()))
        self.kind.setAccessibleName("what the file holds")
        self.forms: dict[str, ColumnsForm] = {
            "two": TwoForm(columns),
            "ratio": RatioForm(columns),
            "groups": GroupsForm(columns),
        }
        self.pages = QStackedWidget()
        for form in self.forms.values():
            self.pages.addWidget(form)
            form.changed.connect(self.check)
        self.message = QLabel(objectName="problem", wordWrap=True)
        self.meaning = QLabel(objectName="muted", wordWrap=True)
        self._arrange()
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.kind.setCurrentIndex(list(KINDS).index(suggested(columns)))
        self._show_kind(self.kind.currentIndex())

    @property
    def form(self) -> ColumnsForm:
        """The choices of the kind that is chosen."""
        return list(self.forms.values())[self.kind.currentIndex()]

    def check(self) -> None:
        """What the choices stand for, or why they stand for nothing."""
        self.source, problem = None, ""
        try:
            self.source = self.form.source()
        except ParameterError as error:
            problem = f"{error.field}: {error.allowed}"
        self.message.setText(problem)
        self.message.setVisible(bool(problem))
        self.meaning.setText(self.form.meaning)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)
        self._mark()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        name = QLabel(Path(self.columns.path).name, objectName="card_title")
        name.setToolTip(self.columns.path)
        column.addWidget(name)
        column.addWidget(QLabel(file_text(self.columns), objectName="muted", wordWrap=True))
        self.table = self._table()
        column.addWidget(self.table, 1)
        form = QFormLayout()
        form.setContentsMargins(0, 4, 0, 0)
        form.addRow(label_of("The file holds"), self.kind)
        column.addLayout(form)
        for widget in (self.pages, self.meaning, self.message):
            column.addWidget(widget)
        ok, cancel = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
        self.buttons = QDialogButtonBox(ok | cancel)
        self.buttons.button(ok).setText("Open")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        column.insertStretch(column.indexOf(self.buttons), 0)
        self.resize(scaled(620), scaled(500))

    def _table(self) -> QTableWidget:
        rows, names = self.columns.first_rows[:SHOWN_ROWS], self.columns.names
        table = QTableWidget(len(rows), len(names))
        table.setAccessibleName("first rows")
        table.setHorizontalHeaderLabels(list(names))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHT))
        for i, row in enumerate(rows):
            for j, text in enumerate(row[: len(names)]):
                item = QTableWidgetItem(text)
                right = self.columns.numeric[j]
                side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(i, j, item)
        header = table.horizontalHeader()
        modes = QHeaderView.ResizeMode
        header.setSectionResizeMode(modes.Stretch if len(names) <= FEW else modes.ResizeToContents)
        header.setHighlightSections(False)
        for j, right in enumerate(self.columns.numeric):
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            table.horizontalHeaderItem(j).setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        height = header.sizeHint().height() + len(rows) * scaled(ROW_HEIGHT) + scaled(14)
        table.setMinimumHeight(min(height, scaled(120)))
        table.setMaximumHeight(height)
        return table

    def _mark(self) -> None:
        """The chosen columns in bold, with what they are."""
        roles = self.form.roles() if self.source is not None else {}
        for j, name in enumerate(self.columns.names):
            header = self.table.horizontalHeaderItem(j)
            header.setText(f"{name}  ({roles[name]})" if name in roles else name)
            font = header.font()
            font.setBold(name in roles)
            header.setFont(font)
        self._scroll()

    def _scroll(self) -> None:
        """Bring the chosen columns into view, the first of them at least."""
        roles = self.form.roles() if self.source is not None else {}
        chosen = [place for place, name in enumerate(self.columns.names) if name in roles]
        for place in (*chosen[-1:], *chosen[:1]):
            self.table.scrollTo(self.table.model().index(0, place))

    def showEvent(self, event: QShowEvent) -> None:
        """The table has its width only now."""
        super().showEvent(event)
        self._scroll()

    def _show_kind(self, index: int) -> None:
        self.pages.setCurrentIndex(index)
        # As high as the form that is shown.
        for place in range(self.pages.count()):
            self.pages.widget(place).setVisible(place == index)
        self.pages.setMaximumHeight(self.form.sizeHint().height())
        self.check()


def suggested(columns: FileColumns) -> str:
    """The kind that a file probably holds."""
    guess = columns.suggestion
    if guess is None or (guess.kind == "log-ratios" and len(guess.columns) == 2):
        return "two"
    return "ratio" if guess.kind == "log-ratios" else "groups"

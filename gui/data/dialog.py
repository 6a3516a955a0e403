"""Which columns of a data file mean what: asked with the first rows in view."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.core.parameter import ParameterError
from engine.core.words import tr
from engine.data.source import DataSource
from engine.data.table import FileColumns
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.data.columns import KINDS, ColumnsForm, GroupsForm, RatioForm, TwoForm, label_of
from gui.data.first_rows import FirstRows
from gui.data.words import file_text
from gui.widgets.boxes import ChoiceBox


class DataDialog(QDialog):
    """Makes a DataSource; `source` is the one that the choices stand for, None if none."""

    def __init__(self, columns: FileColumns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.source: DataSource | None = None
        self.setWindowTitle(tr("Open data"))
        self.kind = ChoiceBox([tr(kind) for kind in KINDS.values()])
        self.kind.setAccessibleName(tr("what the file holds"))
        self.kind.setPlaceholderText(tr("choose what it holds"))
        self.forms: dict[str, ColumnsForm] = {
            "two": TwoForm(columns),
            "ratio": RatioForm(columns),
            "groups": GroupsForm(columns),
        }
        self.pages = QStackedWidget()
        for form in self.forms.values():
            self.pages.addWidget(form)
            form.changed.connect(self.check)
        self.message = with_properties(QLabel(wordWrap=True), objectName="problem")
        self.meaning = with_properties(QLabel(wordWrap=True), objectName="muted")
        self._arrange()
        self.kind.currentIndexChanged.connect(self._show_kind)
        kind = suggested(columns)
        self.kind.setCurrentIndex(list(KINDS).index(kind) if kind else -1)
        self._show_kind(self.kind.currentIndex())

    @property
    def form(self) -> ColumnsForm | None:
        """The choices of the kind that is chosen, None while none is."""
        place = self.kind.currentIndex()
        return list(self.forms.values())[place] if place >= 0 else None

    def check(self) -> None:
        """What the choices stand for, or why they stand for nothing."""
        self.source, problem = None, ""
        form = self.form
        try:
            self.source = form.source() if form is not None else None
        except ParameterError as error:
            problem = f"{error.field}: {error.allowed}"
        self.message.setText(problem)
        self.message.setVisible(bool(problem))
        self.meaning.setText(tr(form.meaning) if form is not None else undecided(self.columns))
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(self.source is not None)
        self.table.show_roles(form.roles() if form is not None and self.source is not None else {})

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        name = with_properties(QLabel(Path(self.columns.path).name), objectName="card_title")
        name.setToolTip(self.columns.path)
        column.addWidget(name)
        column.addWidget(
            with_properties(QLabel(file_text(self.columns), wordWrap=True), objectName="muted")
        )
        self.table = FirstRows(self.columns)
        column.addWidget(self.table, 1)
        form = QFormLayout()
        form.setContentsMargins(0, 4, 0, 0)
        form.addRow(label_of(tr("The file holds")), self.kind)
        column.addLayout(form)
        for widget in (self.pages, self.meaning, self.message):
            column.addWidget(widget)
        ok, cancel = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
        self.buttons = QDialogButtonBox(ok | cancel)
        self.buttons.button(ok).setText(tr("Open"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        column.insertStretch(column.indexOf(self.buttons), 0)
        self.resize(scaled(620), scaled(540))

    def _show_kind(self, index: int) -> None:
        self.pages.setVisible(index >= 0)
        if self.form is not None:
            self.pages.setCurrentIndex(index)
            # As high as the form that is shown.
            for form in self.forms.values():
                form.setVisible(form is self.form)
            self.pages.setMaximumHeight(self.form.sizeHint().height())
        self.check()


def suggested(columns: FileColumns) -> str:
    """The kind that a file holds by its names, "" where they do not decide."""
    guess = columns.suggestion
    if guess is None or not guess.by_name:
        return ""
    if guess.kind == "groups":
        return "groups"
    return "two" if len(guess.columns) == 2 else "ratio"


def undecided(columns: FileColumns) -> str:
    """Why the user must say what a file holds."""
    guess = columns.suggestion
    why = guess.why if guess is not None else tr("no column of this file holds numbers")
    return tr("The names leave it open: {why}.").format(why=tr(why))

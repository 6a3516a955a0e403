"""The choices of columns for each kind of data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from engine.data_source import DataSource
from engine.data_table import FileColumns
from engine.parameter import ParameterError
from gui.scaling import scaled
from gui.widgets.boxes import ChoiceBox

KINDS = {
    "two": "log-probabilities of the same samples under two policies",
    "ratio": "log-ratios",
    "groups": "samples of two groups",
}
SECOND_FILE = "two files: p's samples here, q's in another"
LIST_HEIGHT = 92
LABEL_WIDTH = 96


class ColumnsForm(QWidget):
    """Choice boxes that together stand for a DataSource."""

    changed = Signal()
    meaning = ""

    def __init__(self, columns: FileColumns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setHorizontalSpacing(8)  # as the dialog that it stands in

    def source(self) -> DataSource:
        """What is chosen; raises ParameterError."""
        raise NotImplementedError

    def roles(self) -> dict[str, str]:
        """What each chosen column is, in a word."""
        raise NotImplementedError

    def add_choice(self, label: str, names: tuple[str, ...], chosen: str) -> ChoiceBox:
        """One more line."""
        box = ChoiceBox(list(names))
        box.setAccessibleName(label)
        if chosen in names:
            box.setCurrentText(chosen)
        box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.form.addRow(label_of(label), box)
        return box

    def suggested(self, kind: str, place: int, default: int) -> str:
        """The column that the file's names suggest, or one by its number."""
        guess, names = self.columns.suggestion, self.columns.numeric_names
        if guess is not None and guess.kind == kind and place < len(guess.columns):
            return guess.columns[place]
        return names[min(default, len(names) - 1)] if names else ""


class TwoForm(ColumnsForm):
    """Log-probabilities of the same samples, in two columns."""

    meaning = (
        "log w = new − old, in nats. The samples were drawn from the old policy, q; the new one "
        "is p."
    )

    def __init__(self, columns: FileColumns, parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        names = columns.numeric_names
        self.new = self.add_choice("new policy, p", names, self.suggested("log-ratios", 0, 0))
        self.old = self.add_choice("old policy, q", names, self.suggested("log-ratios", 1, 1))

    def source(self) -> DataSource:
        _need_numbers(self.columns)
        chosen = (self.new.currentText(), self.old.currentText())
        return DataSource(self.columns.path, "log-ratios", chosen)

    def roles(self) -> dict[str, str]:
        return {self.new.currentText(): "new", self.old.currentText(): "old"}


class RatioForm(ColumnsForm):
    """Log-ratios, in one column."""

    meaning = "log w = log p − log q in nats, at samples that were drawn from q."

    def __init__(self, columns: FileColumns, parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        guess = self.suggested("log-ratios", 0, 0)
        self.ratio = self.add_choice("log w", columns.numeric_names, guess)

    def source(self) -> DataSource:
        _need_numbers(self.columns)
        return DataSource(self.columns.path, "log-ratios", (self.ratio.currentText(),))

    def roles(self) -> dict[str, str]:
        return {self.ratio.currentText(): "log w"}


class GroupsForm(ColumnsForm):
    """Samples of two groups: a column that names the group, or a second file."""

    meaning = "A Gaussian is fitted to each group; they become p and q."

    def __init__(self, columns: FileColumns, parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        guess = columns.suggestion
        grouped = guess is not None and guess.kind == "groups"
        chosen = guess.group if guess is not None and grouped else SECOND_FILE
        self.group = self.add_choice("group by", (*columns.names, SECOND_FILE), chosen)
        self.second = ""
        self._add_second()
        self._add_coordinates(guess.columns if guess is not None and grouped else ())
        self.group.currentIndexChanged.connect(lambda _: self._show_second())
        self._show_second()

    def source(self) -> DataSource:
        _need_numbers(self.columns)
        group = self._group()
        if not group and not self.second:
            raise ParameterError("second file", "", "choose the file with the samples of q")
        return DataSource(
            self.columns.path,
            "groups",
            tuple(name for name in self._checked() if name != group),
            group=group,
            second_path="" if group else self.second,
        )

    def roles(self) -> dict[str, str]:
        group = self._group()
        coordinates = (name for name in self._checked() if name != group)
        found = {name: f"x{place}" for place, name in enumerate(coordinates, 1)}
        return found | ({group: "group"} if group else {})

    def choose_second(self, path: str) -> None:
        """Take this file for the samples of q."""
        self.second = path
        self.second_name.setText(Path(path).name)
        self.second_name.setToolTip(path)
        self.changed.emit()

    def _group(self) -> str:
        last = self.group.currentIndex() == self.group.count() - 1
        return "" if last else self.group.currentText()

    def _checked(self) -> list[str]:
        items = (self.coordinates.item(i) for i in range(self.coordinates.count()))
        return [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]

    def _add_second(self) -> None:
        self.second_line = QWidget()
        line = QHBoxLayout(self.second_line)
        line.setContentsMargins(0, 0, 0, 0)
        self.second_name = QLabel("no file yet", objectName="muted")
        button = QPushButton("Choose…")
        button.setAutoDefault(False)
        button.clicked.connect(self._ask_second)
        line.addWidget(self.second_name, 1)
        line.addWidget(button)
        self.form.addRow(label_of("samples of q"), self.second_line)

    def _add_coordinates(self, chosen: tuple[str, ...]) -> None:
        self.coordinates = QListWidget()
        self.coordinates.setAccessibleName("coordinates")
        self.coordinates.setFixedHeight(scaled(LIST_HEIGHT))
        for name in self.columns.numeric_names:
            item = QListWidgetItem(name, self.coordinates)
            wanted = name in chosen or (not chosen and name != self._group())
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
        self.coordinates.itemChanged.connect(lambda _: self.changed.emit())
        self.form.addRow(label_of("coordinates"), self.coordinates)

    def _show_second(self) -> None:
        self.form.setRowVisible(self.second_line, not self._group())

    def _ask_second(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, "Samples of q", self.columns.path, "Data (*.csv *.tsv *.txt *.npy *.npz)"
        )
        if path:
            self.choose_second(path)


def label_of(text: str) -> QLabel:
    """A label in a column of one width."""
    label = QLabel(text)
    label.setMinimumWidth(scaled(LABEL_WIDTH))
    return label


def _need_numbers(columns: FileColumns) -> None:
    if not columns.numeric_names:
        raise ParameterError("columns", "", "no column of this file holds numbers")

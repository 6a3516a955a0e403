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

from engine.core.parameter import ParameterError
from engine.core.words import tr, tr_noop
from engine.data.source import DataSource, Kind
from engine.data.table import FileColumns
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.widgets.boxes import ChoiceBox

KINDS = {
    "two": tr_noop("log-probabilities of the same samples under two policies"),
    "ratio": tr_noop("log-ratios"),
    "groups": tr_noop("samples of two groups"),
}
SECOND_FILE = tr_noop("two files: p's samples here, q's in another")
NO_MASK = tr_noop("none: every row counts")
LIST_HEIGHT = 92
LABEL_WIDTH = 96


class ColumnsForm(QWidget):
    """Choice boxes that together stand for a DataSource."""

    changed = Signal()
    meaning = ""
    kind: Kind = "log-ratios"

    def __init__(self, columns: FileColumns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        guess = columns.suggestion
        self.guess = guess if guess is not None and guess.kind == self.kind else None
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setSpacing(8)  # as the dialog that it stands in
        self.add_choices()
        self.mask_choice: ChoiceBox | None = None
        if columns.masks:
            chosen = guess.mask if guess is not None else ""
            self.mask_choice = self.add_choice(
                tr("mask"), (tr(NO_MASK), *columns.masks), chosen or tr(NO_MASK)
            )

    def add_choices(self) -> None:
        """The lines of this kind of data."""
        raise NotImplementedError

    def source(self) -> DataSource:
        """What is chosen; raises ParameterError."""
        raise NotImplementedError

    def roles(self) -> dict[str, str]:
        """What each chosen column is, in a word."""
        raise NotImplementedError

    def mask_name(self) -> str:
        """The column that says which rows count, "" where all do."""
        return (
            self.mask_choice.currentText()
            if self.mask_choice and self.mask_choice.currentIndex() > 0
            else ""
        )

    def with_mask(self, roles: dict[str, str]) -> dict[str, str]:
        """The roles, with that of the mask."""
        return roles | ({self.mask_name(): tr("mask")} if self.mask_name() else {})

    def add_choice(self, label: str, names: tuple[str, ...], chosen: str) -> ChoiceBox:
        """One more line; without one of the names as choice it stands open."""
        box = ChoiceBox(list(names))
        box.setAccessibleName(label)
        box.setPlaceholderText(tr("choose a column"))
        box.setCurrentIndex(names.index(chosen) if chosen in names else -1)
        box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.form.addRow(label_of(label), box)
        return box

    def add_column(self, label: str, place: int, of: int) -> ChoiceBox:
        """A line for a column of numbers: chosen already where the names decide."""
        guess = self.guess
        sure = guess is not None and guess.by_name and len(guess.columns) == of
        chosen = guess.columns[place] if guess is not None and sure else ""
        names = self.columns.numeric_names
        return self.add_choice(label, names, names[0] if len(names) == of == 1 else chosen)

    def log_ratios(self, boxes: dict[str, ChoiceBox]) -> DataSource:
        """The source of the columns that are chosen; raises ParameterError while one is open."""
        _need_numbers(self.columns)
        for label, box in boxes.items():
            if box.currentIndex() < 0:
                raise ParameterError(label, "", tr("choose the column"))
        chosen = tuple(box.currentText() for box in boxes.values())
        return DataSource(self.columns.path, "log-ratios", chosen, mask=self.mask_name())


class TwoForm(ColumnsForm):
    """Log-probabilities of the same samples, in two columns."""

    meaning = tr_noop(
        "log w = new − old, in nats. The samples were drawn from the old policy, q; the new one "
        "is p."
    )

    def add_choices(self) -> None:
        self.new = self.add_column(tr("new policy, p"), 0, 2)
        self.old = self.add_column(tr("old policy, q"), 1, 2)

    def source(self) -> DataSource:
        return self.log_ratios({tr("new policy, p"): self.new, tr("old policy, q"): self.old})

    def roles(self) -> dict[str, str]:
        return self.with_mask(
            {self.new.currentText(): tr("new"), self.old.currentText(): tr("old")}
        )


class RatioForm(ColumnsForm):
    """Log-ratios, in one column."""

    meaning = tr_noop("log w = log p − log q in nats, at samples that were drawn from q.")

    def add_choices(self) -> None:
        self.ratio = self.add_column("log w", 0, 1)

    def source(self) -> DataSource:
        return self.log_ratios({"log w": self.ratio})

    def roles(self) -> dict[str, str]:
        return self.with_mask({self.ratio.currentText(): "log w"})


class GroupsForm(ColumnsForm):
    """Samples of two groups: a column that names the group, or a second file."""

    meaning = tr_noop("A Gaussian is fitted to each group; they become p and q.")
    kind: Kind = "groups"

    def add_choices(self) -> None:
        chosen = self.guess.group if self.guess is not None else tr(SECOND_FILE)
        self.group = self.add_choice(tr("group by"), (*self.columns.names, tr(SECOND_FILE)), chosen)
        self.second = ""
        self._add_second()
        self._add_coordinates()
        self.group.currentIndexChanged.connect(lambda _: self._show_second())
        self._show_second()

    def source(self) -> DataSource:
        _need_numbers(self.columns)
        group = self._group()
        if not group and not self.second:
            raise ParameterError(tr("second file"), "", tr("choose the file with the samples of q"))
        return DataSource(
            self.columns.path,
            "groups",
            self._coordinates(),
            group=group,
            second_path="" if group else self.second,
            mask=self.mask_name(),
        )

    def roles(self) -> dict[str, str]:
        group = self._group()
        found = {name: f"x{place}" for place, name in enumerate(self._coordinates(), 1)}
        return self.with_mask(found | ({group: tr("group")} if group else {}))

    def choose_second(self, path: str) -> None:
        """Take this file for the samples of q."""
        self.second = path
        self.second_name.setText(Path(path).name)
        self.second_name.setToolTip(path)
        self.changed.emit()

    def _group(self) -> str:
        last = self.group.currentIndex() == self.group.count() - 1
        return "" if last else self.group.currentText()

    def _coordinates(self) -> tuple[str, ...]:
        """The columns that are checked and are nothing else."""
        items = (self.coordinates.item(i) for i in range(self.coordinates.count()))
        checked = (item for item in items if item.checkState() == Qt.CheckState.Checked)
        names = (item.data(Qt.ItemDataRole.UserRole) for item in checked)
        return tuple(name for name in names if name not in (self._group(), self.mask_name()))

    def _add_second(self) -> None:
        self.second_line = QWidget()
        line = QHBoxLayout(self.second_line)
        line.setContentsMargins(0, 0, 0, 0)
        self.second_name = with_properties(QLabel(tr("no file yet")), objectName="muted")
        button = QPushButton(tr("Choose…"))
        button.setAutoDefault(False)
        button.clicked.connect(self._ask_second)
        line.addWidget(self.second_name, 1)
        line.addWidget(button)
        self.form.addRow(label_of(tr("samples of q")), self.second_line)

    def _add_coordinates(self) -> None:
        """A line for each column of numbers; what is probably none says why."""
        self.coordinates = QListWidget()
        self.coordinates.setAccessibleName(tr("coordinates"))
        self.coordinates.setFixedHeight(scaled(LIST_HEIGHT))
        self.coordinates.setSpacing(scaled(1))
        guess = self.guess.columns if self.guess is not None else ()
        chosen = guess or self.columns.coordinates(self._group())
        for name in self.columns.numeric_names:
            why = self.columns.left_out.get(name, "")
            item = QListWidgetItem(f"{name}  ({tr(why)})" if why else name, self.coordinates)
            item.setData(Qt.ItemDataRole.UserRole, name)
            state = Qt.CheckState.Checked if name in chosen else Qt.CheckState.Unchecked
            item.setCheckState(state)
        self.coordinates.itemChanged.connect(lambda _: self.changed.emit())
        self.form.addRow(label_of(tr("coordinates")), self.coordinates)

    def _show_second(self) -> None:
        self.form.setRowVisible(self.second_line, not self._group())

    def _ask_second(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Samples of q"), self.columns.path, tr("Data (*.csv *.tsv *.txt *.npy *.npz)")
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
        raise ParameterError(tr("columns"), "", tr("no column of this file holds numbers"))

"""Mean and covariance as tables: typed, pasted, loaded, checked while they are changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.core.parameter import ParameterError
from engine.core.words import tr
from engine.gaussian.covariance import CovarianceError, symmetrised
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.theme import Theme
from gui.widgets.number_table import NumberTable, NumberTableModel
from gui.widgets.table_text import read_table

FEW = 7  # columns that fill the width together


class CovarianceDialog(QDialog):
    """Makes a Gaussian of the same dimension; `gaussian` is the last valid one."""

    def __init__(
        self, name: str, gaussian: Gaussian, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.gaussian = gaussian
        self._nearest: np.ndarray | None = None
        self.setWindowTitle(tr("Mean and covariance of {name}").format(name=name))
        self.mean = NumberTableModel("mean", False, theme, self)
        self.covariance = NumberTableModel("covariance", True, theme, self)
        self.mean_table = NumberTable(self.mean)
        self.covariance_table = NumberTable(self.covariance)
        self.message = with_properties(QLabel(wordWrap=True), objectName="problem")
        self.repair = with_properties(QPushButton(tr("Use the nearest valid one")), visible=False)
        self._arrange()
        self._show(gaussian.mean, gaussian.covariance)
        self.mean.edited.connect(self.check)
        self.covariance.edited.connect(self.check)
        for table in (self.mean_table, self.covariance_table):
            table.problem.connect(self.message.setText)
        self.repair.clicked.connect(self._use_nearest)

    def check(self) -> None:
        """Read the tables; say what is wrong, or that nothing is."""
        problem = note = ""
        self._nearest = None
        try:
            covariance, note = symmetrised(self.covariance.values())
            made = Gaussian(self.mean.values()[0], covariance)
            Scene(p=made, q=made)
            self.gaussian = made
        except CovarianceError as error:
            self._nearest = error.nearest
            problem = tr(f"{error.field} {error.allowed}")
        except ParameterError as error:
            problem = tr(str(error))
        self.message.setText(problem or tr(note))
        self.repair.setVisible(self._nearest is not None)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)

    def load(self, path: Path) -> None:
        """Take the covariance (d x d) or the mean (d) from a CSV or NPY file."""
        try:
            block = read_table(path)
            vector = 1 in (len(block), len(block[0])) and self.mean.columnCount() > 1
            (self.mean if vector else self.covariance).put(0, 0, block)
        except ParameterError as error:
            self.message.setText(tr(str(error)))
        except OSError as error:
            self.message.setText(f"{path}: {error.strerror or error}")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(QLabel(tr("Mean")))
        column.addWidget(self.mean_table)
        column.addWidget(QLabel(tr("Covariance")))
        column.addWidget(self.covariance_table, 1)
        hint = tr("Type, or paste a table from a spreadsheet; rows by line.")
        column.addWidget(with_properties(QLabel(hint), objectName="muted"))
        column.addWidget(self.message)
        line = QHBoxLayout()
        load = QPushButton(tr("Load CSV or NPY…"))
        load.clicked.connect(self._choose_file)
        copy, paste = QPushButton(tr("Copy")), QPushButton(tr("Paste"))
        copy.clicked.connect(self.covariance_table.copy)
        paste.clicked.connect(self.covariance_table.paste)
        for button in (load, copy, paste, self.repair):
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addStretch(1)
        ok, cancel = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
        self.buttons = QDialogButtonBox(ok | cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        line.addWidget(self.buttons)
        column.addLayout(line)
        dimension = self.gaussian.dimension
        for table in (self.mean_table, self.covariance_table):
            table.fill_width(dimension <= FEW)
        self.mean_table.setFixedHeight(scaled(58 if dimension <= FEW else 68))
        width, height = max(560, 60 + 74 * dimension), 350 + 26 * dimension
        self.resize(min(scaled(width), 900), min(scaled(height), 640))

    def _show(self, mean: np.ndarray, covariance: np.ndarray) -> None:
        self.mean.show_values(mean[np.newaxis])
        self.covariance.show_values(covariance)

    def _use_nearest(self) -> None:
        if self._nearest is not None:
            self.covariance.show_values(self._nearest)

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Load a table"), "", tr("Tables (*.csv *.tsv *.txt *.npy);;All files (*)")
        )
        if path:
            self.load(Path(path))

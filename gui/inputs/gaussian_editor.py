"""Where p or q is set."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.core.parameter import ParameterError
from engine.core.words import tr
from engine.gaussian.gaussian import Gaussian
from gui.base.gesture import new_gesture
from gui.base.properties import with_properties
from gui.inputs.covariance_dialog import CovarianceDialog
from gui.inputs.gaussian_rows import GaussianRows, SmallRows, StructuredRows
from gui.look.theme import Theme
from gui.widgets.icon_button import IconButton


class GaussianEditor(QWidget):
    """Shows one Gaussian and proposes another."""

    proposed = Signal(object, int, str)  # (Gaussian, gesture, what changed)

    def __init__(self, name: str, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.theme = theme
        self.dialog: CovarianceDialog | None = None
        heading = with_properties(QLabel(title), objectName="role")
        heading.setProperty("accent", name)
        words = tr("{name}: mean and covariance as tables").format(name=name)
        self.table = IconButton("table", words, "mini", "muted")
        self.table.setToolTip(tr("Mean and covariance as tables: type, paste or load them."))
        self.table.fix_size(22, 20)
        self.table.clicked.connect(self.open_table)
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self.table)
        self.small = SmallRows(name)
        self.structured = StructuredRows(name)
        self.structured.table_wanted.connect(self.open_table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        for rows in (self.small, self.structured):
            rows.proposed.connect(self.proposed)
            column.addWidget(rows)

    @property
    def rows(self) -> GaussianRows:
        """The sliders in use."""
        return self.structured if self._gaussian.dimension > 2 else self.small

    def show_gaussian(self, gaussian: Gaussian) -> None:
        """Show the session's Gaussian."""
        self._gaussian = gaussian
        if self.dialog is not None and self.dialog.gaussian.dimension != gaussian.dimension:
            self.dialog.reject()
        self.small.setVisible(gaussian.dimension <= 2)
        self.structured.setVisible(gaussian.dimension > 2)
        self.table.setVisible(gaussian.dimension > 1)
        self.rows.show_gaussian(gaussian)

    def set_default(self, gaussian: Gaussian) -> None:
        """What a double click goes back to, in the first coordinate."""
        self.small.means[0].set_default(float(gaussian.mean[0]))
        self.small.stds[0].set_default(float(gaussian.std[0]))

    def refuse(self, error: ParameterError) -> None:
        """Say why the last proposal was not taken."""
        self.rows.refuse(error)

    def open_table(self) -> None:
        """The tables, in a dialog that proposes when it is accepted."""
        dialog = CovarianceDialog(self.name, self._gaussian, self.theme, self)
        self.dialog = dialog
        dialog.accepted.connect(
            lambda: self.proposed.emit(dialog.gaussian, new_gesture(), f"{self.name} table")
        )
        dialog.finished.connect(self._forget)
        dialog.open()

    def _forget(self) -> None:
        """The dialog is over."""
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

"""Where p or q is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.core.parameter import ParameterError
from engine.core.words import tr
from engine.gaussian.gaussian import Gaussian
from gui.base.gesture import new_gesture
from gui.base.properties import with_properties
from gui.inputs.gaussian_rows import GaussianRows, SmallRows, StructuredRows
from gui.look.current import current_theme
from gui.widgets.icon_button import IconButton

if TYPE_CHECKING:
    from gui.inputs.covariance_dialog import CovarianceDialog


ABOVE = 4  # pixels, besides the distance between parts


class GaussianEditor(QWidget):
    """Shows one Gaussian and proposes another."""

    proposed = Signal(object, int, str)  # (Gaussian, gesture, what changed)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._default: Gaussian | None = None
        self.dialog: CovarianceDialog | None = None
        heading = with_properties(QLabel(title), objectName="role")
        heading.setProperty("accent", name)
        words = tr("{name}: mean and covariance as tables").format(name=name)
        self.table = IconButton("table", words, "mini", "muted")
        self.table.setToolTip(tr("Mean and covariance as tables: type, paste or load them."))
        self.table.fix_size(22, 20)
        self.table.clicked.connect(self.open_table)
        top = QHBoxLayout()
        top.setContentsMargins(0, ABOVE, 0, 0)
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self.table)
        self._made: dict[type[GaussianRows], GaussianRows] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addLayout(top)

    @property
    def small(self) -> SmallRows:
        """The sliders of one or two dimensions."""
        rows = self._rows_of(SmallRows)
        assert isinstance(rows, SmallRows)
        return rows

    @property
    def structured(self) -> StructuredRows:
        """The sliders of more."""
        rows = self._rows_of(StructuredRows)
        assert isinstance(rows, StructuredRows)
        return rows

    @property
    def rows(self) -> GaussianRows:
        """The sliders in use."""
        return self.structured if self._gaussian.dimension > 2 else self.small

    def show_gaussian(self, gaussian: Gaussian) -> None:
        """Show the session's Gaussian."""
        self._gaussian = gaussian
        if self.dialog is not None and self.dialog.gaussian.dimension != gaussian.dimension:
            self.dialog.reject()
        self.table.setVisible(gaussian.dimension > 1)
        used = self.rows
        for rows in self._made.values():
            rows.setVisible(rows is used)
        used.show_gaussian(gaussian)

    def set_default(self, gaussian: Gaussian) -> None:
        """What a double click goes back to, in the first coordinate."""
        self._default = gaussian
        if SmallRows in self._made:
            self.small.set_default(gaussian)

    def refuse(self, error: ParameterError) -> None:
        """Say why the last proposal was not taken."""
        self.rows.refuse(error)

    def open_table(self) -> None:
        """The tables, in a dialog that proposes when it is accepted."""
        from gui.inputs.covariance_dialog import CovarianceDialog

        dialog = CovarianceDialog(self.name, self._gaussian, current_theme(), self)
        self.dialog = dialog
        dialog.accepted.connect(
            lambda: self.proposed.emit(dialog.gaussian, new_gesture(), f"{self.name} table")
        )
        dialog.finished.connect(self._forget)
        dialog.open()

    def _rows_of(self, kind: type[GaussianRows]) -> GaussianRows:
        """Made when they are first needed."""
        if kind not in self._made:
            rows = self._made[kind] = kind(self.name)
            rows.proposed.connect(self.proposed)
            if isinstance(rows, StructuredRows):
                rows.table_wanted.connect(self.open_table)
            elif isinstance(rows, SmallRows) and self._default is not None:
                rows.set_default(self._default)
            self._column.addWidget(rows)
        return self._made[kind]

    def _forget(self) -> None:
        """The dialog is over."""
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

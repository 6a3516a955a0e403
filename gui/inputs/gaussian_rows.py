"""The sliders of one Gaussian: one or two coordinates, or structured in more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.core.parameter import ParameterError
from engine.core.words import tr, tr_noop
from engine.gaussian.component import component
from engine.gaussian.covariance import Structure
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.structure import shape_of, shifted, with_correlation, with_mean, with_std
from gui.base.gesture import new_gesture
from gui.base.scaling import scaled
from gui.widgets.boxes import ChoiceBox, CountBox
from gui.widgets.input_row import FIELD_WIDTH, InputRow
from gui.widgets.labelled_line import LabelledLine
from gui.widgets.number_text import refusal

STRUCTURES: tuple[tuple[str, Structure | Literal["own"]], ...] = (
    (tr_noop("equal"), "equal"),
    ("AR(1)", "ar1"),
    (tr_noop("own table"), "own"),
)


class GaussianRows(QWidget):
    """Shows a Gaussian and proposes changed ones; what cannot be is said beside its field."""

    proposed = Signal(object, int, str)  # (Gaussian, gesture, what changed)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.gaussian: Gaussian | None = None
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        self.last: InputRow | None = None

    def add(self, label: str, kind: str, make: Callable[[Gaussian, float], Gaussian]) -> InputRow:
        """A row whose value changes the Gaussian by ``make``."""
        field = f"{self.name}-{kind}"
        row = InputRow(component(kind), label, field, accent=self.name)
        row.proposed.connect(
            lambda value, gesture: self.propose(row, lambda g: make(g, value), gesture)
        )
        self.rows.addWidget(row)
        return row

    def in_use(self, control: QWidget) -> bool:
        """Whether a control of these rows is shown, where they are themselves."""
        return control.isVisibleTo(self.parentWidget() or self)

    def propose(self, row: InputRow, change: Callable[[Gaussian], Gaussian], gesture: int) -> None:
        """Propose the changed Gaussian or say why there is none; a row that is hidden, as the
        second mean's in one dimension, has nothing to say."""
        if self.gaussian is None or not self.in_use(row):
            return
        self.last = row
        try:
            changed = change(self.gaussian)
        except ParameterError as error:
            self.refuse(error)
            return
        row.show_problem("")
        self.proposed.emit(changed, gesture, f"{self.name} {row.label.text()}")

    def refuse(self, error: ParameterError) -> None:
        """The last proposal was not taken: its slider goes back, the reason stands beside it."""
        row = self.last
        if row is not None:
            typed = row.field.hasFocus()
            if not typed and self.gaussian is not None:
                self.show_gaussian(self.gaussian)
            row.show_problem(refusal(error, row.label.text()))

    def show_gaussian(self, gaussian: Gaussian) -> None:
        """Show another Gaussian."""
        raise NotImplementedError

    def addressed(self) -> dict[str, InputRow]:
        """The rows in use by what stands behind "p." or "q." in their addresses."""
        raise NotImplementedError


class SmallRows(GaussianRows):
    """Mean and std of one or two coordinates, and their correlation."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.means = [self._mean_row(i) for i in range(2)]
        self.stds = [self._std_row(i) for i in range(2)]
        self.correlation = self.add(tr("corr. ρ"), "correlation", self._with_correlation)

    def show_gaussian(self, gaussian: Gaussian) -> None:
        """Show a Gaussian in one or two dimensions."""
        resized = self.gaussian is None or self.gaussian.dimension != gaussian.dimension
        self.gaussian = gaussian
        two = gaussian.dimension == 2
        if resized:
            self._rename(two)
        for i in range(gaussian.dimension):
            self.means[i].set_value(float(gaussian.mean[i]))
            self.stds[i].set_value(float(gaussian.std[i]))
        if two:
            self.correlation.set_value(round(float(gaussian.correlation[0, 1]), 12))

    def addressed(self) -> dict[str, InputRow]:
        if self.gaussian is None or self.gaussian.dimension == 1:
            return {"mean[1]": self.means[0], "std[1]": self.stds[0]}
        found = {"correlation": self.correlation}
        for kind, rows in (("mean", self.means), ("std", self.stds)):
            found |= {f"{kind}[{i}]": row for i, row in enumerate(rows, 1)}
        return found

    def _rename(self, two: bool) -> None:
        for rows, label, kind in (
            (self.means, tr("mean μ"), "mean"),
            (self.stds, tr("std σ"), "std"),
        ):
            for i, row in enumerate(rows):
                index = f"[{i}]" if two else ""
                row.set_name(label + ("₁₂"[i] if two else ""), f"{self.name}-{kind}{index}")
                row.setVisible(two or i == 0)
        self.correlation.setVisible(two)

    def set_default(self, gaussian: Gaussian) -> None:
        """What a double click goes back to, in the first coordinate."""
        self.means[0].set_default(float(gaussian.mean[0]))
        self.stds[0].set_default(float(gaussian.std[0]))

    def _mean_row(self, i: int) -> InputRow:
        return self.add(tr("mean μ"), "mean", lambda g, value: with_mean(g, i, value))

    def _std_row(self, i: int) -> InputRow:
        return self.add(tr("std σ"), "std", lambda g, value: _with_std(g, i, value))

    def _with_correlation(self, gaussian: Gaussian, value: float) -> Gaussian:
        return with_correlation(gaussian, value, "equal", f"{self.name}-correlation")


class StructuredRows(GaussianRows):
    """d > 2: all means, one coordinate's mean, a common std and a structured correlation."""

    table_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.preferred: Structure = "equal"
        self.shift = self.add(tr("all means"), "mean", shifted)
        self.coordinate = CountBox(1, 3)
        self.coordinate.setFixedWidth(scaled(FIELD_WIDTH))
        self.coordinate.setAccessibleName(tr("{name} coordinate").format(name=name))
        self.coordinate.valueChanged.connect(self._show_coordinate)
        tip = tr("The coordinate whose mean the next slider moves.")
        self.rows.addWidget(LabelledLine(tr("coordinate"), self.coordinate, tip=tip))
        self.mean = self.add(tr("mean μ") + "₁", "mean", self._with_mean)
        self.std = self.add(tr("all std σ"), "std", with_std)
        self._add_structure()
        self.correlation = self.add(tr("corr. ρ"), "correlation", self._with_correlation)

    def show_gaussian(self, gaussian: Gaussian) -> None:
        """Show a Gaussian in three or more dimensions."""
        self.gaussian = gaussian
        shape = shape_of(gaussian, self.preferred)
        if shape.kind != "own":
            self.preferred = shape.kind
        self.shift.set_value(round(float(np.mean(gaussian.mean)), 12))
        self.coordinate.setMaximum(gaussian.dimension)
        self._show_coordinate()
        self.std.set_value(shape.std if shape.same_std else round(shape.std, 12))
        self.std.label.setText(tr("all std σ") if shape.same_std else tr("std, ḡ"))
        self.structure.setCurrentIndex([kind for _, kind in STRUCTURES].index(shape.kind))
        self.correlation.set_value(shape.correlation)
        self.correlation.setEnabled(shape.kind != "own")

    def addressed(self) -> dict[str, InputRow]:
        coordinate = self.coordinate.value()
        return {
            f"mean[{coordinate}]": self.mean,
            "mean": self.mean,
            "std": self.std,
            "correlation": self.correlation,
        }

    def _add_structure(self) -> None:
        self.structure = ChoiceBox([tr(text) for text, _ in STRUCTURES])
        self.structure.setAccessibleName(tr("{name} structure").format(name=self.name))
        self.structure.setToolTip(
            tr(
                "equal: every pair has correlation ρ. AR(1): ρ to the power of the distance "
                "between coordinates. own table: what the table says."
            )
        )
        self.rows.addWidget(LabelledLine(tr("structure"), self.structure))
        self.structure.activated.connect(self._choose_structure)

    def _choose_structure(self, index: int) -> None:
        kind = STRUCTURES[index][1]
        if self.gaussian is None or not self.in_use(self.structure):
            return
        if kind == "own":
            self.show_gaussian(self.gaussian)
            self.table_wanted.emit()
            return
        self.preferred = kind
        rho = shape_of(self.gaussian, kind).correlation
        # Where ρ is 0 both structures are the same Gaussian: nothing changes but the name.
        self.show_gaussian(self.gaussian)
        self.preferred = kind
        self.propose(self.correlation, lambda g: self._with_correlation(g, rho), new_gesture())

    def _with_mean(self, gaussian: Gaussian, value: float) -> Gaussian:
        return with_mean(gaussian, self.coordinate.value() - 1, value)

    def _with_correlation(self, gaussian: Gaussian, value: float) -> Gaussian:
        return with_correlation(gaussian, value, self.preferred, f"{self.name}-correlation")

    def _show_coordinate(self) -> None:
        if self.gaussian is None:
            return
        index = self.coordinate.value() - 1
        self.mean.set_name(tr("mean μ") + _subscript(index + 1), f"{self.name}-mean[{index}]")
        self.mean.set_value(float(self.gaussian.mean[index]))


def _with_std(gaussian: Gaussian, i: int, value: float) -> Gaussian:
    std = gaussian.std.copy()
    std[i] = value
    return Gaussian.from_std(gaussian.mean, std, gaussian.correlation)


def _subscript(number: int) -> str:
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(number))

"""Seed, samples and dimension."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from engine.core.parameter import Described, ParameterError, described
from engine.core.words import tr, tr_noop
from engine.page.scene import MAXIMUM_DIMENSION, Scene
from engine.session.address import Address
from engine.session.session import Session
from gui.base import commands
from gui.base.gesture import new_gesture
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.inputs.section import Section
from gui.widgets.boxes import CountBox
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.icon_button import IconButton
from gui.widgets.input_row import FIELD_HEIGHT, FIELD_WIDTH, InputRow
from gui.widgets.labelled_line import LabelledLine
from gui.widgets.number_field import NumberField
from gui.widgets.number_text import refusal, tooltip
from gui.widgets.segments import Segments

MANY = "N"
BOX_WIDTH, SEGMENT = 52, 28
QUICK = {
    "1": tr_noop("One dimension: curves."),
    "2": tr_noop("Two dimensions: a plane."),
    MANY: tr_noop("Three dimensions or more."),
}


class SamplingSection(Section):
    """How many samples of which seed are drawn, and in how many dimensions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Sampling"), parent)
        self._many = 5
        fields = {field.name: field for field in described(Scene)}
        self._add_seed(fields["seed"])
        self.samples = InputRow(fields["samples"])
        self.samples.proposed.connect(
            lambda value, gesture: self._propose(
                {"samples": value}, gesture, "samples", self.samples.refuse
            )
        )
        self.column.addWidget(self.samples)
        self.dimensions = self._dimensions()
        self.column.addWidget(self.dimensions)

    def show_session(self, session: Session) -> None:
        """Show the session's numbers."""
        super().show_session(session)
        scene = session.scene
        self._many = scene.dimension if scene.dimension > 2 else self._many
        self.dimension.blockSignals(True)
        self.dimension.setValue(scene.dimension)
        self.dimension.blockSignals(False)
        self.quick.show_choice(str(scene.dimension) if scene.dimension <= 2 else MANY)
        self.dimension.setVisible(scene.dimension > 2)
        self.samples.set_value(scene.samples)
        self.seed.set_value(scene.seed)

    def addressed(self) -> dict[str, InputRow]:
        return {"samples": self.samples}

    def control(self, where: Address) -> QWidget | None:
        """Samples, seed or dimension."""
        controls = {"samples": self.samples, "seed": self.seed, "dimension": self.quick}
        return None if where.owner else controls.get(where.field)

    def _add_seed(self, field: Described) -> None:
        self.seed = NumberField(field, "seed", tr("seed"))
        self.seed.setToolTip(tooltip(field))
        self.seed.setAccessibleName(tr("seed"))
        self.seed.setFixedSize(scaled(FIELD_WIDTH), scaled(FIELD_HEIGHT))
        self.seed_message = with_properties(
            QLabel(wordWrap=True), objectName="problem", visible=False
        )
        self.seed.problem_changed.connect(self._seed_problem)
        self.seed.proposed.connect(
            lambda value, gesture: self._propose(
                {"seed": value}, gesture, "seed", self._refuse_seed
            )
        )
        label = ElidedLabel(tr("seed"))
        label.setBuddy(self.seed)
        self.resample = IconButton("reset", tr("Resample: the next seed, other samples"), "narrow")
        self.resample.fix_size(28, FIELD_HEIGHT)
        self.resample.clicked.connect(
            lambda: self.proposed.emit(commands.resampled(self.session), None, "resample")
        )
        for widget in (label, self.seed, self.resample):
            self.heading.addWidget(widget)
        self.column.addWidget(self.seed_message)

    def _dimensions(self) -> QWidget:
        self.dimension = CountBox(1, MAXIMUM_DIMENSION)
        self.dimension.setAccessibleName(tr("dimension"))
        self.dimension.setFixedWidth(scaled(BOX_WIDTH))
        self.dimension.setToolTip(
            tr("Dimension of p and q, from 1 to {most}; the leading coordinates stay.").format(
                most=MAXIMUM_DIMENSION
            )
        )
        self.dimension.valueChanged.connect(self._resize)
        self.quick = Segments({text: tr(tip) for text, tip in QUICK.items()}, tr("dimension"))
        for button in self.quick.buttons.values():
            button.setMinimumWidth(scaled(SEGMENT))  # or there is no room for the box
        self.quick.chosen.connect(self._choose_dimension)
        return LabelledLine(tr("dimension d"), self.dimension, self.quick)

    def _propose(
        self,
        changes: dict[str, Any],
        gesture: int,
        text: str,
        refuse: Callable[[ParameterError], None],
    ) -> None:
        try:
            scene = self.session.scene.replace(**changes)
        except ParameterError as error:
            refuse(error)
            return
        self.proposed.emit(self.session.replace(scene=scene), gesture, text)

    def _seed_problem(self, text: str) -> None:
        self.seed_message.setText(text)
        self.seed_message.setVisible(bool(text))

    def _refuse_seed(self, error: ParameterError) -> None:
        self._seed_problem(refusal(error, self.seed.label))

    def _choose_dimension(self, choice: str) -> None:
        self._resize(self._many if choice == MANY else int(choice))

    def _resize(self, dimension: int) -> None:
        scene = self.session.scene.resized(dimension)
        self.proposed.emit(self.session.replace(scene=scene), new_gesture(), "dimension")
        self.show_session(self.session)

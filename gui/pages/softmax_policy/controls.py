"""What a user does on the softmax page besides dragging bars: type, and load rewards."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from engine.core.parameter import described
from engine.pages.softmax_policy.options import FEWEST, MOST, Options
from engine.pages.softmax_policy.quantities import EXAMPLES
from gui.base.gesture import new_gesture
from gui.base.properties import with_properties
from gui.look.theme import Theme
from gui.widgets.field_rows import FieldRows

STRETCHED = 2  # the column between the fields and the buttons
VECTORS = [field for field in described(Options) if field.vector]


class Controls(QWidget):
    """Fields and buttons above the figure; shows options."""

    typed = Signal(str, object, int)  # (entry of a vector, value, gesture number)
    changed = Signal(object, int)  # (what a button makes of the options, gesture number)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        colors = self.palette()
        colors.setColor(QPalette.ColorRole.Window, theme.color("window"))
        self.setPalette(colors)
        self.setAutoFillBackground(True)
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 8, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(3)
        self.fields = FieldRows(VECTORS)
        self.fields.proposed.connect(self.typed)
        grid.addWidget(self.fields, 0, 0, 2, 1)
        self.more = self._button("+", "One action more.", (0, 1, 1, 1))
        self.fewer = self._button("−", "The last action away.", (1, 1, 1, 1))
        for button, by in ((self.more, 1), (self.fewer, -1)):
            button.clicked.connect(lambda _=False, by=by: self._resize(by))
        grid.setColumnStretch(STRETCHED, 1)
        self._add_examples()

    def show_options(self, options: Options) -> None:
        """Follow the session."""
        for vector in VECTORS:
            self.fields.show_values(vector, getattr(options, vector.name))
        self.more.setEnabled(options.actions < MOST)
        self.fewer.setEnabled(options.actions > FEWEST)

    def _add_examples(self) -> None:
        self.examples = []
        for row, rewards in enumerate(EXAMPLES.values()):
            text = ", ".join(f"{value:g}".replace("-", "−") for value in rewards)
            button = self._button(
                f"[{text}]",
                f"Three equally likely actions with rewards {text}: mean 5, as the other example.",
                (row, 3, 1, 1),
            )
            self.examples.append(button)
            button.clicked.connect(lambda _=False, rewards=rewards: self._load(rewards))

    def _button(self, text: str, tip: str, place: tuple[int, int, int, int]) -> QToolButton:
        button = with_properties(QToolButton(), text=text)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grid.addWidget(button, *place)
        return button

    def _load(self, rewards: tuple[float, ...]) -> None:
        logits = (0.0,) * len(rewards)
        self.changed.emit(lambda options: options.with_actions(logits, rewards), new_gesture())

    def _resize(self, by: int) -> None:
        self.changed.emit(lambda options: options.resized(options.actions + by), new_gesture())

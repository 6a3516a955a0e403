"""The left panel: p, q, dimension, samples and seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.core.parameter import ParameterError, described
from engine.data.facts import DataFacts
from engine.data.source import DataSource
from engine.page.page import page_named
from engine.page.scene import MAXIMUM_DIMENSION, Scene
from engine.session.session import Session
from gui.base import commands
from gui.base.gesture import new_gesture
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.data.card import BESIDE, UNUSED, USED, DataCard
from gui.inputs.gaussian_editor import GaussianEditor
from gui.look.theme import Theme
from gui.widgets.boxes import CountBox
from gui.widgets.input_row import WIDE_FIELD, InputRow
from gui.widgets.number_field import NumberField
from gui.widgets.number_text import refusal, tooltip

WIDTH = 300
WIDEST = 420  # asked for in the window; larger type is scrolled, or the panel drawn wider
QUICK_TIPS = {1: "One dimension: curves.", 2: "Two dimensions: a plane."}
ROLES = {
    "p": "The target: importance weights correct towards it.",
    "q": "The behaviour: every x is drawn from q.",
}


class ScenePanel(QScrollArea):
    """Shows the scene of a session and proposes sessions with another one."""

    proposed = Signal(object, object, str)  # (Session, gesture or None, what changed)
    columns_wanted = Signal(str)  # the path of a data file, to be asked about once more
    fit_wanted = Signal(object)  # the DataSource to read once more

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scene")
        # The controls in it take the focus, and are scrolled to.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._session = Session()
        self._many = 5
        self.editors = {
            "p": GaussianEditor("p", "p  target", theme),
            "q": GaussianEditor("q", "q  behaviour", theme),
        }
        for name, editor in self.editors.items():
            editor.set_default(getattr(Scene(), name))
            editor.setToolTip(ROLES[name])
            editor.proposed.connect(
                lambda gaussian, gesture, text, name=name: self._propose(
                    {name: gaussian}, gesture, text, self.editors[name].refuse
                )
            )
        self._make_numbers()
        self._make_data_card()
        self._arrange()

    def show_session(self, session: Session) -> None:
        """Show the session's scene."""
        self._session = session
        scene = session.scene
        for name, editor in self.editors.items():
            editor.show_gaussian(getattr(scene, name))
        self._many = scene.dimension if scene.dimension > 2 else self._many
        self.dimension.blockSignals(True)
        self.dimension.setValue(scene.dimension)
        self.dimension.blockSignals(False)
        for key, button in self.quick.items():
            button.setChecked(key == min(scene.dimension, 3))
        self.samples.set_value(scene.samples)
        self.seed.set_value(scene.seed)
        self._show_data(session)

    def show_summary(self, summary: DataFacts | None) -> None:
        """How many rows of own data the page was computed from."""
        self.data.show_summary(summary)

    def _show_data(self, session: Session) -> None:
        """Own data; where they take the place of samples, p, q and the samples wait."""
        scene = session.scene
        page = page_named(session.page)
        shows, instead = page.shows_data(scene), page.replaces_samples(scene)
        note = UNUSED if not shows else USED if instead else BESIDE
        self.data.show_source(scene.data, note)
        turns = (self.buttons[name] for name in ("Swap", "Match"))
        for widget in (*self.editors.values(), self.numbers, *turns):
            widget.setEnabled(not instead)

    def _make_data_card(self) -> None:
        self.data = DataCard()
        self.data.closed.connect(lambda: self._propose_data(None, "close data"))
        for signal, act in (
            (self.data.skip_changed, self._skip_rows),
            (self.data.columns_wanted, lambda source: self.columns_wanted.emit(source.path)),
            (self.data.fit_wanted, self.fit_wanted.emit),
        ):
            signal.connect(lambda *args, act=act: self._with_data(act, *args))

    def _with_data(self, act: Callable[..., object], *args: object) -> None:
        """Do something with the data, if they are still there."""
        source = self._session.scene.data
        if source is not None:
            act(source, *args)

    def _skip_rows(self, source: DataSource, on: bool) -> None:
        self._propose_data(source.skipping(on), "leave out rows")

    def _propose_data(self, source: DataSource | None, text: str) -> None:
        scene = self._session.scene.replace(data=source)
        self.proposed.emit(self._session.replace(scene=scene), None, text)

    def _make_numbers(self) -> None:
        fields = {field.name: field for field in described(Scene)}
        self.dimension = CountBox(1, MAXIMUM_DIMENSION)
        self.dimension.setAccessibleName("dimension")
        self.dimension.setFixedWidth(scaled(WIDE_FIELD))
        self.dimension.setToolTip(
            f"Dimension of p and q, from 1 to {MAXIMUM_DIMENSION}; the leading coordinates stay."
        )
        self.dimension.valueChanged.connect(self._resize)
        self.quick: dict[int, QToolButton] = {}
        for key, text in ((1, "1"), (2, "2"), (3, "N")):
            button = with_properties(QToolButton(), text=text, checkable=True, objectName="narrow")
            button.setFixedWidth(scaled(24))
            button.setAccessibleName("many dimensions" if key == 3 else f"dimension {text}")
            button.setToolTip("Three dimensions or more." if key == 3 else QUICK_TIPS[key])
            button.clicked.connect(lambda _, key=key: self._choose_dimension(key))
            self.quick[key] = button
        self.samples = InputRow(fields["samples"])
        self.samples.proposed.connect(
            lambda value, gesture: self._propose(
                {"samples": value}, gesture, "samples", self.samples.refuse
            )
        )
        self.seed = NumberField(fields["seed"], "seed")
        self.seed.setToolTip(tooltip(fields["seed"]))
        self.seed.setAccessibleName("seed")
        self.seed_message = with_properties(
            QLabel(wordWrap=True), objectName="problem", visible=False
        )
        self.seed.problem_changed.connect(self._seed_problem)
        self.seed.proposed.connect(
            lambda value, gesture: self._propose(
                {"seed": value}, gesture, "seed", self._refuse_seed
            )
        )

    def _arrange(self) -> None:
        body = with_properties(QWidget(), objectName="scene_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        self.numbers = self._numbers()
        column.addWidget(self.data)
        for editor in self.editors.values():
            column.addWidget(editor)
        column.addLayout(self._buttons())
        column.addWidget(self.numbers)
        column.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        if scaled(WIDTH) <= WIDEST:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(min(body.minimumSizeHint().width() + bar, WIDEST))

    def _numbers(self) -> QFrame:
        card = with_properties(QFrame(), objectName="card")
        grid = QGridLayout(card)
        grid.setContentsMargins(10, 8, 10, 10)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        label = QLabel("dimension")
        label.setBuddy(self.dimension)
        line = QHBoxLayout()
        line.setSpacing(3)
        for button in self.quick.values():
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self.dimension)
        grid.addWidget(label, 0, 0)
        grid.addLayout(line, 0, 1)
        grid.addWidget(self.samples, 1, 0, 1, 2)
        seed = QLabel("seed")
        seed.setBuddy(self.seed)
        resample = self._button("Resample", "The next seed: other samples.", commands.resampled)
        again = QHBoxLayout()
        again.setSpacing(8)
        again.addWidget(resample, 1)
        self.seed.setFixedWidth(scaled(WIDE_FIELD))
        again.addWidget(self.seed)
        grid.addWidget(seed, 2, 0)
        grid.addLayout(again, 2, 1)
        grid.addWidget(self.seed_message, 3, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        return card

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.buttons: dict[str, QPushButton] = {}
        for text, tip, command in (
            ("Swap", "Exchange p and q.", commands.swapped),
            ("Match", "Make q equal to p.", commands.matched),
            ("Reset", "Everything as at the start.", commands.reset),
        ):
            self.buttons[text] = self._button(text, tip, command)
            line.addWidget(self.buttons[text], 1)
        return line

    def _button(self, text: str, tip: str, command: Callable[[Session], Session]) -> QPushButton:
        button = with_properties(QPushButton(text), objectName="narrow")
        button.setToolTip(tip)
        button.clicked.connect(
            lambda: self.proposed.emit(command(self._session), None, text.lower())
        )
        return button

    def _propose(
        self,
        changes: dict[str, Any],
        gesture: int,
        text: str,
        refuse: Callable[[ParameterError], None],
    ) -> None:
        try:
            scene = self._session.scene.replace(**changes)
        except ParameterError as error:
            refuse(error)
            return
        self.proposed.emit(self._session.replace(scene=scene), gesture, text)

    def _seed_problem(self, text: str) -> None:
        self.seed_message.setText(text)
        self.seed_message.setVisible(bool(text))

    def _refuse_seed(self, error: ParameterError) -> None:
        self._seed_problem(refusal(error, self.seed.label))

    def _choose_dimension(self, key: int) -> None:
        self._resize(self._many if key == 3 else key)

    def _resize(self, dimension: int) -> None:
        scene = self._session.scene.resized(dimension)
        self.proposed.emit(self._session.replace(scene=scene), new_gesture(), "dimension")
        self.show_session(self._session)

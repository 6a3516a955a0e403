"""The bar of a number that is played: from where to where, how, how fast, and where it is now."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSlider, QToolButton

from engine.core.parameter import Described, Parameter
from engine.core.shown_numbers import shown_value
from engine.core.words import tr, tr_noop
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.shell.course import MODES, Course, Mode
from gui.widgets.boxes import ChoiceBox
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.icon_button import IconButton
from gui.widgets.number_field import NumberField

HEIGHT, FIELD = 40, 64
PLACES = 1000  # of the slider
SPEEDS = {"0.25": "¼ ×", "0.5": "½ ×", "1": "1 ×", "2": "2 ×", "4": "4 ×"}
TIPS: dict[Mode, str] = {
    "once": tr_noop("Once, from the first value to the last"),
    "loop": tr_noop("Again and again"),
    "bounce": tr_noop("To and fro"),
}
FILMS = {"gif": tr_noop("GIF…"), "png": tr_noop("Folder of PNG…"), "mp4": tr_noop("MP4…")}


class PlayBar(QFrame):
    """Shows a course; proposes another one, another place, or to play, pause, export or end it.

    Space plays and pauses, the arrow keys step, Escape ends.
    """

    toggled = Signal()
    moved = Signal(float)  # to this share of the way
    stepped = Signal(int)
    changed = Signal(object)  # the wanted Course
    paced = Signal(float)  # the wanted speed, 1 for a course in its own time
    film_wanted = Signal(str)  # gif, png or mp4
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("play_bar")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._course = Course(0.0, 1.0)
        self._playing = False
        self.play = IconButton("play", "", "flat", "accent")
        self.name = ElidedLabel()
        self.value = with_properties(QLabel(), objectName="value")
        self.place = QSlider(Qt.Orientation.Horizontal)
        self.place.setRange(0, PLACES)
        self.place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.first, self.last = self._field("from"), self._field("to")
        self.modes: dict[Mode, IconButton] = {}
        self.speed = ChoiceBox(tuple(SPEEDS), SPEEDS)
        self.export = IconButton("export", "", "flat", "muted")
        self.films = QMenu(self)
        self.close_button = IconButton("close", "", "flat", "muted")
        self._arrange()
        self._connect()
        self.show_words()
        self.hide()

    def show_words(self) -> None:
        """In the language of now."""
        self.setAccessibleName(tr("what is played"))
        self.show_playing(self._playing)
        self.place.setAccessibleName(tr("position in the range"))
        for field, name in ((self.first, tr("from")), (self.last, tr("to"))):
            field.label = name
            self.speed.setToolTip(tr("Speed"))
        self.speed.setAccessibleName(tr("speed"))
        self.export.set_name(tr("Export what is played"))
        self.close_button.set_name(tr("End"))
        for mode, button in self.modes.items():
            button.set_name(tr(TIPS[mode]))
        for entry in self.films.actions():
            entry.setText(tr(FILMS[entry.data()]))
            entry.setToolTip(tr(entry.property("why") or ""))

    def show_course(self, described: Described, name: str, course: Course) -> None:
        """A number by its name, and how it moves."""
        self._course = course
        self.name.setText(name)
        for field, value in ((self.first, course.first), (self.last, course.last)):
            field.described = described
            field.set_value(value)
        for mode, button in self.modes.items():
            button.setChecked(mode == course.mode)

    def show_playing(self, playing: bool) -> None:
        """Whether it moves."""
        self._playing = playing
        self.play.set_icon("pause" if playing else "play")
        self.play.set_name(tr("Pause") if playing else tr("Play"))

    def show_place(self, share: float, value: float) -> None:
        """Where it is."""
        self.value.setText(shown_value(value))
        if not self.place.isSliderDown():
            with QSignalBlocker(self.place):
                self.place.setValue(round(PLACES * share))

    def disable_film(self, kind: str, why: str) -> None:
        """Offer no film of this kind, and say why."""
        for entry in self.films.actions():
            if entry.data() == kind:
                entry.setEnabled(False)
                entry.setProperty("why", why)
        self.films.setToolTipsVisible(True)
        self.show_words()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, arrows, Escape."""
        key = event.key()
        if key == Qt.Key.Key_Space:
            self.toggled.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _field(self, name: str) -> NumberField:
        field = NumberField(Described(name, float, 0.0, (), Parameter(name, "")), name, name)
        field.setFixedWidth(scaled(FIELD))
        field.problem_changed.connect(field.setToolTip)
        return field

    def _arrange(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 0, 4, 0)
        line.setSpacing(4)
        self.name.setMinimumWidth(scaled(48))
        self.value.setMinimumWidth(scaled(56))
        self.place.setMinimumWidth(scaled(60))
        for widget, stretch in (
            (self.play, 0),
            (self.name, 1),
            (self.value, 0),
            (self.first, 0),
            (self.place, 3),
            (self.last, 0),
        ):
            line.addWidget(widget, stretch)
        for mode in MODES:
            button = IconButton(mode, "", "flat", "muted")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.modes[mode] = button
            line.addWidget(button)
        for kind in FILMS:
            self.films.addAction(kind).setData(kind)
        self.export.setMenu(self.films)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for last in (self.speed, self.export, self.close_button):
            line.addWidget(last)
        for button in (self.play, self.export, self.close_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(scaled(HEIGHT))

    def _connect(self) -> None:
        self.play.clicked.connect(self.toggled)
        self.close_button.clicked.connect(self.closed)
        self.place.valueChanged.connect(lambda place: self.moved.emit(place / PLACES))
        self.first.proposed.connect(lambda value, _: self._propose(first=value))
        self.last.proposed.connect(lambda value, _: self._propose(last=value))
        for mode, button in self.modes.items():
            button.clicked.connect(lambda _=False, mode=mode: self._propose(mode=mode))
        self.speed.setCurrentIndex(self.speed.findData("1"))
        self.speed.chosen.connect(lambda speed: self.paced.emit(float(speed)))
        self.films.triggered.connect(lambda entry: self.film_wanted.emit(entry.data()))

    def _propose(self, **changes: object) -> None:
        self.changed.emit(replace(self._course, **changes))  # type: ignore[arg-type]

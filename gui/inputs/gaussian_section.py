"""p and q, and what is done to both."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.session.session import Session
from gui.base import commands
from gui.base.properties import with_properties
from gui.inputs.gaussian_editor import GaussianEditor
from gui.inputs.section import Section
from gui.look.theme import Theme

TITLES = {"p": "p  target", "q": "q  behaviour"}
ROLES = {
    "p": "The target: importance weights correct towards it.",
    "q": "The behaviour: every x is drawn from q.",
}
BUTTONS = (
    ("Swap", "Exchange p and q.", commands.swapped),
    ("Match", "Make q equal to p.", commands.matched),
    ("Reset", "Everything as at the start.", commands.reset),
)


class GaussianSection(Section):
    """Shows p and q; proposes other ones."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.editors = {name: self._editor(name, theme) for name in TITLES}
        self.buttons: dict[str, QPushButton] = {}
        line = QHBoxLayout()
        line.setSpacing(8)
        for text, tip, command in BUTTONS:
            self.buttons[text] = self._button(text, tip, command)
            line.addWidget(self.buttons[text], 1)
        self.column.addLayout(line)

    def show_session(self, session: Session) -> None:
        """Show the session's p and q."""
        super().show_session(session)
        for name, editor in self.editors.items():
            editor.show_gaussian(getattr(session.scene, name))

    def _editor(self, name: str, theme: Theme) -> GaussianEditor:
        editor = GaussianEditor(name, TITLES[name], theme)
        editor.set_default(getattr(Scene(), name))
        editor.setToolTip(ROLES[name])
        editor.proposed.connect(
            lambda gaussian, gesture, text: self._propose(name, gaussian, gesture, text)
        )
        self.column.addWidget(editor)
        return editor

    def _button(self, text: str, tip: str, command: Callable[[Session], Session]) -> QPushButton:
        button = with_properties(QPushButton(text), objectName="narrow")
        button.setToolTip(tip)
        button.clicked.connect(
            lambda: self.proposed.emit(command(self.session), None, text.lower())
        )
        return button

    def _propose(self, name: str, gaussian: Gaussian, gesture: int, text: str) -> None:
        try:
            scene = self.session.scene.replace(**{name: gaussian})
        except ParameterError as error:
            self.editors[name].refuse(error)
            return
        self.proposed.emit(self.session.replace(scene=scene), gesture, text)

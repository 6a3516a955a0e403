"""p and q, and what is done to both."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from engine.core.parameter import ParameterError
from engine.core.words import tr, tr_noop
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.session.session import Session
from gui.base import commands
from gui.base.focus_order import order_tabs
from gui.inputs.gaussian_editor import GaussianEditor
from gui.inputs.gaussian_rows import GaussianRows
from gui.inputs.pair_picture import PairPicture
from gui.inputs.section import Section
from gui.widgets.icon_button import IconButton
from gui.widgets.input_row import InputRow

TITLES = {"p": tr_noop("p target"), "q": tr_noop("q behaviour")}
ROLES = {
    "p": tr_noop("The target: importance weights correct towards it."),
    "q": tr_noop("The behaviour: every x is drawn from q."),
}
BUTTONS = (
    ("swap", tr_noop("Swap"), tr_noop("Exchange p and q."), commands.swapped),
    ("match", tr_noop("Match"), tr_noop("Make q equal to p."), commands.matched),
    ("reset", tr_noop("Reset"), tr_noop("Everything as at the start."), commands.reset),
)
OF_BOTH = ("Swap", "Match")
GAP = 8


class GaussianSection(Section):
    """Shows p and q; proposes other ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.column.setSpacing(GAP)
        self._ordered: list[GaussianRows] = []
        self.picture = PairPicture()
        self.picture.proposed.connect(
            lambda name, gaussian, gesture: self._propose(name, gaussian, gesture, "drag of p or q")
        )
        self.column.addWidget(self.picture)
        self.editors = {name: self._editor(name) for name in TITLES}
        self.buttons: dict[str, IconButton] = {}
        line = QHBoxLayout()
        line.setSpacing(GAP)
        for drawing, text, tip, command in BUTTONS:
            self.buttons[text] = button = IconButton(drawing, tr(tip), "command", "muted")
            button.set_words(tr(text))
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(
                lambda _=False, text=text, command=command: self._press(text, command)
            )
            line.addWidget(button, 1)
        self.column.addLayout(line)

    def show_only(self, names: Sequence[str]) -> None:
        """Show those that act; with one alone there is nothing to exchange."""
        self.picture.names = tuple(names)
        for name, editor in self.editors.items():
            editor.setVisible(name in names)
        for text, button in self.buttons.items():
            button.setVisible(text not in OF_BOTH or len(names) > 1)

    def show_session(self, session: Session) -> None:
        """Show the session's p and q."""
        super().show_session(session)
        self.picture.show_pair(session.scene.p, session.scene.q)
        pinned = session.pinned
        pair = (None, None) if pinned is None else (pinned.scene.p, pinned.scene.q)
        self.picture.show_reference(*pair)
        for name, editor in self.editors.items():
            editor.show_gaussian(getattr(session.scene, name))
        rows = [editor.rows for editor in self.editors.values()]
        if rows != self._ordered:  # some were made just now
            self._ordered = rows
            order_tabs([*self.editors.values(), *self.buttons.values()])

    def addressed(self) -> dict[str, InputRow]:
        return {
            f"{name}.{place}": row
            for name, editor in self.editors.items()
            if not editor.isHidden()
            for place, row in editor.rows.addressed().items()
        }

    def _editor(self, name: str) -> GaussianEditor:
        editor = GaussianEditor(name, tr(TITLES[name]))
        editor.set_default(getattr(Scene(), name))
        editor.setToolTip(tr(ROLES[name]))
        editor.proposed.connect(
            lambda gaussian, gesture, text: self._propose(name, gaussian, gesture, text)
        )
        self.column.addWidget(editor)
        return editor

    def _press(self, text: str, command: Callable[[Session], Session]) -> None:
        self.proposed.emit(command(self.session), None, text.lower())

    def _propose(self, name: str, gaussian: Gaussian, gesture: int, text: str) -> None:
        try:
            scene = self.session.scene.replace(**{name: gaussian})
        except ParameterError as error:
            self.editors[name].refuse(error)
            return
        self.proposed.emit(self.session.replace(scene=scene), gesture, text)

"""The explanation at the right: a narrow rail while it is closed, a column while it is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine.core.quantity import Readout
from engine.core.words import tr, tr_noop
from engine.page.page import Page
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.current import current_theme
from gui.look.theme import Theme
from gui.shell.explain_panel import ExplainPanel
from gui.shell.explanation_parts import Part, explanation, parts_of
from gui.widgets.formula import Formulas
from gui.widgets.icon_button import IconButton
from gui.widgets.restyle import restyle

CLOSED, OPEN, HEAD = 32, 320, 44
WIDEST = 480  # of larger type
BUTTONS: dict[Part, tuple[str, str]] = {
    "look": ("help", tr_noop("What to look for")),
    "formulas": ("fx", tr_noop("Formulas")),
    "references": ("notes", tr_noop("References")),
}


class ExplanationRail(QWidget):
    """Closed is a state, not a width: no change of type or of the window loses it.

    A button opens its part, a second press closes the rail.
    """

    wanted = Signal(bool)  # open or closed

    def __init__(self, formulas: Formulas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        with_properties(self, objectName="explanation_rail")
        self.opened = False
        self.part: Part = "look"
        self._parts: dict[Part, str] = {}
        self._shown = ("", False)
        self.text = ExplainPanel(current_theme(), formulas)
        self.head = QWidget()
        for widget in (self, self.head):
            widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons = {part: self._button(part, *words) for part, words in BUTTONS.items()}
        self.button = IconButton("chevron-left", tr("explanation"), "explanation")
        self.button.clicked.connect(lambda: self.wanted.emit(not self.opened))
        self._arrange()
        self.open(False)

    def open(self, opened: bool) -> None:
        """Show the text, or the rail alone."""
        self.opened = opened
        self.text.setVisible(opened)
        self.setFixedWidth(min(scaled(OPEN), WIDEST) if opened else scaled(CLOSED))
        restyle(self.head, opened=opened)
        direction = QBoxLayout.Direction
        self._line.setDirection(direction.LeftToRight if opened else direction.TopToBottom)
        self._line.removeWidget(self.button)
        self._line.insertWidget(len(self.buttons) + 1 if opened else 0, self.button)
        margin = scaled(8) if opened else 1
        self._line.setContentsMargins(margin, margin, margin, margin)
        self.button.set_icon("chevron-right" if opened else "chevron-left")
        self.button.setToolTip(
            tr("Close the explanation.") if opened else tr("Open the explanation.")
        )
        self._show_buttons()

    def show_page(self, page: Page, on_data: bool) -> None:
        """Another page's explanation, or that of own data; its summary where there is none."""
        if (page.name, on_data) == self._shown:
            return
        self._shown = (page.name, on_data)
        self._parts = parts_of(explanation(page.name, on_data) or tr(page.summary))
        self._show_part()

    def show_readouts(self, readouts: tuple[Readout, ...]) -> None:
        """The current numbers."""
        self.text.show_readouts(readouts)

    def set_theme(self, theme: Theme) -> None:
        """The same in these colours."""
        self.text.set_theme(theme)

    def _press(self, part: Part) -> None:
        if self.opened and part == self.part:
            self.wanted.emit(False)
            return
        self.part = part
        self._show_part()
        self.wanted.emit(True)

    def _show_part(self) -> None:
        """The one that was chosen, or the first where this page has it not."""
        chosen = self._parts.get(self.part)
        self.text.show_text(chosen or next(iter(self._parts.values()), ""))
        self._show_buttons()

    def _show_buttons(self) -> None:
        shown = self.part if self.part in self._parts else "look"
        for part, button in self.buttons.items():
            chosen = self.opened and part == shown
            button.setVisible(part in self._parts)
            button.setChecked(chosen)
            button.set_words(tr(BUTTONS[part][1]) if chosen else "")

    def _button(self, part: Part, icon_name: str, text: str) -> IconButton:
        button = IconButton(icon_name, tr(text), "explanation", "muted")
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._press(part))
        return button

    def _arrange(self) -> None:
        self.head.setObjectName("explanation_head")
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom, self.head)
        self._line.setSpacing(4)
        for button in self.buttons.values():
            self._line.addWidget(button)
        self._line.addStretch(1)
        self._line.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.text, 1)
        column.addStretch(0)

"""The explanation at the right: a narrow rail while it is closed, a column while it is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from engine.core.quantity import Readout
from engine.page.page import Page
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.icons import icon, icon_size
from gui.look.theme import Theme
from gui.shell.explain_panel import ExplainPanel

CLOSED, OPEN = 32, 320
WIDEST = 480  # of larger type


class ExplanationRail(QWidget):
    """Closed is a state, not a width: no change of type or of the window loses it."""

    wanted = Signal(bool)  # open or closed

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        with_properties(self, objectName="explanation_rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.opened = False
        self.text = ExplainPanel(theme)
        self.button = with_properties(
            QToolButton(), objectName="explanation", accessibleName="explanation"
        )
        self.button.clicked.connect(lambda: self.wanted.emit(not self.opened))
        self._arrange()
        self.set_theme(theme)

    def open(self, opened: bool) -> None:
        """Show the text, or the rail alone."""
        self.opened = opened
        self.text.setVisible(opened)
        self.head.setObjectName("explanation_head" if opened else "explanation_closed")
        self._show()

    def show_page(self, page: Page, on_data: bool) -> None:
        """Another page's explanation, or that of own data."""
        self.text.show_page(page.name, page.summary, on_data)

    def show_readouts(self, readouts: tuple[Readout, ...]) -> None:
        """The current numbers."""
        self.text.show_readouts(readouts)

    def close_threads(self) -> None:
        """At the end of the program."""
        self.text.formulas.close()

    def set_theme(self, theme: Theme) -> None:
        """The same in these colours and with this size of type."""
        self._theme = theme
        self.text.set_theme(theme)
        self._show()

    def _show(self) -> None:
        opened = self.opened
        self.setFixedWidth(min(scaled(OPEN), WIDEST) if opened else scaled(CLOSED))
        self.button.setIcon(icon("chevron-right" if opened else "chevron-left", self._theme))
        self.button.setIconSize(icon_size(self._theme))
        self.button.setToolTip("Close the explanation." if opened else "Formulas and words.")

    def _arrange(self) -> None:
        self.head = QWidget()
        line = QHBoxLayout(self.head)
        line.setContentsMargins(2, 4, 2, 4)
        line.addStretch(1)
        line.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.text, 1)
        column.addStretch(0)

"""The bar on top of the window: menus, a field that finds anything, and the tools."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QPushButton,
    QToolButton,
    QWidget,
)

from engine.core.words import tr
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.icon_button import IconButton

HEIGHT, SEARCH, SEARCH_HEIGHT = 36, 264, 26
ICONS_ALONE = 1100  # below this width, tools have no words
GAP = 8


@dataclass(frozen=True, slots=True)
class Tool:
    """A button for an action, or for a menu."""

    icon: str
    text: str
    does: QAction | QMenu


class TopBar(QWidget):
    """Menu bar, search and tools side by side."""

    searched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.search = _Search()
        self.search.clicked.connect(self.searched)
        self.buttons: dict[str, IconButton] = {}
        self._left = QWidget()
        left = QHBoxLayout(self._left)
        left.setContentsMargins(4, 0, 0, 0)
        left.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, GAP, 0)
        self._line.setSpacing(4)
        self._line.addWidget(self._left)
        self._line.addWidget(self.search, 1)
        self._line.addStretch(1)
        self.fit()

    def add_tool(self, tool: Tool) -> IconButton:
        """One more button, at the right of the others."""
        button = IconButton(tool.icon, tr(tool.text), "flat", "muted")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if isinstance(tool.does, QMenu):
            button.setMenu(tool.does)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        else:
            _follow(button, tool.does)
        self.buttons[tool.text] = button
        self._line.addWidget(button)
        self._show_words()
        return button

    def show_figure_at(self, x: int) -> None:
        """The search begins where the figure does, if the menus leave room."""
        self._left.setMinimumWidth(max(self.menus.sizeHint().width() + GAP, x + GAP - 4))

    def fit(self) -> None:
        """As high as the type asks for."""
        self.setFixedHeight(scaled(HEIGHT))
        self.search.fit()
        self._show_words()

    def show_words(self) -> None:
        """In the language of now."""
        self.search.show_words()
        for text, button in self.buttons.items():
            button.set_name(tr(text))
        self._show_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the tools have no words."""
        super().resizeEvent(event)
        self._show_words()

    def _show_words(self) -> None:
        narrow = self.width() < scaled(ICONS_ALONE)
        for text, button in self.buttons.items():
            button.set_words("" if narrow else tr(text))


class _Search(QPushButton):
    """Looks like a field; a press opens the palette."""

    def __init__(self) -> None:
        super().__init__()
        with_properties(self, objectName="search")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words = with_properties(ElidedLabel(), objectName="muted")
        self.keys = with_properties(QLabel("Ctrl+K"), objectName="muted")
        self.picture = IconButton("search", "", "mini", "muted")
        line = QHBoxLayout(self)
        line.setContentsMargins(6, 0, GAP, 0)
        line.setSpacing(6)
        for widget in (self.picture, self.words, self.keys):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            widget.setMinimumWidth(1)
            line.addWidget(widget, int(widget is self.words))
        self.show_words()

    def show_words(self) -> None:
        """In the language of now."""
        self.setAccessibleName(tr("find"))
        self.setToolTip(tr("Pages, commands, examples, parameters and numbers by name (Ctrl+K)"))
        self.words.setText(tr("Find a page or number"))
        self.picture.set_name(tr("find"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is short, the keys give way to the words."""
        super().resizeEvent(event)
        self.keys.setVisible(self.width() >= 0.9 * scaled(SEARCH))

    def fit(self) -> None:
        """As large as the type asks for."""
        self.setFixedHeight(scaled(SEARCH_HEIGHT))
        self.setMinimumWidth(scaled(SEARCH) // 4)
        self.setMaximumWidth(scaled(SEARCH))
        self.picture.fix_size(20, 20)


def _follow(button: QToolButton, action: QAction) -> None:
    """Press, tip and state as the action's."""

    def show() -> None:
        button.setEnabled(action.isEnabled())
        button.setCheckable(action.isCheckable())
        button.setChecked(action.isChecked())
        button.setToolTip(action.toolTip())

    button.clicked.connect(lambda: action.trigger())
    action.changed.connect(show)
    show()

"""The bar on top of the window: menus, a field that finds anything, and the tools."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QPushButton, QToolButton, QWidget

from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.icons import icon, icon_size
from gui.look.theme import Theme

HEIGHT, SEARCH_WIDTH = 36, 264
ICONS_ALONE = 900  # below this width, tools have no words


@dataclass(frozen=True, slots=True)
class Tool:
    """A button for an action, or for a menu."""

    icon: str
    text: str
    does: QAction | QMenu


class TopBar(QWidget):
    """Menu bar, search and tools side by side."""

    searched = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.search = with_properties(
            QPushButton("Find a page or number"), objectName="search", accessibleName="find"
        )
        self.search.setToolTip("Pages, commands, examples, parameters and numbers by name (Ctrl+K)")
        self.search.setMinimumWidth(1)
        self.search.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.search.clicked.connect(self.searched)
        self.buttons: dict[str, QToolButton] = {}
        self._tools: list[Tool] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(4, 0, 8, 0)
        self._line.setSpacing(4)
        self._line.addWidget(self.menus)
        self._line.addStretch(1)
        self._line.addWidget(self.search, 3)
        self._line.addStretch(2)
        self.set_theme(theme)

    def add_tool(self, tool: Tool) -> QToolButton:
        """One more button, at the right of the others."""
        button = with_properties(QToolButton(), objectName="flat", accessibleName=tool.text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if isinstance(tool.does, QMenu):
            button.setMenu(tool.does)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setToolTip(tool.does.toolTip() or tool.text)
        else:
            button.setDefaultAction(tool.does)
        self.buttons[tool.text] = button
        self._tools.append(tool)
        self._line.addWidget(button)
        self._dress(tool)
        return button

    def set_theme(self, theme: Theme) -> None:
        """In these colours, and with this size of type."""
        self._theme = theme
        self.setFixedHeight(scaled(HEIGHT))
        self.search.setIcon(icon("search", theme, "muted"))
        for tool in self._tools:
            self._dress(tool)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the tools have no words, and the search is shorter."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < scaled(ICONS_ALONE)
        style = Qt.ToolButtonStyle
        for button in self.buttons.values():
            button.setToolButtonStyle(
                style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon
            )
        self.search.setMaximumWidth(scaled(SEARCH_WIDTH))

    def _dress(self, tool: Tool) -> None:
        button = self.buttons[tool.text]
        button.setIcon(icon(tool.icon, self._theme, "muted", "accent"))
        button.setIconSize(icon_size(self._theme))
        button.setText(tool.text)

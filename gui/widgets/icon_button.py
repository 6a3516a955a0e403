"""A button with one of the program's icons, which follows the theme by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QToolButton, QWidget

from gui.base.scaling import scaled
from gui.look.current import current_theme
from gui.look.icons import SIZE, icon, icon_size
from gui.look.theme import Theme

TEXT_GAP = 2  # pixels, besides those that the style leaves


class IconButton(QToolButton):
    """An icon, with or without a text beside it.

    ``kind`` is how it is styled: "flat" in bars, "mini" inside a row or a card, "" with a border.
    ``role`` and ``checked`` are the icon's colours in the theme. A button without a text is named
    for a screen reader by ``name``, which is also its tooltip.
    """

    def __init__(
        self,
        icon_name: str,
        name: str,
        kind: str = "flat",
        role: str = "text",
        checked: str = "accent",
        size: float = SIZE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._look: tuple[str, str, int] | None = None  # what is drawn
        self.setObjectName(kind)
        self._icon, self._role, self._checked, self._size = icon_name, role, checked, size
        self.set_name(name)
        self._draw()

    def set_name(self, name: str) -> None:
        """What it does, in words."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon(self, icon_name: str, role: str = "") -> None:
        """Another icon, or another colour."""
        self._icon, self._role = icon_name, role or self._role
        self._draw()

    def set_words(self, text: str) -> None:
        """A text beside the icon; "" for the icon alone."""
        style = Qt.ToolButtonStyle
        self.setText(text)
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if text else style.ToolButtonIconOnly
        )
        self._draw()

    def sizeHint(self) -> QSize:
        """With room for the bolder words of a checked button."""
        hint = super().sizeHint()
        if self.text() and self.isCheckable():
            bold = QFont(self.font())
            bold.setWeight(QFont.Weight.DemiBold)
            metrics = QFontMetrics(bold), self.fontMetrics()
            wide, usual = (each.horizontalAdvance(self.text()) for each in metrics)
            hint.setWidth(hint.width() + max(wide - usual, 0))
        return hint

    def fix_size(self, width: float, height: float) -> None:
        """A size in pixels beside usual type."""
        self.setFixedSize(scaled(width), scaled(height))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme, other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and current_theme() is not self._theme:
            self._draw()

    def _draw(self) -> None:
        theme, gap = current_theme(), TEXT_GAP if self.text() else 0
        look = (self._icon, self._role, gap)
        if theme is not self._theme or look != self._look:
            self._theme, self._look = theme, look
            self.setIcon(icon(self._icon, theme, self._role, self._checked, self._size, gap))
            self.setIconSize(icon_size(theme, self._size, gap))

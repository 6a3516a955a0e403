"""A page's place in the rail: its icon and name, or the icon alone."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.base.scaling import scaled
from gui.widgets.icon_button import IconButton
from gui.widgets.restyle import restyle

HEIGHT, FOLDED_WIDTH = 28, 32


class RailButton(IconButton):
    """Checkable; folded it shows its icon, and its name as a tooltip."""

    def __init__(
        self, icon_name: str, text: str, tip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(icon_name, text, "rail", "muted", parent=parent)
        self.words = text
        self._tip = tip
        self.setCheckable(True)
        self.setFixedHeight(scaled(HEIGHT))
        self.set_folded(False)

    def minimumSizeHint(self) -> QSize:
        """The rail says how wide it is; a name without room is cut."""
        return QSize(scaled(FOLDED_WIDTH), scaled(HEIGHT))

    def set_folded(self, folded: bool) -> None:
        """The icon alone, or with the name."""
        self.set_words("" if folded else self.words)
        self.setToolTip(
            "\n".join(part for part in (self.words if folded else "", self._tip) if part)
        )
        restyle(self, folded=folded)
        if folded:
            self.setFixedWidth(scaled(FOLDED_WIDTH))
        else:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        horizontal = QSizePolicy.Policy.Fixed if folded else QSizePolicy.Policy.Expanding
        self.setSizePolicy(horizontal, QSizePolicy.Policy.Fixed)

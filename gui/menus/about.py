"""What the program is, and its versions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from engine.core.words import tr
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.menus.bug_report import versions_text

TEXT = "See and check what two Gaussians do in reinforcement learning and Monte Carlo work."


class AboutDialog(QDialog):
    """Names and versions, which a button copies."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = with_properties(QLabel("Gaussian Explorer"), objectName="heading")
        words = QLabel(TEXT, wordWrap=True)
        self.versions = QLabel(versions_text())
        self.versions.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.versions.setAccessibleName("versions")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(tr("&Copy versions"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[scaled(20)] * 4)
        column.setSpacing(scaled(12))
        for widget in (title, words, self.versions, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(scaled(420))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.versions.text())
        self.copy.setText(tr("Copied"))

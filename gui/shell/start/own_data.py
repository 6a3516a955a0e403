"""The way in for one's own training runs: a button, and a place to drop them on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.core.words import tr
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.current import current_theme
from gui.look.icons import icon_pixmap

PICTURE = 32
FORMATS = "prime-rl, NeMo-RL, NPZ, safetensors, JSON lines, Parquet, CSV"


class OwnData(QFrame):
    """Files may be dropped anywhere on the window; this says so."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drop")
        picture = with_properties(QLabel(), objectName="tile_icon")
        picture.setPixmap(icon_pixmap("folder", current_theme(), "accent"))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setFixedSize(scaled(PICTURE), scaled(PICTURE))
        title = with_properties(QLabel(tr("Open your rollouts")), objectName="plot_title")
        words = QLabel(
            tr("Drop a file or a folder here: {formats}.").format(formats=FORMATS), wordWrap=True
        )
        self.button = with_properties(QPushButton(tr("Open…")), objectName="primary")
        self.button.setToolTip(
            tr("Open a session, an exported figure with the session in it, or data")
        )
        self.button.setMinimumWidth(scaled(96))
        self.button.clicked.connect(self.opened)
        keys = with_properties(QLabel(tr("or Ctrl+O")), objectName="name")
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.button)
        below.addWidget(keys)
        below.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(title)
        column.addWidget(with_properties(words, objectName="name"))
        column.addStretch(1)
        column.addLayout(below)
        line = QHBoxLayout(self)
        line.setContentsMargins(15, 15, 15, 15)
        line.setSpacing(12)
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column, 1)

"""A part of the input panel: a heading, and controls of one part of the session."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.session.address import Address
from engine.session.session import Session
from gui.base.properties import with_properties
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.input_row import InputRow

UNDER, BESIDE = 4, 6  # pixels below the heading and in it; rows keep their distance themselves


class Section(QWidget):
    """Shows its part of a session and proposes sessions with another one."""

    proposed = Signal(object, object, str)  # (Session, gesture or None, what changed)

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = Session()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.heading = QHBoxLayout()
        self.heading.setContentsMargins(0, 0, 0, UNDER)
        self.heading.setSpacing(BESIDE)
        if title:
            self.heading.addWidget(with_properties(ElidedLabel(title), objectName="section"))
            self.heading.addStretch(1)
            self.column.addLayout(self.heading)

    def addressed(self) -> dict[str, InputRow]:
        """The rows of numbers that are shown now, by their addresses."""
        return {}

    def control(self, where: Address) -> QWidget | None:
        """What sets the value of an address, brought into view; None where it is not here."""
        return self.addressed().get(str(where)) or self.addressed().get(str(where.at(1)))

    def show_session(self, session: Session) -> None:
        """Show the session's part."""
        self.session = session

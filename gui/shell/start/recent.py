"""Files of late: what they are, and when they were written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine.core.atomic_file import ReadError
from engine.core.words import tr
from engine.export.provenance import read_page
from engine.page.page import page_named
from engine.session.file import SessionFileError
from engine.session.file_kind import file_kind
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.current import current_theme
from gui.look.icons import icon_pixmap
from gui.widgets.elided_label import ElidedLabel

MOST = 4
ROW = 47
QUICK = 2**20  # bytes of a session that is read to say its page


@dataclass(frozen=True, slots=True)
class RecentFile:
    """A file that is there: its icon, and what is said of it."""

    path: Path
    icon: str
    words: str


def recent_files(paths: Sequence[str], now: datetime) -> list[RecentFile]:
    """The first few that are still there."""
    found: list[RecentFile] = []
    for text in paths:
        path = Path(text)
        try:
            written = datetime.fromtimestamp(path.stat().st_mtime)
            icon, kind = _what(path)
        except (OSError, ReadError):
            continue
        found.append(RecentFile(path, icon, f"{kind} · {when(written, now)}"))
        if len(found) == MOST:
            break
    return found


def when(written: datetime, now: datetime) -> str:
    """14:02 of today, yesterday, a day of the last week, or a date."""
    days = (now.date() - written.date()).days
    if days == 0:
        return tr("today, {time}").format(time=f"{written:%H:%M}")
    if days == 1:
        return tr("yesterday")
    if 1 < days < 7:
        return tr(f"{written:%A}")
    return f"{written:%Y-%m-%d}"


def _what(path: Path) -> tuple[str, str]:
    """An icon, and in words what the file is; raises ReadError."""
    if path.is_dir():
        return "folder", tr("rollouts")
    kind = file_kind(path)
    if kind == "data":
        return "table", tr("data")
    if path.stat().st_size <= QUICK:
        try:
            page = page_named(read_page(path))
        except SessionFileError:
            return "dot", tr("a session that cannot be read")
        figure = tr(", a figure") if kind == "figure" else ""
        return page.name, tr(page.title) + figure
    return "dot", tr("a figure") if kind == "figure" else tr("a session")


class RecentList(QFrame):
    """A button for each file."""

    chosen = Signal(object)  # Path

    def __init__(self, files: Sequence[RecentFile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.rows: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(0)
        for file in files:
            row = self._row(file)
            self.rows.append(row)
            column.addWidget(_holder(row))
        if not files:
            words = QLabel(tr("Files that you open or save will be listed here."), wordWrap=True)
            column.addWidget(with_properties(words, objectName="muted"))
            column.setContentsMargins(12, 12, 12, 12)
        column.addStretch(1)

    def _row(self, file: RecentFile) -> QPushButton:
        row = with_properties(QPushButton(), objectName="row", accessibleName=file.path.name)
        row.setAccessibleDescription(file.words)
        row.setToolTip(str(file.path))
        row.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        row.clicked.connect(lambda: self.chosen.emit(file.path))
        picture = QLabel()
        picture.setPixmap(icon_pixmap(file.icon, current_theme(), "muted"))
        picture.setFixedWidth(scaled(24))
        name = with_properties(ElidedLabel(file.path.name), objectName="card_title")
        words = with_properties(ElidedLabel(file.words), objectName="name")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(name)
        column.addWidget(words)
        line = QHBoxLayout(row)
        line.setContentsMargins(10, 2, 10, 2)
        line.setSpacing(8)
        line.addWidget(picture)
        line.addLayout(column, 1)
        for label in (picture, name, words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return row


def _holder(row: QPushButton) -> QWidget:
    """A line of so many pixels; the style sheet, which knows all buttons, has a height for one."""
    holder = QWidget()
    holder.setFixedHeight(scaled(ROW))
    line = QVBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(row)
    return holder

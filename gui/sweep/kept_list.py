"""Sweeps that were computed without a file, to go on with or to discard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from engine.core.shown_numbers import shown_name
from engine.core.words import tr
from engine.sweep.kept import KeptSweep
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.shell.start.recent import when
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.icon_button import IconButton

SHOWN = 4  # at first
MORE = 20  # with each press: a line takes some milliseconds to make
ROW = 47
Key = tuple[Path, int, float]


class KeptList(QFrame):
    """A button for each, the newest first, and one beside it that discards."""

    chosen = Signal(object)  # KeptSweep
    discarded = Signal(object)  # KeptSweep

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.lines: dict[Key, Line] = {}  # those that are shown
        self._kept: tuple[KeptSweep, ...] = ()
        self._count = SHOWN
        self.more = with_properties(QPushButton(), objectName="small")
        self.more.clicked.connect(self._show_more)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 4, 4, 4)
        self._column.setSpacing(0)
        below = QHBoxLayout()
        below.setContentsMargins(10, 4, 10, 6)
        below.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addLayout(below)

    def show_kept(self, kept: Sequence[KeptSweep]) -> None:
        """Show the first of these."""
        if tuple(kept) != self._kept:
            self._kept = tuple(kept)
            self._show()

    def _show_more(self) -> None:
        self._count += MORE
        self._show()

    def _show(self) -> None:
        before, shown = self.lines, self._kept[: self._count]
        keys = [(kept.path, kept.rows, kept.seconds) for kept in shown]
        self.lines = {
            key: before[key] if key in before else self._line(kept)
            for key, kept in zip(keys, shown, strict=True)
        }
        for line in (before[key] for key in before.keys() - self.lines.keys()):
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        for place, line in enumerate(self.lines.values()):
            self._column.insertWidget(place, line)
        found = {"shown": f"{len(shown):,}", "count": f"{len(self._kept):,}"}
        self.more.setText(tr("More ({shown} of {count} are shown)").format(**found))
        self.more.setVisible(len(shown) < len(self._kept))

    def _line(self, kept: KeptSweep) -> Line:
        line = Line(_title(kept), _words(kept))
        line.row.clicked.connect(partial(self.chosen.emit, kept))
        line.button.clicked.connect(partial(self.discarded.emit, kept))
        return line


class Line(QWidget):
    """``row`` chooses one, ``button`` discards it."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 8, 0)
        self.setFixedHeight(scaled(ROW))
        self.row = with_properties(QPushButton(), objectName="row", accessibleName=title)
        self.row.setAccessibleDescription(words)
        self.row.setToolTip(f"{title}\n{words}")
        self.row.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self.row)
        column.setContentsMargins(10, 2, 10, 2)
        column.setSpacing(0)
        for text, name in ((title, "card_title"), (words, "name")):
            label = with_properties(ElidedLabel(text), objectName=name)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        name = tr("Discard the points of {sweep}").format(sweep=title)
        self.button = IconButton("close", name, "mini", "muted")
        line.addWidget(self.row, 1)
        line.addWidget(self.button)


def _title(kept: KeptSweep) -> str:
    sweep = kept.sweep
    declared = {each.key: shown_name(tr(each.title)) for each in sweep.page.quantities}
    return tr("{page}: {quantities} over {axes}").format(
        page=tr(sweep.page.title),
        quantities=", ".join(declared[key] for key in sweep.keys),
        axes=", ".join(axis.name for axis in sweep.axes),
    )


def _words(kept: KeptSweep) -> str:
    points = tr("{done} of {total} points").format(
        done=f"{kept.rows:,}", total=f"{kept.sweep.points:,}"
    )
    return f"{points} · {when(datetime.fromtimestamp(kept.seconds), datetime.now())}"

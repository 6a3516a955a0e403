"""Sweeps that were computed without a file, to go on with or to discard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

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

SHOWN = 4  # until all are asked for
ROW = 47


class KeptList(QFrame):
    """A button for each, the newest first, and one beside it that discards."""

    chosen = Signal(object)  # KeptSweep
    discarded = Signal(object)  # KeptSweep

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.rows: list[QPushButton] = []
        self.buttons: list[IconButton] = []
        self._kept: tuple[KeptSweep, ...] = ()
        self._whole = False
        self._lines: list[QWidget] = []
        self.more = with_properties(QPushButton(), objectName="small")
        self.more.clicked.connect(self._show_whole)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 4, 4, 4)
        self._column.setSpacing(0)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_kept(self, kept: Sequence[KeptSweep]) -> None:
        """Show these."""
        if tuple(kept) != self._kept:
            self._kept = tuple(kept)
            self._make()

    def _show_whole(self) -> None:
        self._whole = True
        self._make()

    def _make(self) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        shown = self._kept if self._whole else self._kept[:SHOWN]
        self.rows, self.buttons = [], []
        self._lines = [self._line(kept) for kept in shown]
        for place, line in enumerate(self._lines):
            self._column.insertWidget(place, line)
        self.more.setText(tr("All {count}").format(count=f"{len(self._kept):,}"))
        self.more.setVisible(len(shown) < len(self._kept))

    def _line(self, kept: KeptSweep) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 8, 0)
        holder.setFixedHeight(scaled(ROW))
        title, words = _title(kept), _words(kept)
        row = with_properties(QPushButton(), objectName="row", accessibleName=title)
        row.setAccessibleDescription(words)
        row.setToolTip(f"{title}\n{words}")
        row.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        row.clicked.connect(partial(self.chosen.emit, kept))
        column = QVBoxLayout(row)
        column.setContentsMargins(10, 2, 10, 2)
        column.setSpacing(0)
        for text, name in ((title, "card_title"), (words, "name")):
            label = with_properties(ElidedLabel(text), objectName=name)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        name = tr("Discard the points of {sweep}").format(sweep=title)
        button = IconButton("close", name, "mini", "muted")
        button.clicked.connect(partial(self.discarded.emit, kept))
        self.rows.append(row)
        self.buttons.append(button)
        line.addWidget(row, 1)
        line.addWidget(button)
        return holder


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

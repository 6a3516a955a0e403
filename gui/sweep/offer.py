"""What a sweep can be, while none is planned: the one that the page suggests, those that were
begun before, and examples."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.core.shown_numbers import shown_name
from engine.core.words import tr
from engine.session.examples import all_examples
from engine.sweep.axis import Value
from engine.sweep.figures import value_text
from engine.sweep.kept import KeptSweep
from engine.sweep.sweep import Sweep
from gui.base.properties import with_properties
from gui.shell.start.gallery import ExampleCard, Shelf
from gui.sweep.kept_list import KeptList
from gui.widgets.number_text import label_of

GAP = 8
LEAST, PICTURE = 220, 144  # of a card: its width and the height of its picture


class Offer(QScrollArea):
    """One click runs the suggested sweep; a card opens an example, whose sweep begins."""

    wanted = Signal()  # the suggested sweep
    chosen = Signal(object)  # Example

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.suggestion = _Suggestion()
        self.suggestion.button.clicked.connect(self.wanted)
        self.kept_title = with_properties(QLabel(tr("Earlier sweeps")), objectName="plot_title")
        self.kept_title.setToolTip(tr("Points that are in no file of yours are kept here."))
        self.kept = KeptList()
        self.shelf = Shelf(LEAST, PICTURE)
        self.cards: dict[str, ExampleCard] = {}
        for example in all_examples():
            if example.of_sweeps:
                card = ExampleCard(example, self.shelf)
                card.clicked.connect(lambda _=False, example=example: self.chosen.emit(example))
                self.cards[example.name] = card
        self._arrange()

    def show_sweep(self, sweep: Sweep | None) -> None:
        """What is suggested; None where nothing is."""
        self.suggestion.setVisible(sweep is not None)
        if sweep is not None:
            self.suggestion.show_sweep(sweep)

    def show_kept(self, kept: Sequence[KeptSweep]) -> None:
        """Those that were computed before, the newest first."""
        self.kept.show_kept(kept)
        for part in (self.kept_title, self.kept):
            part.setVisible(bool(kept))

    def _arrange(self) -> None:
        body = with_properties(QWidget(), objectName="start_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.suggestion)
        column.addSpacing(GAP)
        column.addWidget(self.kept_title)
        column.addWidget(self.kept)
        column.addWidget(with_properties(QLabel(tr("Examples")), objectName="plot_title"))
        column.addWidget(self.shelf)
        column.addStretch(1)
        self.setWidget(body)


class _Suggestion(QFrame):
    """What is read over what, and a button that begins."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.title = with_properties(QLabel(), objectName="plot_title")
        self.words = QLabel(wordWrap=True)
        self.points = with_properties(QLabel(), objectName="name")
        self.button = with_properties(QPushButton(tr("Run it")), objectName="primary")
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for label in (self.title, self.words, self.points):
            texts.addWidget(label)
        line = QHBoxLayout(self)
        line.setContentsMargins(15, 12, 15, 12)
        line.setSpacing(16)
        line.addLayout(texts, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_sweep(self, sweep: Sweep) -> None:
        """Say what it is."""
        title = tr("A first sweep of {page}").format(page=tr(sweep.page.title))
        axis, declared = sweep.axes[0], {each.key: each for each in sweep.page.quantities}
        names = (shown_name(tr(declared[key].title)) for key in sweep.keys)
        words = tr("{quantities} over {axis}: {values}").format(
            quantities=", ".join(names),
            axis=f"{axis.name} ({label_of(axis.address.description)})",
            values=_values(axis.values),
        )
        self.title.setText(title)
        self.words.setText(words)
        self.points.setText(tr("{count} points").format(count=f"{sweep.points:,}"))
        self.button.setAccessibleName(f"{self.button.text()}: {title}")
        self.button.setAccessibleDescription(words)


def _values(values: tuple[Value, ...]) -> str:
    """Numbers by their ends, others one by one."""
    if any(isinstance(each, str | bool) for each in values):
        return ", ".join(map(value_text, values))
    return tr("from {first} to {last}").format(
        first=_minus(value_text(values[0])), last=_minus(value_text(values[-1]))
    )


def _minus(text: str) -> str:
    return text.replace("-", "−")

"""Which two of many policies are meant, where they are too many for a button each."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from engine.core.words import tr
from engine.data.rollouts.which import WhichPolicies
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.data.columns import label_of
from gui.widgets.boxes import ChoiceBox

WIDTH = 460


class PairDialog(QDialog):
    """Makes a pair of names; `pair` is (new, old), None while it is none."""

    def __init__(self, text: str, error: WhichPolicies, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open data"))
        self.pair: tuple[str, str] | None = None
        self._told = {(new, old): what for new, old, what in error.pairs}
        names = list(error.candidates)
        self.new, self.old = ChoiceBox(names), ChoiceBox(names)
        first = error.pairs[0][:2] if error.pairs else ("", "")
        for box, label, name in zip((self.new, self.old), _labels(), first, strict=True):
            box.setAccessibleName(label)
            box.setPlaceholderText(tr("choose a column"))
            box.setCurrentIndex(names.index(name) if name else -1)
            box.currentIndexChanged.connect(self._check)
        self.meaning = with_properties(QLabel(wordWrap=True), objectName="muted")
        self._arrange(text)
        self._check()

    def _check(self) -> None:
        """Whether two are chosen, and what their ratio tells."""
        chosen = self.new.currentText(), self.old.currentText()
        self.pair = chosen if all(chosen) and chosen[0] != chosen[1] else None
        known = tr(self._told.get(chosen, ""))
        same = tr("Choose two that differ.") if all(chosen) else ""
        self.meaning.setText(same if self.pair is None else known)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(self.pair is not None)

    def _arrange(self, text: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(with_properties(QLabel(text, wordWrap=True), objectName="card_title"))
        form = QFormLayout()
        form.setSpacing(8)
        for label, box in zip(_labels(), (self.new, self.old), strict=True):
            form.addRow(label_of(label), box)
        column.addLayout(form)
        column.addWidget(self.meaning)
        ok, cancel = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
        self.buttons = QDialogButtonBox(ok | cancel)
        self.buttons.button(ok).setText(tr("Open"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.resize(scaled(WIDTH), self.sizeHint().height())


def _labels() -> tuple[str, str]:
    return tr("new policy"), tr("old policy")

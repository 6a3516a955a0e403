"""Below the pictures: what has happened or can be done, and at what the points are computed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from engine.core.words import tr
from engine.sweep.grid import SEED
from engine.sweep.sweep import Sweep
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.widgets.elided_label import ElidedLabel

HEIGHT = 32


class Foot(QFrame):
    """A bar as below the picture of a page, where there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self._bare = False
        self.setFixedHeight(scaled(HEIGHT))
        self.notice = with_properties(ElidedLabel(), objectName="muted")
        self.notice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.facts = with_properties(ElidedLabel(), objectName="muted")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(self.notice, 1)
        line.addWidget(self.facts)

    def show_sweep(self, sweep: Sweep | None) -> None:
        """How many samples every point has, and its seeds, where the axes do not say it."""
        self.facts.setText("" if sweep is None else " · ".join(facts(sweep)))
        self._show_if_told()

    def notify(self, text: str) -> None:
        """What has happened; "" when it need not be told any more."""
        self.notice.setText(text)
        self.notice.setToolTip(text)
        self._show_if_told()

    def set_bare(self, bare: bool) -> None:
        """Put it away while the picture is shown alone, whatever is said."""
        self._bare = bare
        self._show_if_told()

    def _show_if_told(self) -> None:
        told = bool(self.notice.text() or self.facts.text())
        self.setVisible(told and not self._bare)


def facts(sweep: Sweep) -> list[str]:
    """What holds at every point and is on no axis of the picture."""
    scene = sweep.session.scene
    if sweep.page.replaces_samples(scene):
        return []
    axes = {axis.name: axis.values for axis in sweep.axes}
    told = []
    if "samples" not in axes:
        told.append(tr("{n} samples").format(n=f"{scene.samples:,}"))
    seeds = axes.get(SEED, (scene.seed,))
    if len(seeds) > 1:
        told.append(tr("seeds {first} to {last}").format(first=seeds[0], last=seeds[-1]))
    else:
        told.append(tr("seed {seed}").format(seed=seeds[0]))
    return told

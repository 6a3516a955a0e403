"""What clipping the weights of own data at c does: how many rows, and how much weight."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_estimate
from engine.pages.importance_weights.records import ClipCurve
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.words import Run

ROLES = {"clipped": "q", "lost": "self_normalised"}
NAMES = {"clipped": "rows clipped", "lost": "weight lost"}
STYLES = {"clipped": Qt.PenStyle.SolidLine, "lost": Qt.PenStyle.DashLine}
TICKS = [[(share, f"{share}") for share in (0, 20, 40, 60, 80, 100)], []]
MANY = 60.0  # per cent, from which the axis goes up to 100


class ClippingPanel(Panel):
    """Two shares in per cent against c on a log axis, and the current c, which can be dragged."""

    farthest = 0.6

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "clipped at c", "%", short="c", log="x", x_key="c")
        theme = self.theme
        self.bands = {name: self.band(role, 0.2) for name, role in ROLES.items()}
        self.curves = {
            name: self.curve(
                theme.pen(role, 1.8, STYLES[name]), name=NAMES[name], error=self.bands[name]
            )
            for name, role in ROLES.items()
        }
        self.line = self.marker("weights.clip")

    def draw(self, clipping: ClipCurve) -> None:
        """Show these shares."""
        c, here = clipping.c, clipping.current
        most = 100.0 * float(np.max(clipping.clipped, initial=clipping.current_clipped))
        self.plot.getAxis("left").setTicks(TICKS if most > MANY else None)
        for name in ROLES:
            share = 100.0 * getattr(clipping, name)
            reach = 200.0 * getattr(clipping, f"{name}_error")
            self.curves[name].show(c, share)
            self.bands[name].show(
                c, np.maximum(share - reach, 0.0), np.minimum(share + reach, 100.0)
            )
        self.line.mark(here)
        low, high = np.log10([c[0], c[-1]] if len(c) else [0.1 * here, 10.0 * here])
        self._say(clipping)
        self.settle((float(low), float(max(high, low + 0.1))), (0.0, max(most, 1.0)), 0.02)

    def _say(self, clipping: ClipCurve) -> None:
        rows = percent(clipping.current_clipped, clipping.current_clipped_error)
        weight = percent(clipping.current_lost, clipping.current_lost_error)
        inks = {name: self.theme.ink(role) for name, role in ROLES.items()}
        self.headline(Run(f"rows clipped: {rows}", inks["clipped"]), Run(rows, inks["clipped"]))
        self.say(Run(f"weight lost: {weight}", inks["lost"]))


def percent(share: float, error: float) -> str:
    """A share and its error in per cent."""
    return f"{shown_estimate(100.0 * share, 100.0 * error)} %"

"""What clipping the weights of own data at c does: how many rows, and how much weight."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.number_format import estimate_text, value_text
from engine.pages.importance_weights.records import ClipCurve
from gui.look.theme import Theme
from gui.plotkit.corner_note import colored
from gui.plotkit.layout_panel import LayoutPanel as Panel

ROLES = {"clipped": "q", "lost": "self_normalised"}
STYLES = {"clipped": Qt.PenStyle.SolidLine, "lost": Qt.PenStyle.DashLine}
TICKS = [[(share, f"{share}") for share in (0, 20, 40, 60, 80, 100)], []]
MANY = 60.0  # per cent, from which the axis goes up to 100


class ClippingPanel(Panel):
    """Two shares in per cent against c on a log axis, and the current c, which can be dragged."""

    farthest = 0.6

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int]) -> None:
        title = "Clipping at c, % of the rows and of Σ w"
        super().__init__(layout, theme, place, title, "c", log="x")
        self.bands = {name: self.band(role, 0.2) for name, role in ROLES.items()}
        self.curves = {
            name: self.curve(theme.pen(role, 1.8, STYLES[name])) for name, role in ROLES.items()
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
        self.say(*self._words(clipping))
        self.settle((float(low), float(max(high, low + 0.1))), (0.0, max(most, 1.0)), 0.02)

    def _words(self, clipping: ClipCurve) -> list[str]:
        rows = percent(clipping.current_clipped, clipping.current_clipped_error)
        weight = percent(clipping.current_lost, clipping.current_lost_error)
        return [
            colored(f"clip c = {value_text(clipping.current, 3)}", self.theme.ink("accent")),
            colored(f"— rows clipped: {rows}", self.theme.ink(ROLES["clipped"])),
            colored(f"╌ weight lost: {weight}", self.theme.ink(ROLES["lost"])),
        ]


def percent(share: float, error: float) -> str:
    """A share and its error in per cent."""
    return f"{estimate_text(100.0 * share, 100.0 * error)} %"

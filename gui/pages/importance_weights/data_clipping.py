"""What clipping the weights of own data at c does: how many rows, and how much weight."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal

from engine.core.number_format import estimate_text, value_text
from engine.core.parameter import described
from engine.pages.importance_weights.options import Options
from engine.pages.importance_weights.records import ClipCurve
from gui.look.theme import Theme
from gui.plotkit.band import Band
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.dragged_line import DraggedLine
from gui.plotkit.grid import quiet_grid
from gui.plotkit.headroom import Headroom
from gui.plotkit.log_axis import use_log_axis

ROLES = {"clipped": "q", "lost": "self_normalised"}
STYLES = {"clipped": Qt.PenStyle.SolidLine, "lost": Qt.PenStyle.DashLine}
# The range reaches as far beyond the curves for today's c, in lengths of the curves.
FARTHEST = 0.6
TICKS = [[(share, f"{share}") for share in (0, 20, 40, 60, 80, 100)], []]
MANY = 60.0  # per cent, from which the axis goes up to 100


class DataClippingPlot(QObject):
    """Two shares in per cent against c on a log axis, and today's c, which can be dragged."""

    # (c, gesture number)
    proposed = Signal(float, int)

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        super().__init__()
        self.plot = plot
        self._theme = theme
        use_log_axis(plot, "bottom")
        self.bands = {name: Band(theme.brush(role, 0.2)) for name, role in ROLES.items()}
        self.curves = {
            name: pg.PlotCurveItem(pen=theme.pen(role, 1.8, STYLES[name]), antialias=True)
            for name, role in ROLES.items()
        }
        for item in (*self.bands.values(), *self.curves.values()):
            plot.addItem(item)
        option = next(option for option in described(Options) if option.name == "clip")
        bounds = (math.log10(option.parameter.minimum), math.log10(option.parameter.maximum))
        self.line = DraggedLine(plot, theme, bounds, math.log10(option.default))
        self.line.proposed.connect(lambda at, gesture: self.proposed.emit(10.0**at, gesture))
        self.note = CornerNote(plot, theme, ground=True)
        self.headroom = Headroom(plot, self.note)
        quiet_grid(plot, theme)
        plot.disableAutoRange()

    def draw(self, clipping: ClipCurve) -> None:
        """Show these shares."""
        x = np.log10(clipping.c)
        most = 100.0 * float(np.max(clipping.clipped, initial=clipping.today_clipped))
        self.plot.getAxis("left").setTicks(TICKS if most > MANY else None)
        for name in ROLES:
            share = 100.0 * getattr(clipping, name)
            reach = 200.0 * getattr(clipping, f"{name}_error")
            self.curves[name].setData(x, share)
            low, high = np.maximum(share - reach, 0.0), np.minimum(share + reach, 100.0)
            self.bands[name].set_band(x, low, high)
        today = math.log10(clipping.today)
        self.line.mark(today)
        low, high = (float(x[0]), float(x[-1])) if len(x) else (today - 1.0, today + 1.0)
        reach = FARTHEST * max(high - low, 1.0)
        if low - reach <= today <= high + reach:
            low, high = min(low, today), max(high, today)
        if not self.line.moving:
            self.plot.setXRange(low, max(high, low + 0.1), padding=0.02)
        self.note.write(*self._words(clipping))
        self.headroom.show(0.0, max(most, 1.0))

    def _words(self, clipping: ClipCurve) -> list[str]:
        theme = self._theme
        rows = percent(clipping.today_clipped, clipping.today_clipped_error)
        weight = percent(clipping.today_lost, clipping.today_lost_error)
        return [
            colored(f"clip c = {value_text(clipping.today, 3)}", theme.ink("accent")),
            colored(f"— rows clipped: {rows}", theme.ink(ROLES["clipped"])),
            colored(f"╌ weight lost: {weight}", theme.ink(ROLES["lost"])),
        ]


def percent(share: float, error: float) -> str:
    """A share and its error in per cent."""
    return f"{estimate_text(100.0 * share, 100.0 * error)} %"

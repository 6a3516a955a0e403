"""The estimates k1, k2, k3 of KL(q||p) as samples come in, with bands of 2 standard errors."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from engine.studies.kl_divergence import Running
from gui.plots.band import Band
from gui.plots.corner_note import CornerNote
from gui.plots.drawable import drawable, padded
from gui.plots.estimator_lines import ESTIMATORS, estimator_pen
from gui.plots.headroom import Headroom
from gui.plots.log_axis import use_log_axis
from gui.plots.plot import truth_pen
from gui.theme import Theme

# k3 may have infinite variance; one jump of it must not flatten the others.
WIDEST = 4.0


class RunningPlot:
    """Curves over log10 n; the range shows the last three fifths of the decades well."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        self.plot = plot
        use_log_axis(plot, "bottom")
        self.bands = {name: Band(theme.brush(name, 0.16)) for name in ESTIMATORS}
        self.exact = pg.PlotCurveItem(pen=truth_pen(theme), antialias=True)
        self.curves = {
            name: pg.PlotCurveItem(pen=estimator_pen(theme, name), antialias=True)
            for name in ESTIMATORS
        }
        for item in (*self.bands.values(), *self.curves.values(), self.exact):
            plot.addItem(item)
        self.note = CornerNote(plot, theme)
        self.headroom = Headroom(plot, self.note)
        plot.disableAutoRange()

    def draw(self, running: Running, note: str = "") -> None:
        """Show these estimates; what is infinite or undefined is left out."""
        n = np.log10(running.n)
        for name in ESTIMATORS:
            value, error = getattr(running, name), getattr(running, f"{name}_error")
            self.curves[name].setData(*drawable(n, value))
            self.bands[name].set_band(n, value - 2.0 * error, value + 2.0 * error)
        across = padded(*decades(running), 0.0, 0.0)
        self.exact.setData(np.array(across), np.full(2, running.exact))
        self.plot.setXRange(*across, padding=0)
        self.note.write(note)
        self.headroom.show(*value_range(running))


def decades(running: Running) -> tuple[float, float]:
    """What the x axis shows, log10 n: from 10 samples on if there are three decades."""
    first, last = np.log10(running.n[0]), np.log10(running.n[-1])
    return (1.0 if first < 1.0 and last >= 3.0 else float(first)), float(last)


def value_range(running: Running) -> tuple[float, float]:
    """What the y axis shows: k1, k2 and the exact value from n^(2/5) samples on, and as much
    of k3 as fits in a few times that."""
    late = running.n >= max(running.n[-1] ** 0.4, min(30.0, running.n[-1]))
    low = high = running.exact
    reach = {}
    for name in ESTIMATORS:
        value, error = getattr(running, name)[late], getattr(running, f"{name}_error")[late]
        value, error = drawable(value, error)
        if len(value):
            reach[name] = (
                float(np.min(value - 2.0 * error)),
                float(np.max(value + 2.0 * error)),
            )
    for name in ("k1", "k2"):
        if name in reach:
            low, high = min(low, reach[name][0]), max(high, reach[name][1])
    if "k3" in reach:
        length = WIDEST * (high - low)
        low = max(min(low, reach["k3"][0]), high - length)
        high = min(max(high, reach["k3"][1]), low + length)
    return low, high

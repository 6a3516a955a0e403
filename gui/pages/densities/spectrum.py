"""The eigenvalues of two covariance matrices, on a log axis."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from engine.gaussian.spectrum import Spectra
from gui.look.theme import Theme
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.pair import NAMES, SYMBOLS, pair_pen

LEAST = 0.6  # decades that are shown
FEW = 12


class SpectrumPanel(Panel):
    """Eigenvalues in descending order, p as circles and q as squares."""

    def __init__(
        self,
        layout: pg.GraphicsLayout,
        theme: Theme,
        place: tuple[int, int],
        span: tuple[int, int],
    ) -> None:
        labels = ("Eigenvalues", "number", "eigenvalue (x²)")
        super().__init__(layout, theme, place, *labels, span=span, log="y", room=(12.0, 12.0))
        self.plot.vb.setMouseEnabled(x=False, y=False)
        self.curves = {name: self.curve(pair_pen(theme, name, 1.2)) for name in NAMES}
        self.marks = {
            name: self.dots(
                name,
                symbol=SYMBOLS[name],
                pen=theme.pen(name, 1.4),
                brush=theme.brush("plot", 1.0),
            )
            for name in NAMES
        }

    def draw(self, spectra: Spectra) -> None:
        """Show both spectra."""
        for name in NAMES:
            for item in (self.curves[name], self.marks[name]):
                item.show(spectra.index, getattr(spectra, name))
        values = np.log10(np.concatenate((spectra.p, spectra.q)))
        low, high = float(values.min()), float(values.max())
        missing = max(LEAST - (high - low), 0.0)
        d = len(spectra.index)
        self.settle((0.5, d + 0.5), (low - 0.5 * missing, high + 0.5 * missing))
        # Between few eigenvalues an axis would put halves.
        ticks = [[(i, str(i)) for i in range(1, d + 1)], []] if d <= FEW else None
        self.plot.getAxis("bottom").setTicks(ticks)

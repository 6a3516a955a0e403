"""The eigenvalues of two covariance matrices, on a log axis."""

from __future__ import annotations

import numpy as np

from engine.gaussian.spectrum import Spectra
from gui.look.theme import Theme
from gui.pages.densities.picture import NAMES, STYLES
from gui.plotkit.drawable import padded
from gui.plotkit.grid import quiet_grid
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.plot import add_plot

SYMBOLS = {"p": "o", "q": "s"}


class SpectrumPlot:
    """Eigenvalues in descending order, p as circles and q as squares."""

    def __init__(
        self, layout, theme: Theme, position: tuple[int, int], span: tuple[int, int]
    ) -> None:
        self.plot = add_plot(
            layout, theme, position, "Eigenvalues", "number", "eigenvalue (x²)", span
        )
        use_log_axis(self.plot, "left")
        quiet_grid(self.plot, theme)
        self.plot.getAxis("left").setWidth(54)
        self.plot.disableAutoRange()
        self.plot.vb.setMouseEnabled(x=False, y=False)
        self.curves = {}
        for name in NAMES:
            self.curves[name] = self.plot.plot(
                pen=theme.pen(name, 1.2, STYLES[name]),
                symbol=SYMBOLS[name],
                symbolPen=theme.pen(name, 1.4),
                symbolBrush=theme.color("plot"),
                symbolSize=6,
                antialias=True,
            )

    def show(self, spectra: Spectra) -> None:
        """Draw both spectra."""
        logs = [np.log10(values) for values in (spectra.p, spectra.q)]
        for name, values in zip(NAMES, logs, strict=True):
            self.curves[name].setData(spectra.index, values)
        low, high = min(map(np.min, logs)), max(map(np.max, logs))
        if high - low < 0.6:
            low, high = 0.5 * (low + high) - 0.3, 0.5 * (low + high) + 0.3
        self.plot.setYRange(*padded(float(low), float(high), 0.1, 0.1), padding=0)
        d = len(spectra.index)
        self.plot.setXRange(0.5, d + 0.5, padding=0)
        # Between few eigenvalues an axis would put halves.
        ticks = [[(i, str(i)) for i in range(1, d + 1)], []] if d <= 12 else None
        self.plot.getAxis("bottom").setTicks(ticks)

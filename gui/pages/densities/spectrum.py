"""The eigenvalues of two covariance matrices, on a log axis."""

from __future__ import annotations

import numpy as np

from engine.gaussian.spectrum import Spectra
from gui.plotkit.frame import Frame
from gui.plotkit.pair import NAMES, SYMBOLS, pair_pen
from gui.plotkit.panel import Panel

LEAST = 0.6  # decades that are shown
FEW = 12


class SpectrumPanel(Panel):
    """Eigenvalues in descending order, p as circles and q as squares."""

    def __init__(self, frame: Frame) -> None:
        label = "eigenvalue, x²"
        super().__init__(frame, "number", label, log="y", whole=True, room=(12.0, 12.0))
        theme = self.theme
        self.curves = {name: self.curve(pair_pen(theme, name, 1.2), name=name) for name in NAMES}
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

"""Between the numbers of a picture of p and q and the pixels of its widget."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from engine.gaussian.density_curves import natural_range
from engine.gaussian.gaussian import Gaussian
from gui.inputs.pair_grips import peak_of
from gui.plotkit.drawable import padded
from gui.plotkit.steady import Range, Steady

PADDING = 0.03
REACHES = {1: 4.0, 2: 2.3}  # stds of the curves, of the ellipses, that a picture shows
FLOOR, HEADROOM = -0.01, 1.08  # of the taller peak
NICE = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """x and y ranges over a rectangle; y grows upwards."""

    area: QRectF
    x: Range
    y: Range

    @property
    def pixel(self) -> tuple[float, float]:
        """What one pixel is along either axis."""
        return (
            (self.x[1] - self.x[0]) / max(self.area.width(), 1.0),
            (self.y[1] - self.y[0]) / max(self.area.height(), 1.0),
        )

    def to_pixels(self, x: float, y: float) -> QPointF:
        """Where a point is drawn."""
        across, up = self.pixel
        return QPointF(
            self.area.left() + (x - self.x[0]) / across, self.area.bottom() - (y - self.y[0]) / up
        )

    def to_numbers(self, at: QPointF) -> tuple[float, float]:
        """What is drawn there."""
        across, up = self.pixel
        x = self.x[0] + (at.x() - self.area.left()) * across
        return x, self.y[0] + (self.area.bottom() - at.y()) * up


class SteadyRanges:
    """Ranges that stay still under a drag and under a slider until something leaves them."""

    def __init__(self) -> None:
        self._plane = False
        self._steady = (Steady(), Steady(follows=True))

    def next(self, p: Gaussian, q: Gaussian, held: bool) -> tuple[Range, Range]:
        """Along x and y, of the densities or, from two dimensions on, of the ellipses."""
        plane = p.dimension > 1
        if plane != self._plane:
            self._plane, self._steady = plane, (Steady(), Steady(follows=not plane))
        x = self._along(0, p, q, held)
        if plane:
            return x, self._along(1, p, q, held)
        peak = max(peak_of(p), peak_of(q))
        floor = FLOOR * peak
        return x, self._steady[1].next((floor, HEADROOM * peak), (floor, peak), held)

    def fit(self) -> None:
        """Show both whole the next time."""
        for each in self._steady:
            each.shown = None

    def _along(self, axis: int, p: Gaussian, q: Gaussian, held: bool) -> Range:
        pairs = [(float(g.mean[axis]), float(g.std[axis])) for g in (p, q)]
        seen = min(m - s for m, s in pairs), max(m + s for m, s in pairs)
        reach = REACHES[min(p.dimension, 2)]
        wanted = padded(*natural_range(*pairs, reach=reach), PADDING, PADDING)
        return self._steady[axis].next(wanted, seen, held)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers inside a range, at most so many."""
    if not (math.isfinite(high - low) and high > low and most > 0):
        return []
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice * power for nice in NICE if nice * power >= rough * (1.0 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    if last - first > most:  # steps below the digits of the numbers
        return []
    return [number * step for number in range(first, last + 1)]

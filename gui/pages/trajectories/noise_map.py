"""Noise to signal over the policy's noise and gain, with the current point to drag."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal

from engine.core.shown_numbers import shown_value
from engine.pages.trajectories.records import NoiseMap
from gui.base.gesture import new_gesture
from gui.plotkit.frame import Frame
from gui.plotkit.handles import Handle, decimals_of
from gui.plotkit.panel import Panel
from gui.plotkit.shades import shade
from gui.plotkit.words import Run

TOP_SHARE = 97.0  # per cent of the map below the darkest colour
FEWEST_DECADES = 2
SWATCHES = 4


class NoiseMapPanel(Panel):
    """An image of log10, between the gains of a stable policy."""

    moved = Signal(float, float, int)  # (sigma, K, gesture number)

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "σ", "K", log="x", room=(0.0, 0.0), x_key="sigma")
        colors = pg.ColorMap(np.linspace(0.0, 1.0, len(self.theme.map)), list(self.theme.map))
        self.image = pg.ImageItem(axisOrder="row-major")
        self.image.setColorMap(colors)
        self.image.setZValue(-5)
        self.plot.addItem(self.image, ignoreBounds=True)
        edge = self.theme.pen("negative", 1.2, Qt.PenStyle.DashLine)
        self.edges = [self.level(edge, seen=False) for _ in range(2)]
        self.here = self.dots("plot", 11, symbol="o", pen=self.theme.pen("p", 2.0))
        self.here.graphics.setZValue(20)
        tip = "σ and K of the policy: drag to others"
        self.handle = Handle(self.theme, "p", "mean", tip)
        self.handle.started.connect(self._start)
        self.handle.dragged.connect(self._drag)
        self.plot.addItem(self.handle, ignoreBounds=True)
        self._gesture = 0
        self._map: NoiseMap | None = None

    def draw(self, noise: NoiseMap) -> None:
        """Show this map and the current point."""
        x, y = np.log10(noise.sigma), noise.gain
        levels = level_range(noise)
        if self._map is None or not same_picture(self._map, noise):
            self.image.setImage(noise.log_ratio, autoLevels=False, levels=levels)
            across, up = (float(v[-1] - v[0]) / (len(v) - 1) for v in (x, y))
            corner = float(x[0]) - 0.5 * across, float(y[0]) - 0.5 * up
            self.image.setRect(QRectF(*corner, across * len(x), up * len(y)))
        self._map = noise
        for edge, gain in zip(self.edges, noise.stable, strict=True):
            inside = math.isfinite(gain) and noise.gain[0] < gain < noise.gain[-1]
            edge.at(gain if inside else None)
        self.here.show([noise.current_sigma], [noise.current_gain])
        self.handle.place(math.log10(noise.current_sigma), noise.current_gain)
        now = shown_value(noise.current, 3) if math.isfinite(noise.current) else "∞"
        self.headline(Run(f"now {now}", self.theme.ink("p")))
        self.say(self._scale(levels), f"of {noise.estimator}, dashed: |A + B K| = 1")
        self.settle((float(x[0]), float(x[-1])), (float(y[0]), float(y[-1])))

    def screen_only(self) -> list[pg.GraphicsObject]:
        """The handle."""
        return [*super().screen_only(), self.handle]

    def _scale(self, levels: tuple[float, float]) -> tuple[str | Run, ...]:
        """Colours and what they mean."""
        said: list[str | Run] = []
        span = levels[1] - levels[0]
        for level in range(round(levels[0]), round(levels[1]) + 1, max(round(span / SWATCHES), 1)):
            share = (level - levels[0]) / span
            said += [
                Run("■ ", shade(self.theme, share, 0.0).name()),
                f"{shown_value(10.0**level, 2)}   ",
            ]
        return tuple(said)

    def _start(self) -> None:
        self._gesture = new_gesture()

    def _drag(self, x: float, y: float) -> None:
        if self._map is None:
            return
        low, high = np.log10(self._map.sigma[[0, -1]])
        sigma = float(f"{10.0 ** min(max(x, low), high):.3g}")
        gain = min(max(y, float(self._map.gain[0])), float(self._map.gain[-1]))
        self.moved.emit(sigma, round(gain, decimals_of(self.plot.vb)[1]), self._gesture)


def level_range(noise: NoiseMap) -> tuple[float, float]:
    """Whole decades that hold the map, but for the few places where it is largest."""
    known = noise.log_ratio[np.isfinite(noise.log_ratio)]
    if not known.size:
        return 0.0, float(FEWEST_DECADES)
    low = math.floor(float(known.min()))
    return float(low), float(max(math.ceil(np.percentile(known, TOP_SHARE)), low + FEWEST_DECADES))


def same_picture(old: NoiseMap, new: NoiseMap) -> bool:
    """Whether the same image shows both."""
    names = ("sigma", "gain", "log_ratio")
    return all(
        np.array_equal(getattr(old, name), getattr(new, name), equal_nan=True) for name in names
    )

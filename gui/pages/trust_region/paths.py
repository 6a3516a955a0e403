"""Steps that are repeated: their paths, the return and the KL from the start, step by step."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_value
from engine.pages.trust_region.records import Paths
from gui.pages.trust_region.looks import LOOKS, step_pen
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.player import Player
from gui.plotkit.words import Run


class PathsPanel(Panel):
    """In the half-plane, the return's contours behind them; they can be played."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "mean μ", "std σ", short="μ", x_key="mean")
        theme = self.theme
        self.curves = {
            key: self.curve(step_pen(theme, key), name=name) for key, (name, *_) in LOOKS.items()
        }
        self.places = {
            key: self.dots(role, 10, symbol=symbol, pen=theme.pen("plot", 1.0))
            for key, (_, role, _, symbol) in LOOKS.items()
        }
        self.start = self.dots("q", 11, symbol="o", pen=theme.pen("plot", 1.2))
        self.player = Player(frame, "trust_region.shown")
        self.player.proposed.connect(self._propose)

    def draw(self, paths: Paths) -> None:
        """Show these paths, whole, and where each stands at the step that is shown."""
        for key, path in zip(paths.names, paths.paths, strict=True):
            self.curves[key].show(path.mean, path.std)
            at = [min(paths.shown, len(path.mean) - 1)]
            self.places[key].show(path.mean[at], path.std[at])
        first = paths.paths[0]
        self.start.show(first.mean[:1], first.std[:1])
        self.headline(f"step {paths.shown:,} of {paths.steps:,}")
        self.player.follow(paths.shown, paths.steps)
        self.settle(x_padding=0.03)


class StepsPanel(Panel):
    """A quantity of each path against the steps."""

    def __init__(self, frame: Frame, label: str, log: str = "") -> None:
        super().__init__(frame, "steps", label, x_key="steps", log=log, whole=True)
        self.curves = {
            key: self.curve(step_pen(self.theme, key), name=name)
            for key, (name, *_) in LOOKS.items()
        }
        self.line = self.marker("trust_region.shown")

    def show_paths(self, paths: Paths, name: str, first: int = 0) -> None:
        """Show this field of each path, from a step on."""
        for key, path in zip(paths.names, paths.paths, strict=True):
            values = getattr(path, name)
            self.curves[key].show(np.arange(first, len(values)), values[first:])
        self.line.mark(paths.shown)


class ReturnsPanel(StepsPanel):
    """The return."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "return")

    def draw(self, paths: Paths) -> None:
        """Show these returns."""
        self.show_paths(paths, "value")
        ends = {key: float(path.value[-1]) for key, path in
                zip(paths.names, paths.paths, strict=True)}  # fmt: skip
        best = max(ends, key=ends.__getitem__)
        name, role, *_ = LOOKS[best]
        text = f"{name}: {shown_value(ends[best], 3)}"
        self.headline(Run(text, self.theme.ink(role)))
        self.settle()


class FromStartPanel(StepsPanel):
    """KL(q||policy): steps in one direction add their lengths, and KL grows with their square."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "KL(start∥now), nats", log="y")
        self.budget = self.curve(
            self.theme.pen("muted", 1.4, Qt.PenStyle.DotLine), name="N δ", seen=False
        )
        self.square = self.curve(
            self.theme.pen("text", 1.4, Qt.PenStyle.DotLine), name="N² δ", seen=False
        )

    def draw(self, paths: Paths) -> None:
        """Show these divergences."""
        self.show_paths(paths, "kl", first=1)
        n = np.arange(1.0, paths.steps + 1.0)
        self.budget.show(n, n * paths.delta)
        self.square.show(n, n * n * paths.delta)
        natural = paths.paths[paths.names.index("natural_sigma")]
        if len(natural.kl) > 2:
            name, role, *_ = LOOKS["natural_sigma"]
            text = f"two steps: {shown_value(float(natural.kl[2]) / paths.delta, 2)} δ"
            ink = self.theme.ink(role)
            self.headline(Run(f"{name}, {text}", ink), Run(text, ink))
        else:
            self.headline("")
        self.settle()

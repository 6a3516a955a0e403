"""Steps of every size: the KL that each reaches, and where each points as delta shrinks."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_value
from engine.page.result import Result
from engine.pages.trust_region.records import Limit, Reached
from engine.session.session import Session
from gui.pages.trust_region.looks import LOOKS, step_pen
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.words import Run

HIGHEST, LOWEST = 4.0, 0.25  # times delta
LONGEST = 2.5  # times the length sqrt(2 delta)
NO_GRADIENT = "the gradient is 0 here: no step has a direction"


class ReachedPanel(Panel):
    """KL(old||new) over delta; the current delta can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(
            frame, "delta that is set, nats", "KL(old∥new) / δ", short="δ", log="xy", x_key="delta"
        )
        self.set_to = self.level(truth_pen(self.theme), name="as set")
        self.curves = {
            key: self.curve(step_pen(self.theme, key), name=name)
            for key, (name, *_) in LOOKS.items()
        }
        self.line = self.marker("trust_region.delta")

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.reached)
        delta = result.reached.current
        texts = []
        for key in ("natural_sigma", "best"):
            found = result[f"{key}.kl_old_new"]
            name, role, *_ = LOOKS[key]
            if found.kind != "unknown":
                text = f"{name}: {shown_value(found.value / delta, 3)} δ"
                texts.append(Run(text, self.theme.ink(role)))
        self.headline(*texts[:1])
        self.say(*texts[1:])

    def draw(self, reached: Reached) -> None:
        """Show these divergences."""
        self.set_to.at(1.0)
        low, high = 1.0, 1.0
        for key, ratio in zip(reached.names, reached.old_new, strict=True):
            self.curves[key].show(reached.delta, ratio)
            inside = ratio[(ratio > LOWEST) & (ratio < HIGHEST)]
            low, high = min([low, *inside]), max([high, *inside])
        self.line.mark(reached.current)
        self.settle(y=(float(np.log10(low)), float(np.log10(high))))


class LimitPanel(Panel):
    """Steps over sqrt(2 delta): all that are measured by KL tend to one point of the ellipse."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "Δμ / (σ √2δ)", "Δσ / (σ √2δ)", short="Δμ", x_key="across")
        theme = self.theme
        self.ellipse = self.curve(theme.pen("text", 1.2, Qt.PenStyle.DotLine), name="Fisher")
        self.curves = {
            key: self.curve(step_pen(theme, key, 2.2), name=name)
            for key, (name, *_) in LOOKS.items()
        }
        self.now = {
            key: self.dots(role, 9, symbol=symbol, pen=theme.pen("plot", 1.0))
            for key, (_, role, _, symbol) in LOOKS.items()
        }
        self.tends = self.dots("truth", 9, symbol="x", pen=theme.pen("plot", 0.6))

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.limit, session.options["trust-region"].values()["delta"])

    def draw(self, limit: Limit | None, delta: float) -> None:
        """Show where steps of this delta and of smaller ones point."""
        if limit is None:
            for item in self.items:
                item.hide()
            self.headline("")
            self.say(sentence=NO_GRADIENT)
            self.settle()
            return
        self.ellipse.show(limit.ellipse_across, limit.ellipse_up)
        smaller = limit.delta <= delta
        for i, key in enumerate(limit.names):
            across, up = limit.across[i][smaller], limit.up[i][smaller]
            near = np.hypot(across, up) < LONGEST
            self.curves[key].show(across[near], up[near])
            self.now[key].show(across[near][:1], up[near][:1])
        ends = np.array([limit.natural, limit.gradient])
        self.tends.show(ends[:, 0], ends[:, 1])
        self.headline("✕ limits: the natural gradient, the plain one", "✕ limits")
        self.settle()

"""Signal to noise of the gradients of L_K against K."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_estimate
from engine.pages.evidence_bound.records import Signals
from gui.pages.evidence_bound.looks import SIGNAL_LOOKS, look_pen
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.words import Run

TOO_FAR = "q is too far from the posterior for an exact gradient of L_K"


class SignalsPanel(Panel):
    """What is measured with bars, and dotted what it tends to; the current K can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(
            frame, "samples per bound K", "|mean| / std of one estimate", short="K", log="xy",
            x_key="K", whole=True,
        )  # fmt: skip
        theme = self.theme
        self.limits, self.curves, self.dots_of, self.errors = [], [], [], []
        for name, role, dashed in SIGNAL_LOOKS:
            self.errors.append(self.bars(role, seen=False))
            self.limits.append(self.curve(theme.pen(role, 1.2, Qt.PenStyle.DotLine), seen=False))
            pen = look_pen(theme, role, dashed)
            self.curves.append(self.curve(pen, name=name, error=self.errors[-1]))
            self.dots_of.append(self.dots(role, 6))
        self.line = self.marker("evidence.k")

    def draw(self, found: Signals | None) -> None:
        """Show these, with the slopes at large K."""
        if found is None:
            for each in self.items:
                each.hide()
            self.line.show(False)
            self.headline("")
            self.say(sentence=TOO_FAR)
            self.settle()
            return
        self.line.show(True)
        self.line.mark(found.current)
        for i, curve in enumerate(self.curves):
            ratio, reach = found.ratio[i], 2.0 * found.error[i]
            curve.show(found.k, ratio)
            self.dots_of[i].show(found.k, ratio)
            self.errors[i].show(found.k, np.maximum(ratio - reach, 0.1 * ratio), ratio + reach)
            self.limits[i].show(found.limit_k, found.limit[i])
        self._tell(found)
        self.settle(x_padding=0.02)

    def _tell(self, found: Signals) -> None:
        texts = [slope_text(found, i) for i in (0, 2, 4)]
        inks = [self.theme.ink(SIGNAL_LOOKS[i][1]) for i in (0, 2, 4)]
        if not texts[0]:
            self.headline("no signal: q is the posterior")
            self.say("dotted: what each tends to")
            return
        encoder = Run(f"encoder: slope {texts[0]}", inks[0], bold=True)
        self.headline(encoder)
        others = [
            Run(f"{name} {text}", ink)
            for name, text, ink in zip(("DReG", "model"), texts[1:], inks[1:], strict=True)
            if text
        ]
        self.say(*others, "dotted: large K, slopes −1/2 and 1/2")


def slope_text(found: Signals, index: int) -> str:
    """A slope with its standard error, or nothing."""
    slope, error = float(found.slope[index]), float(found.slope_error[index])
    if math.isnan(slope):
        return ""
    return shown_estimate(slope, error)

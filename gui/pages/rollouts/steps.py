"""Numbers at every step of a training."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.page.result import Result
from engine.session.session import Session
from engine.weights.rollouts.by_step import SEQUENCE_SHARE, ByStep
from gui.pages.rollouts.profiles import ends_of, show_band
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen

NO_STEPS = "The file tells fewer than two steps."
SHOWN = {
    "mean_ratio": ("mean ratio", "q"),
    "token_ess_fraction": ("tokens", "accent"),
    SEQUENCE_SHARE: ("sequences", "p"),
}


class StepsPanel(Panel):
    """Mean ratio and the shares that count, with the step that is looked at."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "step", short="step", x_key="step", whole=True)
        theme = self.theme
        self.one = self.level(truth_pen(theme))
        self.areas = {name: self.band(role) for name, (_, role) in SHOWN.items()}
        self.curves = {
            name: self.curve(theme.pen(role, 1.8), name=label, error=self.areas[name])
            for name, (label, role) in SHOWN.items()
        }
        self.bad = self.dots("warning", 7)
        self.line = self.marker("rollouts.step")

    def show_result(self, result: Result, session: Session) -> None:
        chosen = int(session.options["rollouts"].values()["step"])
        self.draw(result.figure("steps"), chosen)

    def draw(self, found: ByStep | None, chosen: int = -1) -> None:
        """Show these numbers, if the file tells steps."""
        if found is None:
            for item in self.items:
                item.hide()
            self.one.at(None)
            self.line.show(False)
            self.headline("")
            self.say(sentence=NO_STEPS)
            self.settle()
            return
        bands = [found.numbers[name] for name in SHOWN]
        for name, band in zip(SHOWN, bands, strict=True):
            show_band(self.curves[name], self.areas[name], found.steps, band)
        self.one.at(1.0)
        bad = np.array([fault != "healthy" for fault in found.faults])
        self.bad.show(found.steps[bad], np.ones(int(bad.sum())))
        self.line.show(chosen >= 0)
        if chosen >= 0:
            self.line.mark(float(_nearest(found.steps, chosen)))
        count = int(bad.sum())
        self.headline(f"{count:,} of {len(bad):,} steps not healthy" if count else "all healthy")
        self.say("dots: steps that are not healthy by themselves" if count else "")
        low, high = ends_of(bands)
        self.settle(y=(min(low, 1.0) - 0.03, max(high, 1.0) + 0.03), x_padding=0.02)


def _nearest(steps: Array, chosen: int) -> float:
    return float(steps[int(np.argmin(np.abs(steps - chosen)))])

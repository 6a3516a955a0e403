"""The plots of gates."""

from __future__ import annotations

import numpy as np

from engine.core.shown_numbers import shown_value
from engine.core.words import tr_noop
from engine.pages.gates.figures import Errors, Gradients, Levels, Sequences
from engine.pages.gates.quantities import NAMES, TITLES
from gui.plotkit.categories import name_columns
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.series import series_pen, series_role, series_symbol
from gui.plotkit.words import Run

SHORT = ("none", "PPO", "higher", tr_noop("dual"), "CISPO", "TIS", "mask")
LARGEST_ERROR = 1e3


class GradientsPanel(Panel):
    """The mean gradient of every gate beside the true one, by mu and log sigma."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "∂μ · σ", "∂log σ / √2", short="∂μ")
        theme = self.theme
        self.rays = [self.curve(series_pen(theme, i, 1.4)) for i in range(len(NAMES))]
        self.ends = [
            self.dots(
                series_role(i),
                11,
                name=TITLES[name],
                pen=theme.pen("plot", 1.2),
                symbol=series_symbol(i),
            )
            for i, name in enumerate(NAMES)
        ]
        self.measured = self.dots("text", 4)
        self.true = self.dots("truth", 13, symbol="+", name="true")

    def draw(self, found: Gradients) -> None:
        """Show these."""
        for i, (x, y) in enumerate(found.exact):
            self.rays[i].show([0.0, x], [0.0, y])
            self.ends[i].show([x], [y])
        order = np.argsort(found.measured[:, 0])
        self.measured.show(found.measured[order, 0], found.measured[order, 1])
        self.true.show([found.true[0]], [found.true[1]])
        self.say("small dots: from the samples")
        ppo = NAMES.index("ppo")
        length = 100.0 * found.length[ppo]
        self.headline(
            f"PPO keeps {shown_value(length, 3)} % of the length" if np.isfinite(length) else ""
        )
        points = np.vstack([found.exact, found.measured, found.true, [0.0, 0.0]])
        reach = points.max(axis=0) - points.min(axis=0)
        margin = 0.08 * np.where(reach > 0.0, reach, 1.0)
        low, high = points.min(axis=0) - margin, points.max(axis=0) + margin
        self.settle((low[0], high[0]), (low[1], high[1]))


class LevelsPanel(Panel):
    """What stands before A times the score, against w, for one sign of the advantage."""

    sign = 0

    def __init__(self, frame: Frame) -> None:
        label = "weight of the score"
        super().__init__(frame, "ratio w", label, short="w", log="x", x_key="w")
        self.gates = [
            self.curve(series_pen(self.theme, i), name=TITLES[name]) for i, name in enumerate(NAMES)
        ]

    def draw(self, levels: Levels) -> None:
        """Show these weights."""
        for curve, weight in zip(self.gates, levels.gradient[:, self.sign], strict=True):
            curve.show(levels.weight, weight)
        self.settle(y=(0.0, min(float(levels.weight[-1]), 6.0)))


class PositivePanel(LevelsPanel):
    """Where A > 0."""

    sign = 0


class NegativePanel(LevelsPanel):
    """Where A < 0."""

    sign = 1


class ErrorsPanel(Panel):
    """Relative error of a batch's gradient against its size."""

    def __init__(self, frame: Frame) -> None:
        label = "error / length of the true gradient"
        super().__init__(frame, "batch B", label, short="B", log="xy", x_key="B", whole=True)
        self.gates = [
            self.curve(series_pen(self.theme, i), name=TITLES[name]) for i, name in enumerate(NAMES)
        ]
        self.line = self.marker("gates.batch")

    def draw(self, errors: Errors) -> None:
        """Show these errors."""
        known = len(errors.error) > 0
        for i, curve in enumerate(self.gates):
            error = np.minimum(errors.error[i], LARGEST_ERROR) if known else []
            curve.show(errors.batch if known else [], error)
        self.line.mark(errors.current)
        if not known:
            self.headline("")
            self.say(sentence="The true gradient is 0: there is nothing to be relative to.")
        else:
            best = int(np.argmin(errors.current_error))
            words = f"least at B = {errors.current:,}: {TITLES[NAMES[best]]}"
            self.headline(Run(words, self.theme.ink(series_role(best))), TITLES[NAMES[best]])
            self.say()
        self.settle()


class KeptPanel(Panel):
    """The share of samples whose weight is left as it is."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "", "share kept")
        self.shares = [self.boxes(series_role(i), 0.6) for i in range(len(NAMES))]

    def draw(self, found: Gradients) -> None:
        """Show these shares."""
        for i, share in enumerate(found.kept):
            self.shares[i].show([i + 1.0], [share])
        ends = name_columns(self, SHORT)
        self.headline(f"PPO {shown_value(100.0 * found.kept[NAMES.index('ppo')], 3)} %")
        self.settle(ends, (0.0, 1.0))


class SequencesPanel(Panel):
    """A sequence's ratio against its length."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "tokens T", "", short="T", log="x", x_key="T", whole=True)
        theme = self.theme
        self.curves = {
            "logged": self.curve(series_pen(theme, 1), name="ESS, logged"),
            "share": self.curve(theme.pen("p", 2.2), name="ESS, true"),
            "truncated": self.curve(series_pen(theme, 2), name="mean min(w, C)"),
            "masked": self.curve(series_pen(theme, 3), name="mean, masked"),
            "above": self.curve(series_pen(theme, 6), name="P(w > C)"),
        }
        self.line = self.marker("gates.tokens")

    def draw(self, found: Sequences) -> None:
        """Show these curves."""
        for name, curve in self.curves.items():
            curve.show(found.tokens, getattr(found, name))
        self.line.mark(found.current)
        logged, share = (
            float(np.interp(found.current, found.tokens, each))
            for each in (found.logged, found.share)
        )
        words = (
            f"T = {found.current:,}: logged {shown_value(logged, 3)}, true {shown_value(share, 3)}"
        )
        self.headline(words, f"{shown_value(logged, 3)}, true {shown_value(share, 3)}")
        self.settle(y=(0.0, 1.0))

"""The plots of guided policy search."""

from __future__ import annotations

import numpy as np

from engine.core.shown_numbers import shown_estimate, shown_value
from engine.pages.guided_search.figures import FACTORS, Objectives, Replay, Returns, Trust
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.series import series_pen
from gui.plotkit.words import Run

LARGEST_DOT = 9.0
SIZES = 4  # to a pixel: each size of a dot is a picture, made once
SHOWN = 1.6  # lengths of the exact curve's range that the estimates may take
DEEPEST = -60.0  # nats of log Z that are shown


class ReturnsPanel(Panel):
    """What policies earn, and what the replay says; the policy's mean can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "mean of the policy p", "return", short="mean", x_key="mean")
        theme = self.theme
        self.exact = self.curve(truth_pen(theme), name="exact")
        self.estimate = self.curve(theme.pen("q", 2.0), name="estimate")
        self.phi = self.curve(series_pen(theme, 2), name="Φ")
        self.tops = {
            name: self.dots(role, 10, symbol="d", pen=theme.pen("plot", 1.2), seen=False)
            for name, role in (("exact", "truth"), ("estimate", "q"), ("phi", "k2"))
        }
        self.errors = self.bars("q", seen=False)
        self.line = self.marker("p.mean[1]")

    def draw(self, found: Returns) -> None:
        """Show these curves."""
        mean = found.mean
        curves = {"exact": found.exact, "estimate": found.estimate, "phi": found.phi}
        for name, item in (("exact", self.exact), ("estimate", self.estimate), ("phi", self.phi)):
            item.show(mean, curves[name])
            top = int(np.argmax(curves[name]))
            self.tops[name].show([mean[top]], [curves[name][top]])
        reach = 2.0 * found.current_error
        self.errors.show(
            [found.current], [found.current_estimate - reach], [found.current_estimate + reach]
        )
        self.line.mark(found.current)
        ink = self.theme.ink
        exact = f"exact {shown_value(found.current_exact, 4)}"
        told = f"estimate {shown_estimate(found.current_estimate, found.current_error)}"
        self.headline((Run(told, ink("q")), "   ", Run(exact, ink("truth"))), Run(told, ink("q")))
        self.say("◆ where each is largest; the bar: two standard errors at the current policy")
        low, high = float(found.exact.min()), float(found.exact.max())
        above = max(float(found.estimate.max()), high)
        length = high - low if high > low else 1.0
        self.settle(y=(low, min(above, high + SHOWN * length)))


class ReplayPanel(Panel):
    """The guides, the policy, and the samples, as large as their weights."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "action a", "density", short="a", x_key="a")
        theme = self.theme
        self.shade = self.band("p", 0.14)
        self.policy = self.curve(theme.pen("p", 2.0), name="policy p")
        self.guides = [
            self.curve(theme.pen("q", 1.8), name="guide q"),
            self.curve(series_pen(theme, 3), name="second guide"),
        ]
        self.samples = self.dots("text", 4, brush=theme.brush("text", 0.45))
        self.line = self.marker("p.mean[1]")

    def draw(self, replay: Replay) -> None:
        """Show these."""
        self.policy.show(replay.action, replay.policy)
        self.shade.show(replay.action, 0.0 * replay.policy, replay.policy)
        for place, curve in enumerate(self.guides):
            there = place < len(replay.guides)
            curve.show(replay.action if there else [], replay.guides[place] if there else [])
        share = replay.share / max(float(replay.share.max()), 1e-300)
        sizes = self.theme.symbol(1.0) * (2.0 + LARGEST_DOT * np.sqrt(share))
        order = np.argsort(replay.sampled)
        self.samples.show(replay.sampled[order], np.zeros(len(order)))
        self.samples.graphics.setSize(np.round(sizes[order] * SIZES) / SIZES)
        self.line.mark(replay.policy_mean)
        largest = 100.0 * float(replay.share.max())
        self.headline(f"the largest weight: {shown_value(largest, 3)} %")
        self.say("● samples, as large as their weight")
        self.settle()


class TrustPanel(Panel):
    """How many trajectories count, against the policy's mean."""

    def __init__(self, frame: Frame) -> None:
        label = "effective trajectories"
        super().__init__(frame, "mean of the policy p", label, short="mean", x_key="mean")
        self.most = self.level(truth_pen(self.theme), name="all")
        self.effective = self.curve(self.theme.pen("k3", 2.0), name="effective")
        self.line = self.marker("p.mean[1]")

    def draw(self, trust: Trust) -> None:
        """Show this curve."""
        self.effective.show(trust.mean, trust.effective)
        self.most.at(trust.trajectories)
        self.line.mark(trust.current)
        now = float(np.interp(trust.current, trust.mean, trust.effective))
        self.headline(f"{shown_value(now, 3)} of {trust.trajectories:,}")
        self.settle(y=(0.0, float(trust.trajectories)))


class LogZPanel(Panel):
    """log Z against the policy's mean: what is subtracted where nobody has been."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "mean of the policy p", "nats", short="mean", x_key="mean")
        self.zero = self.level(truth_pen(self.theme))
        self.log_z = self.curve(self.theme.pen("k2", 2.0), name="log Z")
        self.line = self.marker("p.mean[1]")

    def draw(self, trust: Trust) -> None:
        """Show this curve."""
        self.log_z.show(trust.mean, trust.log_z)
        self.zero.at(0.0)
        self.line.mark(trust.current)
        now = float(np.interp(trust.current, trust.mean, trust.log_z))
        self.headline(f"{shown_value(now, 3)} nats")
        self.settle(y=(max(float(trust.log_z.min()), DEEPEST), float(trust.log_z.max())))


class ObjectivesPanel(Panel):
    """Phi for several regularisers, each less its largest."""

    def __init__(self, frame: Frame) -> None:
        label = "less the largest"
        super().__init__(frame, "mean of the policy p", label, short="mean", x_key="mean")
        theme = self.theme
        self.exact = self.curve(truth_pen(theme), name="exact")
        self.phi = [
            self.curve(series_pen(theme, i), name=f"wᵣ × {f:g}") for i, f in enumerate(FACTORS)
        ]
        self.tops = self.dots("text", 9, symbol="d", pen=theme.pen("plot", 1.2), seen=False)

    def draw(self, found: Objectives) -> None:
        """Show these curves."""
        self.exact.show(found.mean, found.exact)
        for curve, phi in zip(self.phi, found.phi, strict=True):
            curve.show(found.mean, phi)
        places = np.sort([found.best_exact, *found.best])
        self.tops.show(places, np.zeros(len(places)))
        self.say("◆ where each is largest")
        self.settle(y=(float(found.exact.min()), 0.0))

"""The log-ratios of whole sequences: how they grow, against length, and as weights."""

from __future__ import annotations

import math

import numpy as np

from engine.core.number_format import estimate_text, value_text
from engine.pages.rollouts.figures import SequenceScatter
from engine.weights.rollouts.partial_sums import PartialSums
from engine.weights.rollouts.sequence_weights import SequenceHistogram
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen

FEW = "Fewer than 8 sequences have two tokens: their sums say nothing of growth."
EQUAL = "The log-ratios do not vary: nothing grows."
HALF = math.log(2.0)
LEAST = 1e-3  # of the largest variance: what is far below is not shown


class GrowthPanel(Panel):
    """The variance of the first t tokens' sum against t, of independent tokens, and as t²."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "tokens t", "nats²", short="t", log="xy", x_key="t", whole=True)
        theme = self.theme
        self.area = self.band("p")
        self.half = self.level(theme.pen("warning", 1.2), name="half lost", seen=False)
        self.square = self.curve(theme.pen("muted", 1.2), name="t²", seen=False)
        self.independent = self.curve(truth_pen(theme), name="independent")
        self.measured = self.curve(theme.pen("p", 2.2), name="measured", error=self.area)

    def draw(self, found: PartialSums | None) -> None:
        """Show this growth, if there is one."""
        if found is None or math.isnan(found.power.value):
            for item in self.items:
                item.hide()
            self.half.at(None)
            self.headline("")
            self.say(sentence=FEW if found is None else EQUAL)
            self.settle()
            return
        value, error = found.variance.value, found.variance.error
        self.measured.show(found.t, value)
        reach = np.where(np.isfinite(error), 2.0 * error, 0.0)
        self.area.show(found.t, np.maximum(value - reach, LEAST * value), value + reach)
        self.independent.show(found.t, found.independent)
        self.square.show(found.t, found.independent[0] * found.t**2)
        self.half.at(HALF)
        power = estimate_text(found.power.value, found.power.standard_error)
        self.headline(f"grows as t to the {power}", f"power {value_text(found.power.value, 3)}")
        self.say("above ln 2 fewer than half of the sequences count")
        shown = np.concatenate([value[value > 0.0], found.independent[found.independent > 0.0]])
        low, high = float(np.min(shown)), float(np.max(shown))
        self.settle(y=(math.log10(low) - 0.1, math.log10(max(high, low)) + 0.1))


class ScatterPanel(Panel):
    """S of each sequence against its length, and two standard deviations of independent tokens."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(
            frame, "tokens of the sequence", "log w of it", short="tokens", x_key="t", whole=True
        )
        self.cone = self.band("truth", 0.12)
        self.zero = self.level(truth_pen(self.theme))
        self.each = self.dots("p", 4)

    def draw(self, found: SequenceScatter) -> None:
        """Show these sequences."""
        order = np.argsort(found.length, kind="stable")
        length, total = found.length[order], found.log_ratio[order]
        self.each.show(length, total)
        t = np.linspace(0.0, 1.02 * float(length[-1]), 80)
        spread = 2.0 * found.std * np.sqrt(t)
        self.cone.show(t, found.mean * t - spread, found.mean * t + spread)
        self.zero.at(0.0)
        outside = np.abs(total - found.mean * length) > 2.0 * found.std * np.sqrt(length)
        share = value_text(100.0 * float(np.mean(outside)), 2)
        self.headline(f"{share} % outside of 4.6 %", f"{share} % outside")
        self.say("shaded: 95 % of sequences of independent tokens")
        low, high = min(float(total.min()), 0.0), max(float(total.max()), 0.0)
        margin = 0.05 * (high - low) or 0.1
        self.settle((0.0, 1.02 * float(length[-1])), (low - margin, high + margin))


class WeightsPanel(Panel):
    """The share of the sequences and of the weight in each bin of S."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "log w of a sequence, nats", "share", short="log w")
        theme = self.theme
        self.counts = self.steps(theme.pen("q", 1.6), name="sequences")
        self.weight = self.steps(theme.pen("p", 1.6), name="weight")

    def draw(self, found: SequenceHistogram) -> None:
        """Show these shares."""
        counts = found.counts / max(float(np.sum(found.counts)), 1.0)
        self.counts.show(found.edges, counts)
        self.weight.show(found.edges, found.weight)
        largest = value_text(100.0 * float(found.weight.max()), 3)
        self.headline(f"{largest} % of the weight in one bin", f"{largest} % in a bin")
        self.settle(y=(0.0, float(max(counts.max(), found.weight.max()))))

"""The PPO ratio with the correction on both sides and on one, and the objective of SAC."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_estimate, shown_value
from engine.pages.tanh_squashing.records import Objective, Ratios
from gui.pages.tanh_squashing.group import mark
from gui.plotkit.drawable import LARGEST, padded
from gui.plotkit.frame import Frame
from gui.plotkit.log_counts import EMPTY, FLOOR, log_counts
from gui.plotkit.panel import Panel
from gui.plotkit.words import Run

SOLID, DASH, DOT = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
CASES = {
    "both": ("k2", SOLID, "both corrected"),
    "new_only": ("k1", DASH, "p only"),
    "old_only": ("k3", DOT, "q only"),
}


class RatioPanel(Panel):
    """How many samples have a log-ratio in each bin, in decades, and the mean ratios in words."""

    def __init__(self, frame: Frame) -> None:
        label = "log ratio of new policy p to old q, nats"
        super().__init__(frame, label, "samples per bin", short="nats", log="y", room=(0.0, 6.0))
        theme = self.theme
        self.one = self.curve(theme.pen("muted", 1.0))
        self.outlines = {
            case: self.steps(theme.pen(role, 1.8, style), name=name)
            for case, (role, style, name) in CASES.items()
        }
        self.one.show([0.0, 0.0], [10.0**EMPTY, 1e20])

    def draw(self, found: Ratios) -> None:
        """Show these counts."""
        tallest, far = 1.0, too_far(found)
        edges = np.linspace(-1.0, 1.0, len(found.edges)) if far else found.edges
        for case, outline in self.outlines.items():
            counts = 0.0 * getattr(found, case) if far else getattr(found, case)
            outline.show(edges, log_counts(counts))
            tallest = max(tallest, float(np.max(counts)))
        mean, *others = self._lines(found)
        self.headline(mean, Run(mean.text.partition(",")[0].partition(": ")[2], mean.color))
        self.say(*others, f"{found.samples:,} samples of q")
        self.settle(_reach(found), (FLOOR, math.log10(tallest)))

    def _lines(self, found: Ratios) -> list[Run]:
        lines = []
        for index, (role, _, name) in enumerate(CASES.values()):
            log_mean, mean = float(found.log_means[index]), float(found.means[index])
            exact = "" if math.isnan(log_mean) else f", exact {exp_text(log_mean)}"
            text = shown_estimate(mean, float(found.errors[index]))
            if found.held:
                text = "too large to average"
            elif mean == 0.0:
                text = "below 1e-16 in every sample"
            lines.append(Run(f"mean, {name}: {text}{exact}", self.theme.ink(role)))
        beyond = int(np.sum(found.outside))
        if too_far(found):
            lines.append(Run("log ratios too large to be drawn"))
        elif beyond:
            lines.append(Run(f"{beyond:,} beyond the bins"))
        return lines


class ObjectivePanel(Panel):
    """The objective over log10 std, with the Jacobian and without."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(
            frame, "std of u", "reward", short="std", log="x", x_key="std", room=(10.0, 12.0)
        )
        theme = self.theme
        self.current = self.curve(theme.pen("accent", 1.0))
        self.curves = {
            "with_jacobian": self.curve(theme.pen("p", 2.2), name="with Jacobian"),
            "without_jacobian": self.curve(theme.pen("q", 1.8, DASH), name="without"),
        }
        # Where the two stds are close, that with the Jacobian is in front.
        self.best_without = mark(self, "q", 12, "s")
        self.best = mark(self, "p", 12, "d")

    def draw(self, found: Objective) -> None:
        """Show this objective."""
        low, high = _range(found)
        far = 100.0 * (high - low)
        for name, curve in self.curves.items():
            curve.show(found.std, np.clip(getattr(found, name), low - far, high + far))
        std, value = found.best_with.tolist()
        self.best.show([std], [value])
        self.best_without.show(*found.peaks_without.T)
        self.current.show([found.current_std] * 2, [low - far, high + far])
        self._say(found)
        x = np.log10(found.std[[0, -1]])
        self.settle((float(x[0]), float(x[1])), (low, high), x_padding=0.02)

    def _say(self, found: Objective) -> None:
        best = shown_value(float(found.best_with[0]), 3)
        right = "best std beyond the curve" if found.with_at_edge else f"best std {best}"
        peaks = ", ".join(shown_value(each, 3) for each in found.peaks_without[:, 0].tolist())
        wrong = f"peak at {peaks}, then it rises without end" if peaks else "it rises without end"
        p, q = self.theme.ink("p"), self.theme.ink("q")
        self.headline(Run(f"◆ with: {right}", p), Run(f"◆ {right}", p))
        self.say(
            Run(f"■ without: {wrong}", q),
            f"r = {found.reward}, α = {shown_value(found.alpha, 3)}",
            Run(f"now: std {shown_value(found.current_std, 3)}", self.theme.ink("accent")),
        )


def _reach(found: Ratios) -> tuple[float, float]:
    """What holds a sample, and 0."""
    if too_far(found):
        return -1.0, 1.0
    filled = np.flatnonzero(found.both + found.new_only + found.old_only)
    if not len(filled):
        return float(found.edges[0]), float(found.edges[-1])
    low, high = found.edges[filled[0]], found.edges[filled[-1] + 1]
    return padded(min(float(low), 0.0), max(float(high), 0.0), 0.03, 0.03)


def _range(found: Objective) -> tuple[float, float]:
    best = float(found.best_with[1])
    high = max(best, float(np.max(found.without_jacobian)))
    low = best - max(1.2 * (high - best), 6.0 * found.alpha, 1e-9 * abs(best))
    return low, high


def too_far(found: Ratios) -> bool:
    """Whether the log-ratios are beyond what can be placed on an axis."""
    return float(np.max(np.abs(found.edges))) > LARGEST


def exp_text(log: float) -> str:
    """e^log as a number, or as a power of e where it is large."""
    return shown_value(math.exp(log), 4) if abs(log) < 15.0 else f"e^{shown_value(log, 4)}"

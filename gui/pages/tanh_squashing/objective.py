"""The PPO ratio with the correction on both sides and on one, and the objective of SAC."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.number_format import estimate_text, value_text
from engine.page.result import Result
from engine.pages.tanh_squashing.options import Options
from engine.pages.tanh_squashing.records import Objective, Ratios
from gui.look.theme import Theme
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import LARGEST, drawable, padded
from gui.plotkit.group import AXIS_WIDTH, Group, say_title
from gui.plotkit.headroom import Headroom
from gui.plotkit.key import Key
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.log_counts import EMPTY, FLOOR, log_counts

SOLID, DASH, DOT = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
CASES = {
    "both": ("k2", SOLID, "both corrected"),
    "new_only": ("k1", DASH, "p only"),
    "old_only": ("k3", DOT, "q only"),
}


class ObjectiveGroup(Group):
    """Histograms of the log-ratio; the objective against the std."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        super().__init__(layout, theme)
        self.key = Key(theme, AXIS_WIDTH)
        layout.addItem(self.key, row=0, col=0, colspan=2)
        self.ratio = self.add(1, 0, "Ratio p / q", "log ratio of new policy p to old q, nats")
        use_log_axis(self.ratio, "left")
        self.objective = self.add(1, 1, "E r − α E log π", "std of u")
        use_log_axis(self.objective, "bottom")
        self._add_ratios()
        self._add_objective()
        self.finish()

    def draw(self, result: Result, options: Options) -> None:
        self._draw_ratios(result.ratios)
        self._draw_objective(result.objective)

    def _add_ratios(self) -> None:
        theme = self.theme
        self.one = self.curve(self.ratio, theme.pen("muted", 1.0))
        self.outlines = {}
        for case, (role, style, name) in CASES.items():
            self.outlines[case] = pg.PlotCurveItem(
                x=[0.0, 1.0],
                y=[EMPTY],
                pen=theme.pen(role, 1.8, style),
                stepMode="center",
                antialias=False,
            )
            self.ratio.addItem(self.outlines[case], ignoreBounds=True)
            self.key.add(self.outlines[case], name)
        self.ratio_note = CornerNote(self.ratio, theme, (1, 0), True)
        self.ratio_headroom = Headroom(self.ratio, self.ratio_note, below=0.0)

    def _add_objective(self) -> None:
        theme, plot = self.theme, self.objective
        self.today = self.curve(plot, theme.pen("accent", 1.0))
        self.with_jacobian = self.curve(plot, theme.pen("p", 2.2))
        self.without = self.curve(plot, theme.pen("q", 1.8, DASH))
        self.key.add(self.with_jacobian, "with Jacobian")
        self.key.add(self.without, "without")
        self.best = self._spots("p", "d")
        self.best_without = self._spots("q", "s")
        self.best.setZValue(self.best_without.zValue() + 1)  # where the two stds are close
        self.note = CornerNote(plot, theme, (0, 0), True)
        self.headroom = Headroom(plot, self.note, 10.0, 12.0)

    def _spots(self, role: str, symbol: str) -> pg.ScatterPlotItem:
        spots = pg.ScatterPlotItem(
            size=self.theme.symbol(12),
            symbol=symbol,
            pen=self.theme.pen("plot", 1.2),
            brush=self.theme.brush(role, 1),
        )
        spots.setZValue(12)
        self.objective.addItem(spots, ignoreBounds=True)
        return spots

    def _draw_ratios(self, found: Ratios) -> None:
        tallest = 1.0
        far = too_far(found)
        edges = np.linspace(-1.0, 1.0, len(found.edges)) if far else found.edges
        for case, outline in self.outlines.items():
            counts = 0.0 * getattr(found, case) if far else getattr(found, case)
            outline.setData(edges, log_counts(counts))
            tallest = max(tallest, float(np.max(counts)))
        self.one.setData([0.0, 0.0], [EMPTY, 20.0])
        low, high = self._reach(found)
        self.ratio.setXRange(low, high, padding=0)
        self.ratio_note.write(*self._ratio_words(found))
        self.ratio_headroom.show(FLOOR, math.log10(tallest))
        say_title(self.ratio, f"Samples of q per bin, of {found.samples:,}")

    def _reach(self, found: Ratios) -> tuple[float, float]:
        """What holds a sample, and 0."""
        if too_far(found):
            return -1.0, 1.0
        counts = found.both + found.new_only + found.old_only
        filled = np.flatnonzero(counts)
        if not len(filled):
            return float(found.edges[0]), float(found.edges[-1])
        low, high = found.edges[filled[0]], found.edges[filled[-1] + 1]
        return padded(min(float(low), 0.0), max(float(high), 0.0), 0.03, 0.03)

    def _ratio_words(self, found: Ratios) -> list[str]:
        lines = []
        for index, (role, _, name) in enumerate(CASES.values()):
            log_mean = float(found.log_means[index])
            exact = "" if math.isnan(log_mean) else f", exact {exp_text(log_mean)}"
            estimate = estimate_text(float(found.means[index]), float(found.errors[index]))
            text = "too large to average" if found.held else estimate
            if not found.held and found.means[index] == 0.0:
                text = "below 1e-16 in every sample"
            lines.append(colored(f"{name}: {text}{exact}", self.theme.ink(role)))
        beyond = int(np.sum(found.outside))
        if too_far(found):
            lines.append(colored("log ratios too large to be drawn", self.theme.muted))
        elif beyond:
            lines.append(colored(f"{beyond:,} beyond the bins", self.theme.muted))
        return ["<b>mean ratio</b>", *lines]

    def _draw_objective(self, found: Objective) -> None:
        x = np.log10(found.std)
        low, high = self._range(found)
        far = 100.0 * (high - low)
        for curve, values in (
            (self.with_jacobian, found.with_jacobian),
            (self.without, found.without_jacobian),
        ):
            curve.setData(x, np.clip(values, low - far, high + far))
        self.best.setData(*drawable([math.log10(found.best_with[0])], [found.best_with[1]]))
        without = found.peaks_without
        self.best_without.setData(np.log10(without[:, 0]), without[:, 1])
        today = math.log10(found.today_std)
        self.today.setData([today, today], [low - far, high + far])
        self.objective.setXRange(float(x[0]), float(x[-1]), padding=0.02)
        self.note.write(*self._words(found))
        self.headroom.show(low, high)
        reward, alpha = found.reward.replace(">", "&gt;"), value_text(found.alpha, 3)
        say_title(self.objective, f"E r − α E log π,  r = {reward},  α = {alpha}")

    def _range(self, found: Objective) -> tuple[float, float]:
        best = float(found.best_with[1])
        high = max(best, float(np.max(found.without_jacobian)))
        low = best - max(1.2 * (high - best), 6.0 * found.alpha, 1e-9 * abs(best))
        return low, high

    def _words(self, found: Objective) -> list[str]:
        best = value_text(float(found.best_with[0]), 3)
        right = "best std beyond the curve" if found.with_at_edge else f"best std {best}"
        peaks = ", ".join(value_text(each, 3) for each in found.peaks_without[:, 0].tolist())
        wrong = f"peak at {peaks}, then it rises for ever" if peaks else "it rises for ever"
        return [
            colored(f"◆ with: {right}", self.theme.ink("p")),
            colored(f"■ without: {wrong}", self.theme.ink("q")),
            colored(
                f"│ today: std {value_text(found.today_std, 3)} of action {found.action}",
                self.theme.accent,
            ),
        ]


def too_far(found: Ratios) -> bool:
    """Whether the log-ratios are beyond what can be placed on an axis."""
    return float(np.max(np.abs(found.edges))) > LARGEST


def exp_text(log: float) -> str:
    """e^log as a number, or as a power of e where it is large."""
    return value_text(math.exp(log), 4) if abs(log) < 15.0 else f"e^{value_text(log, 4)}"

"""How every gradient estimator looks on every plot: a colour, a marker and a line style.

Families by hue: score function blue, divided advantages violet, pathwise vermillion, measure-
valued green, zeroth-order ochre, off-policy pink. Within a family lightness, markers and dashes
differ, for eyes that see fewer hues.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from gui.look.theme import Theme

# Symbols fill their square differently; so much larger they look alike.
SIZES = {"o": 1.0, "s": 0.95, "d": 1.2, "star": 1.55, "p": 1.15, "h": 1.1, "+": 1.25, "x": 1.25}


@dataclass(frozen=True, slots=True)
class EstimatorStyle:
    """A short name, a colour, a pyqtgraph symbol, and dashes in pen widths (none: solid)."""

    label: str
    color: str
    symbol: str
    dashes: tuple[float, ...] = ()

    def size(self, pixels: float) -> float:
        """The size at which the symbol looks as large as a disc of so many pixels."""
        return pixels * SIZES.get(self.symbol, 1.15)


DASH, DOT, LONG, MIXED = (4.0, 2.0), (1.2, 1.8), (8.0, 2.5), (6.0, 2.0, 1.2, 2.0)
STYLES = {
    "score_function/none": EstimatorStyle("score, no baseline", "#12355B", "o"),
    "score_function/constant": EstimatorStyle("score, constant b", "#2F6DB5", "s", DASH),
    "score_function/mean": EstimatorStyle("score, b = E f", "#4FA3E0", "d"),
    "score_function/batch_mean": EstimatorStyle("score, batch mean", "#2A8C9E", "t1", DOT),
    "score_function/leave_one_out": EstimatorStyle("score, left out", "#1FB0C8", "t", LONG),
    "score_function/optimal_total": EstimatorStyle("score, best b", "#3B4CC0", "p", MIXED),
    "score_function/optimal": EstimatorStyle("score, best b each", "#6F84E8", "h", DOT),
    "score_function/standardised": EstimatorStyle("score / std", "#6A3D9A", "t2"),
    "score_function/leave_one_out_standardised": EstimatorStyle(
        "left out / std", "#A77BD6", "t3", DASH
    ),
    "pathwise": EstimatorStyle("pathwise", "#D55E00", "star"),
    "measure_valued/coupled": EstimatorStyle("measure, coupled", "#00704F", "s"),
    "measure_valued/independent": EstimatorStyle("measure, apart", "#4DB892", "o", DASH),
    "zeroth_order/one_sided": EstimatorStyle("zeroth order", "#7A5200", "+"),
    "zeroth_order/forward": EstimatorStyle("zeroth, forward", "#B07A00", "x", DASH),
    "zeroth_order/antithetic": EstimatorStyle("zeroth, antithetic", "#D9A400", "d", LONG),
    "zeroth_order/optimal": EstimatorStyle("zeroth, best b", "#94783F", "t1", DOT),
    "off_policy/none": EstimatorStyle("off-policy", "#B0307F", "o", LONG),
    "off_policy/mean": EstimatorStyle("off-policy, b = E f", "#E07AB5", "s", DOT),
}


def estimator_color(name: str, theme: Theme, alpha: float = 1.0) -> QColor:
    """The colour of an estimator, lighter on a dark ground; alpha from 0 to 1."""
    color = QColor(STYLES[name].color)
    if theme.color("plot").lightnessF() < 0.5:
        hue, saturation, lightness = color.hslHueF(), color.hslSaturationF(), color.lightnessF()
        color = QColor.fromHslF(hue, 0.9 * saturation, 0.35 + 0.55 * lightness)
    color.setAlphaF(alpha)
    return color


def estimator_pen(name: str, theme: Theme, width: float = 1.6) -> QPen:
    """A cosmetic pen in the estimator's colour and dashes."""
    pen = QPen(estimator_color(name, theme), width * theme.line_scale)
    pen.setCosmetic(True)
    dashes = STYLES[name].dashes
    if dashes:
        pen.setDashPattern(dashes)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen

"""How every estimator looks on every plot of the page: a colour and dashes each.

Whole returns blue, reward-to-go green, critics vermillion to ochre, the advantage in the colour
of truth, what the usual code does pink and violet; within a family lightness and dashes differ.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from gui.look.theme import Theme

DASH, DOT, LONG = (4.0, 2.0), (1.2, 1.8), (8.0, 2.5)


@dataclass(frozen=True, slots=True)
class Look:
    """A colour, and dashes in pen widths (none: solid)."""

    color: str
    dashes: tuple[float, ...] = ()


LOOKS = {
    "total_reward": Look("#12355B"),
    "total_reward/mean": Look("#2F6DB5", DASH),
    "total_reward/best": Look("#4FA3E0", DOT),
    "reward_to_go": Look("#00704F"),
    "reward_to_go/mean_each_step": Look("#2BA37C", DASH),
    "reward_to_go/value": Look("#78C6A3", LONG),
    "gae": Look("#D55E00"),
    "gae/critic": Look("#C79000", DASH),
    "advantage": Look("#5B6470"),
    "reward_to_go/no_discount": Look("#C2559B", DASH),
    "reward_to_go/standardised": Look("#6A3D9A", LONG),
    "total_reward/standardised": Look("#8E7CC3", DOT),
}


def estimator_color(name: str, theme: Theme, alpha: float = 1.0) -> QColor:
    """The colour of an estimator, lighter on a dark ground; alpha from 0 to 1."""
    color = QColor(LOOKS[name].color)
    if theme.color("plot").lightnessF() < 0.5:
        hue, saturation, lightness = color.hslHueF(), color.hslSaturationF(), color.lightnessF()
        color = QColor.fromHslF(max(hue, 0.0), 0.9 * saturation, 0.38 + 0.5 * lightness)
    color.setAlphaF(alpha)
    return color


def estimator_pen(name: str, theme: Theme, width: float = 1.7) -> QPen:
    """A cosmetic pen in the estimator's colour and dashes."""
    pen = QPen(estimator_color(name, theme), width * theme.line_scale)
    pen.setCosmetic(True)
    if LOOKS[name].dashes:
        pen.setDashPattern(LOOKS[name].dashes)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen

"""How what the softmax page shows looks on every plot: colours, symbols, lines and names."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt

from engine.core.arrays import Array
from gui.plotkit.panel import Panel

# Baselines: colour, symbol, name, and the short name in the key.
BASELINES = {
    "none": ("q", "o", "b = 0", "b = 0"),
    "mean": ("k2", "s", "mean", "mean"),
    "leave_one_out": ("k1", "t1", "leave one out", "LOO"),
    "optimal": ("k3", "d", "best b", "best b"),
}
ZEROTH_BASELINES = {
    "none": ("q", "o", "b = 0"),
    "at_theta": ("k2", "s", "r at θ"),
    "best": ("k3", "d", "best b"),
}
POLICY, ZEROTH, SOFTENED, BEST = "p", "negative", "muted", "k2"
DASH, DASH_DOT = Qt.PenStyle.DashLine, Qt.PenStyle.DashDotLine
MARKS = {"o": "●", "s": "■", "t1": "▲", "d": "◆"}  # symbols in words
HALF_WIDTH = 0.4  # of a column, of the lines of exact values
PAIR_WIDTH = 0.36  # of two bars side by side


class StillPanel(Panel):
    """A panel that a mouse does not move: its range is the picture's own."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.plot.vb.setMouseEnabled(x=False, y=False)


def numbers(count: int) -> list[str]:
    """The names of the actions."""
    return [str(action) for action in range(1, count + 1)]


def steps_at(x: Array, values: Array) -> tuple[Array, Array]:
    """Ends of short level lines at each place, (2 m,) each, for a curve that connects pairs."""
    ends = np.column_stack((x - HALF_WIDTH, x + HALF_WIDTH)).ravel()
    return ends, np.repeat(values, 2)

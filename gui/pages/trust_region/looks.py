"""How the steps look on every plot: one colour, line and symbol each."""

from __future__ import annotations

from PySide6.QtGui import QPen

from gui.look.theme import Theme

# Name, colour, dashes in pen widths, symbol.
LOOKS: dict[str, tuple[str, str, tuple[float, ...] | None, str]] = {
    "gradient": ("gradient", "masked", (2.0, 2.0), "t"),
    "natural_sigma": ("natural σ", "k1", None, "o"),
    "natural_log_sigma": ("natural log σ", "k3", (6.0, 2.5), "s"),
    "mirror": ("mirror", "k2", (6.0, 2.0, 1.2, 2.0), "d"),
    "best": ("best in ball", "good", None, "star"),
}


def step_pen(theme: Theme, name: str, width: float = 1.8) -> QPen:
    """The pen of a step's curves."""
    _, role, dashes, _ = LOOKS[name]
    pen = theme.pen(role, width)
    if dashes is not None:
        pen.setDashPattern(dashes)
    return pen

"""How estimators look on the plots of the page, and what they are called there."""

from __future__ import annotations

from PySide6.QtGui import QPen

from gui.look.theme import Theme

DASH = (6.0, 2.5)
# Of `SIGNALS`, in their order: name, colour, whether dashed.
SIGNAL_LOOKS = (
    ("encoder μ", "k1", False),
    ("encoder log σ", "k1", True),
    ("DReG μ", "k3", False),
    ("DReG log σ", "k3", True),
    ("model", "k2", False),
)
SHORT = {
    "score_function": "score",
    "pathwise": "pathwise",
    "pathwise_exact_entropy": "entropy",
    "sticking_the_landing": "STL",
    "doubly_reparameterised": "DReG",
    "exact_kl": "exact KL",
}
SHORTER = ("SF", "PW", "PE", "STL", "DR", "KL")


def look_pen(theme: Theme, role: str, dashed: bool, width: float = 1.8) -> QPen:
    """A solid or a dashed pen of a role's colour."""
    pen = theme.pen(role, width)
    if dashed:
        pen.setDashPattern(DASH)
    return pen

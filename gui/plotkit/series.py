"""Colours and dashes of curves that only need to be told apart, up to eight."""

from __future__ import annotations

from PySide6.QtGui import QPen

from gui.look.theme import Theme

ROLES = ("p", "q", "k2", "k3", "k1", "psis", "masked", "self_normalised")
DASHES = (None, (6.0, 2.5), (6.0, 2.0, 1.2, 2.0), (2.0, 2.0))  # in pen widths

SYMBOLS = ("o", "s", "t1", "x", "t", "p", "t2", "t3")  # for eyes to which some colours are one


def series_role(place: int) -> str:
    """The colour of the curve in this place, counted from 0."""
    return ROLES[place % len(ROLES)]


def series_symbol(place: int) -> str:
    """The symbol of the dots in this place."""
    return SYMBOLS[place % len(SYMBOLS)]


def series_pen(theme: Theme, place: int, width: float = 1.8, dashed: bool = True) -> QPen:
    """The pen of the curve in this place: neighbours differ in colour and in dashes."""
    pen = theme.pen(series_role(place), width)
    dashes = DASHES[place % len(DASHES)] if dashed else None
    if dashes is not None:
        pen.setDashPattern(dashes)
    return pen

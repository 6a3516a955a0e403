"""Shades of the theme's map, for what is coloured by a number."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor

from gui.look.theme import Theme

PALEST = 0.3  # along the map: less is hardly seen on the plot


def shade(theme: Theme, share: float, palest: float = PALEST) -> QColor:
    """The colour of a share from 0 (palest) to 1 along the theme's map."""
    place = (palest + (1.0 - palest) * min(max(share, 0.0), 1.0)) * (len(theme.map) - 1)
    low = min(int(place), len(theme.map) - 2)
    first, second = (QColor(theme.map[low + i]) for i in (0, 1))
    mixed = (1.0 - (place - low)) * _channels(first) + (place - low) * _channels(second)
    return QColor(*(round(float(channel)) for channel in mixed))


def _channels(color: QColor) -> np.ndarray:
    return np.array([color.red(), color.green(), color.blue()], dtype=float)

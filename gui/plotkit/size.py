"""The sizes in which a card stands in its figure, and what its parts take, in pixels."""

from __future__ import annotations

from enum import Enum, auto


class Size(Enum):
    """As the main plot, beside it, or folded to its title."""

    MAIN = auto()
    SMALL = auto()
    FOLDED = auto()


TICKS, NAMES, TITLE = 11, 12, 14  # type
ROW = 18  # of words below the main title
TITLES = {Size.MAIN: 34, Size.SMALL: 24, Size.FOLDED: 28}
LEFT_AXIS = {Size.MAIN: 48, Size.SMALL: 40}
BOTTOM_AXIS = {Size.MAIN: 26, Size.SMALL: 20}
MARGIN = {Size.MAIN: 12, Size.SMALL: 8}  # at the right, and before the title
TOP = {Size.MAIN: 8, Size.SMALL: 4}  # between words and plot
NAME_ROOM = 104  # at the right of the main plot, for the names of curves
NAME_STEP = 17  # from name to name

"""Where the cards of a page stand: one main plot, the others small beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gui.plotkit.size import BOTTOM_AXIS, TITLES, TOP, Size

GAP = 8
COLUMN, NARROW = 264, 232  # the width of small plots; narrow where there is
ROOMY = 880  # less than this
WIDE, WIDEST, WIDE_SHARE = 1400, 420, 0.2  # from here on they grow with the figure
LOWEST = 120  # of a plot inside its axes
SMALLEST = LOWEST + TITLES[Size.SMALL] + TOP[Size.SMALL] + BOTTOM_AXIS[Size.SMALL] + 1
FOLDED = TITLES[Size.FOLDED]
LEAST_MAIN = 320  # the width below which nothing stands beside the main plot
LEAST_COLUMN = 168  # of small plots in a file
LARGEST_SHARE = 0.62  # of a file's width that the small plots take


@dataclass(frozen=True, slots=True)
class Place:
    """A card's rectangle in the figure, in pixels of ordinary type, and its size."""

    name: str
    x: float
    y: float
    width: float
    height: float
    size: Size


def arranged(names: Sequence[str], main: str, width: float, height: float) -> list[Place]:
    """The cards on the screen: those for which there is no room are folded to their titles, from
    the last on, and left out where not even these have room."""
    others = [name for name in names if name != main]
    if not others:
        return [Place(main, 0.0, 0.0, width, height, Size.MAIN)]
    column = column_width(width)
    if width - column - GAP < LEAST_MAIN:
        return _one_above_the_other(others, main, width, height)
    left = width - column
    places = [Place(main, 0.0, 0.0, left - GAP, height, Size.MAIN)]
    return places + _column(others, left, column, height)


def spread(names: Sequence[str], main: str, width: float, height: float) -> list[Place]:
    """The cards in a file, none of them folded: as many columns as that takes."""
    others = [name for name in names if name != main]
    if not others:
        return [Place(main, 0.0, 0.0, width, height, Size.MAIN)]
    rows = max(int((height + GAP) // (SMALLEST + GAP)), 1)
    columns = math.ceil(len(others) / rows)
    most = (LARGEST_SHARE * width) / columns - GAP
    column = min(column_width(width), most)
    if column < LEAST_COLUMN:
        return _grid([main, *others], width, height, rows)
    left = width - columns * (column + GAP)
    places = [Place(main, 0.0, 0.0, left, height, Size.MAIN)]
    for index in range(columns):
        part = others[index * len(others) // columns : (index + 1) * len(others) // columns]
        x = left + GAP + index * (column + GAP)
        places += _stack(part, len(part), x, column, height)
    return places


def column_width(width: float) -> float:
    """The width of small plots in a figure of this width."""
    if width >= WIDE:
        return min(max(WIDE_SHARE * width, COLUMN), WIDEST)
    return COLUMN if width >= ROOMY else NARROW


def _column(names: Sequence[str], x: float, width: float, height: float) -> list[Place]:
    """Small plots below each other, and below them titles."""
    whole = len(names)
    while whole and (room_of_one(whole, len(names), height)) < SMALLEST:
        whole -= 1
    return _stack(names, whole, x, width, height)


def room_of_one(whole: int, count: int, height: float) -> float:
    """The height of each of the ``whole`` plots in a column of so many cards."""
    folded = count - whole
    return (height - folded * FOLDED - (count - 1) * GAP) / whole


def _stack(names: Sequence[str], whole: int, x: float, width: float, height: float) -> list[Place]:
    each = room_of_one(whole, len(names), height) if whole else 0.0
    places, y = [], 0.0
    for index, name in enumerate(names):
        size, tall = (Size.SMALL, each) if index < whole else (Size.FOLDED, float(FOLDED))
        if y + tall > height + 0.5:
            break
        places.append(Place(name, x, y, width, tall, size))
        y += tall + GAP
    return places


def _one_above_the_other(
    names: Sequence[str], main: str, width: float, height: float
) -> list[Place]:
    """Where there is no room beside the main plot the others are titles below it."""
    columns = max(int((width + GAP) // (LEAST_COLUMN + GAP)), 1)
    rows = math.ceil(len(names) / columns)
    most = int((height - SMALLEST) // (FOLDED + GAP))
    rows = max(min(rows, most), 0)
    each = (width + GAP) / columns - GAP
    top = height - rows * (FOLDED + GAP)
    places = [Place(main, 0.0, 0.0, width, top, Size.MAIN)]
    for index, name in enumerate(names[: rows * columns]):
        row, column = divmod(index, columns)
        x, y = column * (each + GAP), top + GAP + row * (FOLDED + GAP)
        places.append(Place(name, x, y, each, float(FOLDED), Size.FOLDED))
    return places


def _grid(names: Sequence[str], width: float, height: float, rows: int) -> list[Place]:
    """All of them of one size."""
    columns = math.ceil(len(names) / rows)
    rows = math.ceil(len(names) / columns)
    wide, tall = (width + GAP) / columns - GAP, (height + GAP) / rows - GAP
    return [
        Place(
            name,
            (index % columns) * (wide + GAP),
            (index // columns) * (tall + GAP),
            wide,
            tall,
            Size.SMALL,
        )
        for index, name in enumerate(names)
    ]

"""What stands at an x of a panel: the value of every curve, with its standard error."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.core.shown_numbers import PLUS_MINUS, shown_pair, shown_value
from gui.look.theme import Theme
from gui.plotkit.items import Item, Scale, log10
from gui.plotkit.names import ink
from gui.plotkit.words import Line, Run

DIGITS = 4
GAP = "    "
LARGE = 1000.0  # from here on whole numbers are told apart by their thousands
Text = Callable[[float, float | None], str]


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of an item, its standard error if it has one, and where its dot stands."""

    item: Item
    value: float
    error: float | None
    height: float


def readings(items: Iterable[Item], x: float, near: float) -> list[Reading]:
    """What the named items show at x; ``x`` and ``near`` in the plot's coordinates."""
    found = []
    for item in items:
        height = item.read(x, near) if item.name and item.shown else None
        if height is None or not math.isfinite(height):
            continue
        value = _unscaled(height, item.scales[1])
        top = item.error.read(x, near) if item.error is not None else None
        error = None
        if top is not None:
            error = max(0.5 * (_unscaled(top, item.scales[1]) - value), 0.0)
        found.append(Reading(item, value, error, height))
    return found


def row(theme: Theme, found: Iterable[Reading], first: Line = "") -> tuple[Line, Line]:
    """The readings side by side, with their errors and without."""
    start = (first,) if isinstance(first, str | Run) else tuple(first)
    long: list[str | Run] = [*start] if first else []
    short = list(long)
    for each in found:
        gap = GAP if long else ""
        name = Run(f"{gap}{each.item.label} ", ink(theme, each.item.color), bold=True)
        value = Run(number(each.value), theme.text)
        short += [name, value]
        if each.error:
            text, error = shown_pair(each.value, each.error)
            long += [name, Run(text, theme.text), f" {PLUS_MINUS} {error}"]
        else:
            long += [name, value]
    return tuple(long), tuple(short)


def number(value: float) -> str:
    """A value of a curve."""
    return shown_value(value, DIGITS)


def axis_text(place: float, scale: Scale, pixel: float) -> str:
    """A coordinate of the plot as it stands on the axis, to what a pixel tells apart."""
    if scale is log10:
        value = 10.0**place
        text = f"{value:,.0f}" if LARGE <= value < 1e9 else shown_value(value, DIGITS)
    else:
        decimals = max(-math.floor(math.log10(pixel)), 0) if 0.0 < pixel < math.inf else 3
        text = f"{place:,.{min(decimals, 12)}f}" if decimals <= 4 else shown_value(place, 6)
    return text.replace("-", "−")


def _unscaled(height: float, scale: Scale) -> float:
    return 10.0**height if scale is log10 else height

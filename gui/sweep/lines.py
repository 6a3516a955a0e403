"""A sweep over one axis: a curve for each quantity, with the band of its error."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_value
from engine.sweep.figures import SweepFigure
from gui.plotkit.categories import name_columns
from gui.plotkit.drawable import LARGEST
from gui.plotkit.frame import Frame
from gui.plotkit.items import Band, Bars, Item
from gui.plotkit.panel import Panel
from gui.sweep.look import Look, Shown

ROLES = ("k1", "k2", "k3", "q", "p", "negative", "truncated", "psis", "masked")
STYLES = {"k2": Qt.PenStyle.DashLine, "k3": Qt.PenStyle.DashDotLine}  # as on the page of KL
NEAR = 24.0  # pixels from a point within which a click is meant for it
MOST_DOTS = 500  # on a curve: more would touch each other
LEAST_SHARE = 1e-3  # of a value: how far its band goes down on a logarithmic axis


class LinesPanel(Panel):
    """The means over the seeds and two standard errors to either side.

    Values that are no numbers stand side by side, with bars in the place of the band.
    """

    def __init__(self, look: Look, shown: Sequence[Shown], frame: Frame) -> None:
        log = ("x" if look.x.log else "") + ("y" if all(each.log for each in shown) else "")
        unit = shown[0].unit if len({each.unit for each in shown}) == 1 else ""
        super().__init__(frame, look.x.name, unit, log=log, x_key="sweep", whole=bool(look.x.texts))
        self._look = look
        self._places = np.empty(0)
        roles = roles_of([each.key for each in look.quantities])
        self._lines = [self._line(each.name, roles[each.key]) for each in shown]

    def draw(self, *figures: SweepFigure) -> None:
        """Show what there is of each quantity."""
        for (curve, dots, error), figure in zip(self._lines, figures, strict=True):
            # Around a value whose error is infinite no band is drawn, as beyond LARGEST.
            value, reach = figure.value, 2.0 * np.minimum(np.nan_to_num(figure.error), LARGEST)
            low = value - reach
            if self.scales[1](np.ones(1))[0] == 0.0:
                low = np.maximum(low, LEAST_SHARE * np.abs(value))
            order = np.argsort(figure.x.values)
            x, value, low, high = (
                each[order] for each in (figure.x.values, value, low, value + reach)
            )
            curve.show(x, value)
            error.show(x, low, high)
            if dots is not curve and len(x) <= MOST_DOTS:
                dots.show(x, value)
        self._places = figures[0].x.values
        across = [f"→ {self._look.x.name}"] if self._look.x.texts else []
        self.say(*across, *notes(figures, self._look))
        ends = name_columns(self, self._look.x.texts) if self._look.x.texts else self._ends()
        self.settle(ends, x_padding=0.0 if self._look.x.texts else 0.02)

    def places_at(self, x: float, _y: float) -> dict[str, int] | None:
        """The point whose x, in the axis' own units, is next to this one; None where it is
        further away on the screen than a click would be."""
        if not self._places.size:
            return None
        drawn, at = self.scales[0](self._places), float(self.scales[0]([x])[0])
        nearest = int(np.argmin(np.abs(drawn - at)))
        if abs(drawn[nearest] - at) > NEAR * self.box.viewPixelSize()[0]:
            return None
        return {self._look.x.name: nearest}

    def _line(self, name: str, role: str) -> tuple[Item, Item, Band | Bars]:
        if self._look.x.texts:
            bars = self.bars(role)
            dots = self.dots(role, 8, name=name, error=bars)
            return dots, dots, bars
        band = self.band(role)
        pen = self.theme.pen(role, style=STYLES.get(role, Qt.PenStyle.SolidLine))
        curve = self.curve(pen, name=name, error=band)
        return curve, self.dots(role, 4, seen=False), band

    def _ends(self) -> tuple[float, float]:
        drawn = self.scales[0](self._places)
        return float(drawn.min()), float(drawn.max())


def roles_of(keys: Sequence[str]) -> dict[str, str]:
    """The colour of each key: that of what it is about where it has one, else the next free."""
    found: dict[str, str] = {}
    for key in keys:
        about = key.partition(".")[0]
        if about in ROLES and about not in found.values():
            found[key] = about
    free = [role for role in ROLES if role not in found.values()] or list(ROLES)
    others = (key for key in keys if key not in found)
    return found | {key: free[place % len(free)] for place, key in enumerate(others)}


def notes(figures: Sequence[SweepFigure], look: Look) -> list[str]:
    """What is drawn, and what cannot be."""
    told = []
    if any(np.nansum(figure.error) > 0.0 for figure in figures):
        mean = "mean over the seeds" if look.several_seeds else "estimate"
        told.append(f"{mean} ± 2 standard errors")
    for figure in figures:
        name = f"{figure.name}: " if len(figures) > 1 else ""
        infinite = int(np.isinf(figure.value).sum())
        boundless = int((np.isinf(figure.error) & np.isfinite(figure.value)).sum())
        unknown = int(figure.why.unknown.sum())
        grey = ", grey" if look.y is not None else ""
        if infinite:
            told.append(f"{name}∞ at {shown_value(infinite)} points{grey}")
        if boundless:
            told.append(f"{name}standard error ∞ at {shown_value(boundless)} points")
        if unknown:
            told.append(f"{name}no value at {shown_value(unknown)} points{grey}")
    return told

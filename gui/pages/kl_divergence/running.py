"""The estimates k1, k2, k3 of KL(q||p) as samples come in, with bands of 2 standard errors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.core.shown_numbers import shown_estimate
from engine.core.words import tr, tr_noop
from engine.pages.kl_divergence.records import Running
from gui.pages.kl_divergence.estimator_lines import ESTIMATORS, estimator_pen
from gui.plotkit.drawable import drawable
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.reading import number

# k2 may be far off and k3 may jump; neither must flatten k1, whose length is the measure.
WIDEST = 5.0
IDENTICAL = tr_noop("p = q: every estimate is exactly 0")


class RunningPanel(Panel):
    """Curves over log10 n; the range shows the last three fifths of the decades well."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "samples n", short="n", log="x", x_key="n", whole=True)
        theme = self.theme
        self.bands = {name: self.band(name) for name in ESTIMATORS}
        self.curves = {
            name: self.curve(estimator_pen(theme, name), name=name, error=self.bands[name])
            for name in ESTIMATORS
        }
        self.exact = self.level(truth_pen(theme), name="exact")

    def draw(self, running: Running) -> None:
        """Show these estimates; what is infinite or undefined is left out."""
        for name in ESTIMATORS:
            value, error = getattr(running, name), getattr(running, f"{name}_error")
            self.curves[name].show(running.n, value)
            with np.errstate(invalid="ignore"):  # of infinite ones
                low, high = value - 2.0 * error, value + 2.0 * error
            self.bands[name].show(running.n, low, high)
            self.curves[name].tail = last_text(float(value[-1]))
        self.exact.at(running.exact)
        self.exact.tail = last_text(running.exact)
        self.say(*notes(running))
        exact = last_text(running.exact)
        self.headline(f"{tr('exact')} {exact}" if exact else "")
        self.settle(decades(running), value_range(running))


def last_text(value: float | None) -> str:
    """A value beside the name of its curve."""
    return "" if value is None or math.isnan(value) else number(value)


def notes(running: Running) -> tuple[str, ...]:
    """What the curves do not say."""
    if running.exact is None:
        return (tr("The exact value is unknown for data."), *out_of_range(running))
    if running.exact == 0.0 and not np.any(running.k1_error):
        return (tr(IDENTICAL),)
    return tuple(out_of_range(running))


def decades(running: Running) -> tuple[float, float]:
    """What the x axis shows, log10 n: from 10 samples on if there are three decades."""
    first, last = np.log10(running.n[0]), np.log10(running.n[-1])
    return (1.0 if first < 1.0 and last >= 3.0 else float(first)), float(last)


def value_range(running: Running) -> tuple[float, float]:
    """What the y axis shows: k1 and the exact value from n^(2/5) samples on, and k2 and k3
    there, or at least at the end, where they fit."""
    late = running.n >= max(running.n[-1] ** 0.4, min(30.0, running.n[-1]))
    known = None if running.exact is None else (running.exact, running.exact)
    low, high = _union(known, _reach(running, "k1", late))
    longest = WIDEST * (high - low)
    for name in ("k2", "k3"):
        for part in (late, slice(-1, None)):
            wider = _union((low, high), _reach(running, name, part))
            if wider[1] - wider[0] <= longest:
                low, high = wider
                break
    return low, high


def out_of_range(running: Running) -> list[str]:
    """The estimates that end above what the y axis shows, in words."""
    _, high = value_range(running)
    words = []
    for name in ESTIMATORS:
        value = float(getattr(running, name)[-1])
        error = float(getattr(running, f"{name}_error")[-1])
        if value > high:
            words.append(
                tr("{name}, above: {value}").format(name=name, value=shown_estimate(value, error))
            )
    return words


def _reach(running: Running, name: str, part: Any) -> tuple[float, float] | None:
    value, error = drawable(getattr(running, name)[part], getattr(running, f"{name}_error")[part])
    if not len(value):
        return None
    return float(np.min(value - 2.0 * error)), float(np.max(value + 2.0 * error))


def _union(
    first: tuple[float, float] | None, second: tuple[float, float] | None
) -> tuple[float, float]:
    if first is None or second is None:
        return first or second or (0.0, 1.0)
    return min(first[0], second[0]), max(first[1], second[1])

"""The ratio by position in a sequence and by age of the policy."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.number_format import value_text
from engine.weights.rollouts.profile import Band, Profile
from gui.plotkit.frame import Frame
from gui.plotkit.items import Band as Area
from gui.plotkit.items import Item
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.series import series_pen

ERRORS = 2.0
NO_AGES = "The file tells no versions of the policy."


def show_band(curve: Item, area: Area, x: Array, band: Band) -> None:
    """A curve with two errors to either side; none where no error is known."""
    curve.show(x, band.value)
    known = np.isfinite(band.error)
    reach = np.where(known, ERRORS * np.where(known, band.error, 0.0), 0.0)
    area.show(x, band.value - reach, band.value + reach)


def ends_of(bands: list[Band]) -> tuple[float, float]:
    """The least and the largest value of curves, with those errors that leave them visible."""
    finite = np.concatenate([band.value[np.isfinite(band.value)] for band in bands])
    return (float(np.min(finite)), float(np.max(finite))) if len(finite) else (0.0, 1.0)


class PositionPanel(Panel):
    """Mean ratio and effective share of the tokens at a place."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(
            frame, "position in the sequence", short="position", log="x", x_key="t", whole=True
        )
        theme = self.theme
        self.one = self.level(truth_pen(theme), name="1")
        self.areas = [self.band("q"), self.band("p")]
        self.ratio = self.curve(theme.pen("q", 2.0), name="mean ratio", error=self.areas[0])
        self.share = self.curve(theme.pen("p", 2.0), name="effective share", error=self.areas[1])

    def draw(self, found: Profile) -> None:
        """Show these profiles."""
        bands = [found.mean_ratio, found.effective_share]
        for curve, area, band in zip((self.ratio, self.share), self.areas, bands, strict=True):
            show_band(curve, area, found.middle, band)
        self.one.at(1.0)
        first = found.mean_log_ratio.value[0]
        self.headline(f"first token: log w = {value_text(float(first), 2)}")
        low, high = ends_of(bands)
        margin = 0.05 * max(high - low, 0.02)
        self.settle(y=(min(low, 1.0) - margin, max(high, 1.0) + margin))


class AgePanel(Panel):
    """Mean squared log-ratio and k3 against the age of the policy that drew the token."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "versions behind", "nats", short="age", x_key="age", whole=True)
        theme = self.theme
        self.bars_of = [self.bars("p"), self.bars("q")]
        self.square = self.curve(series_pen(theme, 0), name="mean l²", error=self.bars_of[0])
        self.k3 = self.curve(series_pen(theme, 1), name="k3", error=self.bars_of[1])

    def draw(self, found: Profile | None) -> None:
        """Show these, if the file tells versions."""
        if found is None:
            for item in self.items:
                item.hide()
            self.headline("")
            self.say(sentence=NO_AGES)
            self.settle()
            return
        self.say()
        bands = (found.mean_square, found.k3)
        for curve, bars, band in zip((self.square, self.k3), self.bars_of, bands, strict=True):
            curve.show(found.middle, band.value)
            reach = ERRORS * np.where(np.isfinite(band.error), band.error, 0.0)
            bars.show(found.middle, band.value - reach, band.value + reach)
        oldest = value_text(float(found.high[-1]), 3)
        self.headline(f"up to {oldest} versions behind", f"up to {oldest}")
        self.settle(x_padding=0.05)

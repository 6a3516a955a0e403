"""States over time: their exact mean and two standard deviations, and sampled trajectories."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_value
from engine.page.result import Result
from engine.pages.trajectories.quantities import RETURN
from engine.pages.trajectories.records import Fan
from engine.session.session import Session
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.reading import number
from gui.plotkit.shades import shade
from gui.plotkit.trace import Trace
from gui.plotkit.words import Run

CLASSES = 6  # of returns, a shade each
ROLES = "p"


class FanPanel(Panel):
    """The darker a path, the larger its return."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "step t", "state s", short="t", x_key="t", whole=True)
        theme = self.theme
        self.spread = self.band(ROLES, 0.14, seen=True)
        self.mean = self.curve(theme.pen(ROLES, 2.0), name="mean", error=self.spread)
        self.goal = self.level(truth_pen(theme), name="goal g")
        self.paths = []
        for index in range(CLASSES):
            pen = pg.mkPen(
                shade(theme, index / (CLASSES - 1)), width=theme.line_scale
            )  # thicker: 10 times as slow
            path = Trace(pen=pen, connect="finite", antialias=True)
            path.setZValue(-1)
            self.plot.addItem(path, ignoreBounds=True)
            self.paths.append(path)
        self._mean_return = ""

    def show_result(self, result: Result, session: Session) -> None:
        self._mean_return = number(result[RETURN.key].value)
        super().show_result(result, session)

    def draw(self, fan: Fan) -> None:
        """Show these states."""
        reach = 2.0 * fan.std
        self.spread.show(fan.t, fan.mean - reach, fan.mean + reach)
        self.mean.show(fan.t, fan.mean)
        self.goal.at(fan.goal)
        for path, chosen in zip(self.paths, classes(fan.returns), strict=True):
            path.setData(*joined(fan.t, fan.paths[:, chosen]))
        self.headline(f"J = {self._mean_return}")
        low, high = float(fan.returns.min()), float(fan.returns.max())
        palest, darkest = (shade(self.theme, share).name() for share in (0.0, 1.0))
        self.say(
            (
                Run("━ ", palest),
                f"return {shown_value(low, 3)} to {shown_value(high, 3)} ",
                Run("━", darkest),
            )
        )
        self.settle(y=heights(fan))


def classes(returns: Array) -> list[Array]:
    """The trajectories of each class, from the smallest returns to the largest."""
    order = np.argsort(returns, kind="stable")
    return list(np.array_split(order, CLASSES))


def joined(t: Array, paths: Array) -> tuple[Array, Array]:
    """Paths (T + 1, m) one after the other, with gaps between them."""
    gap = np.full((1, paths.shape[1]), np.nan)
    across = np.tile(np.append(t, np.nan), paths.shape[1])
    return across, np.concatenate([paths, gap]).T.ravel()


def heights(fan: Fan) -> tuple[float, float]:
    """What holds the paths, the band and the goal."""
    reach = 2.0 * fan.std
    low = min(float(np.min(fan.mean - reach)), float(fan.paths.min()), fan.goal)
    return low, max(float(np.max(fan.mean + reach)), float(fan.paths.max()), fan.goal)

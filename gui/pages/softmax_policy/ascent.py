"""Ascent from today's logits by the policy gradient and by the zeroth-order gradient."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg

from engine.core.number_format import value_text
from engine.page.result import Result
from engine.pages.softmax_policy.records import Paths
from gui.look.theme import Theme
from gui.pages.softmax_policy.group import DASH, POLICY, ZEROTH, Group, number_actions
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.dragged_line import DraggedLine
from gui.plotkit.group import say_title
from gui.plotkit.headroom import Headroom

BAR_WIDTH = 0.36
WAYS = {"policy": (POLICY, "policy gradient"), "zeroth": (ZEROTH, "zeroth-order")}
AHEAD = 0.35  # opacity of the path that is still to come


class AscentGroup(Group):
    """Above, both paths of E r and of the argmax reward; below, the policies at one step."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.key = self.add_key()
        self.rewards = self.add(1, 0, "E r after t steps")
        self.policies = self.add(2, 0, "Probabilities")
        self.paths: dict[str, pg.PlotCurveItem] = {}
        self.walked: dict[str, pg.PlotCurveItem] = {}
        self.argmax: dict[str, pg.PlotCurveItem] = {}
        self.bars: dict[str, pg.BarGraphItem] = {}
        self.highest = pg.InfiniteLine(angle=0, pen=theme.pen("line", 1.2))
        self.rewards.addItem(self.highest, ignoreBounds=True)
        for name, (role, _) in WAYS.items():
            self._add_way(name, role)
        self.dashes = pg.PlotCurveItem(pen=theme.pen("muted", 1.2, DASH))  # for the key alone
        self._steps = 1.0
        # A double click shows the end: the line's bounds hold it there.
        self.line = DraggedLine(self.rewards, theme, (0.0, math.inf), math.inf)
        self.line.proposed.connect(self._propose)
        self.grips.append(self.line.grip)
        self.note = CornerNote(self.rewards, theme, (1, 0), ground=True)
        self.headroom = Headroom(self.rewards, self.note)
        self.shares_headroom = Headroom(self.policies, CornerNote(self.policies, theme), 0.0)
        self.finish()
        walked = {self.walked[name]: words for name, (_, words) in WAYS.items()}
        self.explain(self.key, {**walked, self.dashes: "r of the argmax"})

    def draw(self, result: Result) -> None:
        found = result.paths
        assert found is not None
        self._draw_paths(found)
        self._draw_policies(found)

    def _add_way(self, name: str, role: str) -> None:
        theme = self.theme
        pen = theme.pen(role, 2.0)
        pale = pg.mkPen(theme.color(role, AHEAD), width=pen.widthF())
        self.argmax[name] = self.curve(self.rewards, theme.pen(role, 1.2, DASH))
        self.paths[name] = self.curve(self.rewards, pale)
        self.walked[name] = self.curve(self.rewards, pen)
        self.bars[name] = pg.BarGraphItem(
            x=[1.0],
            height=[0.0],
            width=BAR_WIDTH,
            pen=theme.pen(role, 1.2),
            brush=theme.brush(role, 0.38),
        )
        self.policies.addItem(self.bars[name], ignoreBounds=True)

    def _draw_paths(self, found: Paths) -> None:
        reach = [found.highest]
        for name in WAYS:
            expected = getattr(found, f"{name}_expected")
            argmax = getattr(found, f"{name}_argmax")
            self.paths[name].setData(found.step, expected)
            done = slice(0, found.shown + 1)
            self.walked[name].setData(found.step[done], expected[done])
            self.argmax[name].setData(np.repeat(found.step, 2)[1:], np.repeat(argmax, 2)[:-1])
            reach += [float(expected.min()), float(argmax.min()), float(argmax.max())]
        self.highest.setValue(found.highest)
        self.line.setBounds((0.0, float(found.step[-1])))
        self.line.mark(float(found.shown))
        self._steps = float(found.step[-1])
        self.rewards.setXRange(0.0, float(found.step[-1]), padding=0.02)
        values = [float(getattr(found, f"{name}_expected")[found.shown]) for name in WAYS]
        self.note.write(
            f"{colored(f't = {found.shown}:', self.theme.ink('accent'))} E r "
            f"{colored(value_text(values[0], 4), self.theme.ink(POLICY))} &nbsp;"
            f"{colored(value_text(values[1], 4), self.theme.ink(ZEROTH))}"
        )
        self.headroom.show(min(reach), max(reach))

    def _draw_policies(self, found: Paths) -> None:
        say_title(self.policies, f"Probabilities after {found.shown} steps; ★ earns most")
        x = np.arange(1.0, len(found.policy_probabilities) + 1.0)
        labels = [str(int(action)) for action in x]
        labels[found.best_action - 1] += " ★"
        number_actions(self.policies, labels)
        self.bars["policy"].setOpts(x=x - 0.5 * BAR_WIDTH, height=found.policy_probabilities)
        self.bars["zeroth"].setOpts(x=x + 0.5 * BAR_WIDTH, height=found.zeroth_probabilities)
        self.shares_headroom.show(0.0, 1.0)

    def _propose(self, position: float, gesture: int) -> None:
        share = 100.0 * position / self._steps
        self.proposed.emit({"shown": round(min(max(share, 0.0), 100.0), 2)}, gesture)

"""Ascent from the current logits by the policy gradient and by the zeroth-order gradient."""

from __future__ import annotations

import numpy as np

from engine.core.shown_numbers import shown_value
from engine.pages.softmax_policy.records import Paths
from gui.pages.softmax_policy.looks import (
    DASH,
    PAIR_WIDTH,
    POLICY,
    ZEROTH,
    StillPanel,
    numbers,
)
from gui.plotkit.categories import name_columns
from gui.plotkit.frame import Frame
from gui.plotkit.marker import Marker
from gui.plotkit.player import Player
from gui.plotkit.words import Run

WAYS = {"policy": (POLICY, "policy gradient"), "zeroth": (ZEROTH, "zeroth-order")}
AHEAD = 0.35  # opacity of the path that is still to come


class StepMarker(Marker):
    """Stands at the step that is shown, while the option is a share of all steps."""

    steps = 1.0

    def mark_step(self, step: int, steps: int) -> None:
        """Stand at a step of so many."""
        self.steps = float(steps)
        self.setBounds((0.0, self.steps))
        self.mark(100.0 * step / self.steps)

    def _place(self, value: float) -> float:
        return 0.01 * value * self.steps

    def _value(self, whole: bool) -> float:
        return round(100.0 * float(self.value()) / self.steps, 2)


class PathsPanel(StillPanel):
    """E r and the argmax reward along both paths, walked up to the step that is shown."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "steps t", "expected reward", short="t", x_key="t", whole=True)
        theme = self.theme
        self.highest = self.level(theme.pen("line", 1.2))
        self.argmax, self.paths, self.walked = {}, {}, {}
        for name, (role, words) in WAYS.items():
            pen, pale = theme.pen(role, 2.0), theme.pen(role, 2.0)
            pale.setColor(theme.color(role, AHEAD))
            self.argmax[name] = self.curve(theme.pen(role, 1.2, DASH))
            self.paths[name] = self.curve(pale, name=words)
            self.walked[name] = self.curve(pen, seen=False)
        self.line = self.marker("softmax.shown", StepMarker)
        self.player = Player(frame, "softmax.shown", percent=True)
        self.player.proposed.connect(self._propose)

    def draw(self, found: Paths) -> None:
        """Show these paths."""
        steps = len(found.step) - 1
        done = slice(0, found.shown + 1)
        for name in WAYS:
            expected, argmax = (getattr(found, f"{name}_{of}") for of in ("expected", "argmax"))
            self.paths[name].show(found.step, expected)
            self.walked[name].show(found.step[done], expected[done])
            self.argmax[name].show(np.repeat(found.step, 2)[1:], np.repeat(argmax, 2)[:-1])
        self.highest.at(found.highest)
        self.line.mark_step(found.shown, steps)
        self.player.follow(found.shown, steps)
        policy, zeroth = (
            Run(shown_value(float(expected[found.shown]), 4), self.theme.ink(role))
            for expected, role in ((found.policy_expected, POLICY), (found.zeroth_expected, ZEROTH))
        )
        at = Run(f"t = {found.shown}: ", self.theme.ink("accent"))
        self.headline((at, policy, "  ", zeroth), (policy, "  ", zeroth))
        self.say("dashed: reward of the argmax")
        self.settle((0.0, float(steps)), x_padding=0.02)


class PoliciesPanel(StillPanel):
    """The probabilities of both policies at the step that is shown."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "action", "probability", room=(0.0, 6.0))
        self.shares = {name: self.boxes(role, PAIR_WIDTH) for name, (role, _) in WAYS.items()}

    def draw(self, found: Paths) -> None:
        """Show these probabilities."""
        self.headline(f"after {found.shown} steps")
        self.say("★ earns most")
        x = np.arange(1.0, len(found.policy_probabilities) + 1.0)
        labels = numbers(len(x))
        labels[found.best_action - 1] += " ★"
        for side, (name, bars) in zip((-0.5, 0.5), self.shares.items(), strict=True):
            bars.show(x + side * PAIR_WIDTH, getattr(found, f"{name}_probabilities"))
        self.settle(name_columns(self, labels), (0.0, 1.0))

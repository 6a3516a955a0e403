"""The plots of the temperature page."""

from __future__ import annotations

import numpy as np

from engine.core.shown_numbers import shown_value
from engine.page.result import Result
from engine.pages.temperature.figures import AgainstAlpha, Paths, Policies
from engine.pages.temperature.gather import RULES
from engine.session.session import Session
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.series import series_pen
from gui.plotkit.words import Run

RULE_NAMES = {"alpha": "α", "log_alpha": "log α", "log_alpha_plain": "log α, no α"}
HIGHEST = 6.0  # times the height of the best policy at most
LEAST_ENTROPY = 3.0  # nats below the target that are shown
LARGEST = 1e12  # of what is shown of alpha


class PoliciesPanel(Panel):
    """exp(r/alpha)/Z, the best actor, and the best action, which can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "action a", "density", short="a", x_key="a", names="inside")
        theme = self.theme
        self.shade = self.band("p", 0.14)
        self.best = self.curve(theme.pen("p", 2.0), name="best policy")
        self.actor = self.curve(series_pen(theme, 1), name="best actor")
        self.centre = self.marker("temperature.centre")

    def show_result(self, result: Result, session: Session) -> None:
        gap = result["actor.kl"].value
        self.draw(result.policies, gap, session.options["temperature"].values()["centre"])

    def draw(self, policies: Policies, gap: float, centre: float) -> None:
        """Show these densities and what the actor's shape costs."""
        self.best.show(policies.action, policies.best)
        self.actor.show(policies.action, policies.actor)
        self.shade.show(policies.action, 0.0 * policies.best, policies.best)
        self.centre.mark(centre)
        self.centre.show(policies.low <= centre <= policies.high)
        text = f"KL(actor∥best) = {shown_value(gap, 3)} nats"
        self.headline(text, f"KL {shown_value(gap, 3)}")
        top = float(policies.best.max())
        actor = float(policies.actor.max())
        self.settle((policies.low, policies.high), (0.0, max(top, min(actor, HIGHEST * top))))


class AlphaPanel(Panel):
    """Entropy against the temperature, and the target, which can be met or not."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "temperature α", "nats", short="α", log="x", x_key="alpha")
        theme = self.theme
        self.target = self.level(theme.pen("accent", 1.4), name="target")
        self.entropy = self.curve(theme.pen("p", 2.0), name="entropy")
        self.actor = self.curve(series_pen(theme, 1), name="actor's")
        self.meeting = self.dots("good", 10, pen=theme.pen("plot", 1.2))
        self.line = self.marker("temperature.alpha")

    def draw(self, found: AgainstAlpha) -> None:
        """Show these curves."""
        self.entropy.show(found.alpha, found.entropy)
        self.actor.show(found.alpha, found.actor_entropy)
        self.target.at(found.target)
        self.line.mark(found.current)
        if found.meeting is None:
            self.meeting.hide()
            self.headline(Run("the target cannot be met", self.theme.ink("warning")))
        else:
            self.meeting.show([found.meeting], [found.target])
            text = f"met at α = {shown_value(found.meeting, 3)}"
            ink = self.theme.ink("good")
            self.headline(Run(text, ink), Run(f"α = {shown_value(found.meeting, 3)}", ink))
        low = max(float(found.entropy.min()), min(found.target, 0.0) - LEAST_ENTROPY)
        self.settle(y=(low, max(float(found.entropy.max()), found.target)))


class ReturnPanel(Panel):
    """Return, and return with the price of entropy, against the temperature."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "temperature α", "reward", short="α", log="x", x_key="alpha")
        theme = self.theme
        self.reward = self.curve(theme.pen("q", 2.0), name="E r")
        self.value = self.curve(theme.pen("k3", 2.0), name="E r + α H")
        self.line = self.marker("temperature.alpha")

    def draw(self, found: AgainstAlpha) -> None:
        """Show these curves."""
        self.reward.show(found.alpha, found.expected_reward)
        self.value.show(found.alpha, found.soft_value)
        self.line.mark(found.current)
        low = float(found.expected_reward.min())
        reach = 2.0 * abs(low) if low < 0.0 else 1.0
        self.settle(y=(low, min(float(found.soft_value.max()), low + 3.0 * reach)))


class PathsPanel(Panel):
    """The temperature while it is adjusted, by each rule."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "steps", "temperature α", short="steps", log="y", x_key="step")
        theme = self.theme
        self.meeting = self.level(truth_pen(theme), name="target")
        self.rules = {
            rule: self.curve(series_pen(theme, place), name=RULE_NAMES[rule])
            for place, rule in enumerate(RULES)
        }

    def draw(self, paths: Paths) -> None:
        """Show these paths."""
        for rule, alpha in zip(RULES, paths.alpha, strict=True):
            self.rules[rule].show(paths.step, np.clip(alpha, 1.0 / LARGEST, LARGEST))
        self.meeting.at(paths.meeting)
        away = paths.meeting is None
        self.headline(Run("α runs away", self.theme.ink("warning")) if away else "")
        self.settle()


class EntropyPathsPanel(Panel):
    """The entropy of the best policy while the temperature is adjusted."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "steps", "entropy, nats", short="steps", x_key="step")
        theme = self.theme
        self.target = self.level(theme.pen("accent", 1.4), name="target")
        self.rules = {
            rule: self.curve(series_pen(theme, place), name=RULE_NAMES[rule])
            for place, rule in enumerate(RULES)
        }

    def draw(self, paths: Paths) -> None:
        """Show these paths."""
        for rule, entropy in zip(RULES, paths.entropy, strict=True):
            self.rules[rule].show(paths.step, entropy)
        self.target.at(paths.target)
        finite = paths.entropy[np.isfinite(paths.entropy)]
        low = max(float(finite.min()), paths.target - 2.0 * LEAST_ENTROPY)
        self.settle(y=(low, max(float(finite.max()), paths.target)))

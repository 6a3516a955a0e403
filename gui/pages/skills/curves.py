"""What a discriminator makes of the states, what it pays, and what distance is worth."""

from __future__ import annotations

from PySide6.QtGui import QPen

from engine.core.shown_numbers import shown_estimate, shown_value
from engine.core.words import tr_noop
from engine.pages.skills.figures import Information, Posteriors, Rewards, Spread
from engine.pages.skills.options import MOST
from gui.plotkit.categories import name_columns
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.series import series_pen
from gui.plotkit.words import Run


class PosteriorPanel(Panel):
    """q(z|s) of the discriminator, and p(z|s) dotted behind."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "state s", "probability of the skill", short="s", x_key="s")
        self.true = [self.curve(self._dotted(i)) for i in range(MOST)]
        self.guessed = [
            self.curve(series_pen(self.theme, i, dashed=False), name=f"q({i + 1}|s)")
            for i in range(MOST)
        ]

    def draw(self, posteriors: Posteriors) -> None:
        """Show these probabilities."""
        s, skills = posteriors.s, len(posteriors.true)
        for i in range(MOST):
            there = i < skills
            self.true[i].show(s if there else [], posteriors.true[i] if there else [])
            self.guessed[i].show(s if there else [], posteriors.guessed[i] if there else [])
        self.say("dotted: the true p(z|s)")
        self.settle((float(s[0]), float(s[-1])), (0.0, 1.0))

    def _dotted(self, place: int) -> QPen:
        pen = series_pen(self.theme, place, 1.4, dashed=False)
        pen.setDashPattern((1.5, 2.5))
        return pen


class RewardPanel(Panel):
    """What each skill is paid where it goes."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "state s", "log q(z|s) + log K, nats", short="s", x_key="s")
        self.ceiling = self.level(truth_pen(self.theme), name="log K")
        self.paid = [
            self.curve(series_pen(self.theme, i, dashed=False), name=f"skill {i + 1}")
            for i in range(MOST)
        ]

    def draw(self, rewards: Rewards) -> None:
        """Show these rewards."""
        s, skills = rewards.s, len(rewards.paid)
        for i, curve in enumerate(self.paid):
            there = i < skills
            curve.show(s if there else [], rewards.paid[i] if there else [])
        self.ceiling.at(rewards.ceiling)
        self.headline(f"at most log K = {shown_value(rewards.ceiling, 4)}")
        self.settle(
            (float(s[0]), float(s[-1])), (min(-4.0 * rewards.ceiling, -2.0), rewards.ceiling)
        )


class InformationPanel(Panel):
    """Exact beside sampled: I(S;Z), and the bound of the discriminator."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "", "nats", room=(12.0, 6.0))
        self.bars_of = {
            "exact": self.boxes("p", 0.5),
            "bound": self.boxes("q", 0.5),
        }
        self.errors = self.bars("text", 1.6)
        self.measured = self.dots("text", 7, error=self.errors)
        self.ceiling = self.level(truth_pen(self.theme), name="log K")

    def draw(self, found: Information) -> None:
        """Show these."""
        self.bars_of["exact"].show([1.0], [found.information])
        self.bars_of["bound"].show([2.0], [found.bound])
        values = found.estimate, found.bound_estimate
        reach = 2.0 * found.estimate_error, 2.0 * found.bound_error
        self.measured.show([1.0, 2.0], values)
        low = [value - error for value, error in zip(values, reach, strict=True)]
        high = [value + error for value, error in zip(values, reach, strict=True)]
        self.errors.show([1.0, 2.0], low, high)
        self.ceiling.at(found.ceiling)
        lost = shown_value(found.information - found.bound, 3)
        self.headline(f"discriminator gap: {lost} nats", f"lost {lost}")
        self.say(f"● from samples: {shown_estimate(found.bound_estimate, found.bound_error)} nats")
        ends = name_columns(self, ("I(S;Z)", tr_noop("bound")))
        self.settle(ends, (min(0.0, found.bound), found.ceiling))


class SpreadPanel(Panel):
    """I(S;Z) when the means are drawn together and apart."""

    def __init__(self, frame: Frame) -> None:
        label = "distance between the means, as many times"
        super().__init__(frame, label, "nats", short="× distance", x_key="factor")
        theme = self.theme
        self.ceiling = self.level(truth_pen(theme), name="log K")
        self.information = self.curve(theme.pen("p", 2.0), name="I(S;Z)")
        self.pooled = self.curve(series_pen(theme, 1), name="one std for all")
        self.here = self.dots("accent", 9, pen=theme.pen("plot", 1.2))

    def draw(self, spread: Spread) -> None:
        """Show this curve and the current skills on it."""
        self.information.show(spread.factor, spread.information)
        self.pooled.show(spread.factor, spread.pooled)
        self.ceiling.at(spread.ceiling)
        self.here.show([1.0], [spread.current])
        self.headline(Run(f"● now {shown_value(spread.current, 4)}", self.theme.ink("accent")))
        self.settle(y=(min(0.0, float(spread.pooled.min())), spread.ceiling))

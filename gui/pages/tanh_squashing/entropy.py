"""Entropy against the std, and KL before and after squashing."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_estimate, shown_value
from engine.pages.tanh_squashing.records import Entropies, KLComparison
from gui.pages.tanh_squashing.group import mark
from gui.plotkit.categories import name_places
from gui.plotkit.drawable import padded
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.words import Run

BELOW, ABOVE = 5.5, 4.0  # nats around the largest entropy
FARTHEST = 30.0  # nats below it that the current std may pull the range down
FAR = 100.0  # nats beyond the range at which curves end
ROWS = ("before", "after", "p only", "q only")


class EntropyPanel(Panel):
    """Curves over log10 std, with the current std and that of the largest entropy."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "std of u", "entropy, nats", short="std", log="x", x_key="std")
        theme = self.theme
        self.uniform = self.level(theme.pen("muted", 1.0, Qt.PenStyle.DotLine), name="uniform")
        self.current = self.curve(theme.pen("accent", 1.0))
        self.curves = {
            "base": self.curve(theme.pen("k2", 1.8, Qt.PenStyle.DashLine), name="before"),
            "jacobian_term": self.curve(
                theme.pen("k3", 1.8, Qt.PenStyle.DashDotLine), name="E log |da/du|"
            ),
            "squashed": self.curve(theme.pen("p", 2.2), name="squashed"),
        }
        self.best = mark(self, "truth", 12, "d")
        self.here = mark(self, "accent", 9, "o")

    def draw(self, found: Entropies) -> None:
        """Show these entropies."""
        best = found.best_entropy
        low, high = (
            max(min(best - BELOW, found.current_squashed - 0.5), best - FARTHEST),
            best + ABOVE,
        )
        ends = low - FAR, high + FAR
        for name, curve in self.curves.items():
            curve.show(found.std, np.clip(getattr(found, name), *ends))
        self.uniform.at(found.uniform)
        self.best.show([found.best_std], [best])
        self.here.show([found.current_std], [max(found.current_squashed, low)])
        self.current.show([found.current_std] * 2, ends)
        self._say(found)
        self.retitle(f"Entropy of p's action {found.action}".rstrip())
        x = np.log10(found.std[[0, -1]])
        self.settle((float(x[0]), float(x[1])), (low, high), x_padding=0.02)

    def _say(self, found: Entropies) -> None:
        values = (found.current_base, found.current_term, found.current_squashed)
        base, term, total = (shown_value(each, 4) for each in values)
        term = f"− {term[1:]}" if term.startswith("-") else f"+ {term}"
        ink = self.theme.ink("accent")
        self.headline(Run(f"● now: {base} {term} = {total}", ink), Run(f"● {total}", ink))
        best = f"{shown_value(found.best_entropy, 4)} at std {shown_value(found.best_std, 4)}"
        self.say(f"◆ largest: {best}")


class KLPanel(Panel):
    """A row each for KL before and after squashing, and with one side corrected only."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "nats", room=(24.0, 24.0))
        theme = self.theme
        self.exact = self.curve(truth_pen(theme))
        self.errors = self.curve(theme.pen("p", 2.4), connect="pairs")
        self.estimates = mark(self, "p", 9, "o")
        self.biased = mark(self, "q", 12, "d")
        name_places(self, range(0, -len(ROWS), -1), ROWS)
        self.plot.getAxis("bottom").setTickDensity(0.8)

    def draw(self, found: KLComparison) -> None:
        """Show these estimates."""
        value = np.array([found.before, found.after])
        reach = 2.0 * np.array([found.before_error, found.after_error])
        self.estimates.show(value, [0.0, -1.0])
        self.errors.show(np.ravel([value - reach, value + reach], "F"), [0.0, 0.0, -1.0, -1.0])
        self.biased.show([found.p_only, found.q_only], [-2.0, -3.0])
        self.exact.show([found.exact] * 2, [-20.0, 20.0])
        same = shown_value(abs(found.before - found.after), 2)
        p, q = self.theme.ink("p"), self.theme.ink("q")
        exact = f"exact {shown_value(found.exact, 4)}"
        self.headline(exact)
        self.say(
            Run(f"● {shown_estimate(found.before, found.before_error)}", p),
            Run(f"before and after differ by {same}", p),
            Run("◆ corrected on one side only: wrong", q),
        )
        ends = [0.0, *(end for item in self.items for end in item.reach.x)]
        self.settle(padded(min(ends), max(ends)), (-3.0, 0.0))

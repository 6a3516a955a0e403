"""Entropy against the std, and KL before and after squashing."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.number_format import estimate_text, value_text
from engine.page.result import Result
from engine.pages.tanh_squashing.records import Entropies, KLComparison
from engine.session.session import Session
from gui.look.theme import Theme
from gui.pages.tanh_squashing.group import SquashGroup, mark
from gui.plotkit.corner_note import colored
from gui.plotkit.drawable import padded
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.plot import truth_pen

BELOW, ABOVE = 5.5, 4.0  # nats around the largest entropy
FARTHEST = 30.0  # nats below it that the current std may pull the range down
FAR = 100.0  # nats beyond the range at which curves end
ROWS = ("before", "after", "p only", "q only")


class EntropyGroup(SquashGroup):
    """Curves of the three entropies; estimates of KL with their errors."""

    figures = ("entropies", "divergence")

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.entropy = self.add(EntropyPanel(self.layout, theme, (1, 0)))
        self.kl = self.add(KLPanel(self.layout, theme, (1, 1)))
        for column in range(2):
            self.layout.layout.setColumnStretchFactor(column, 1)
        names = ("before squashing", "E log |da/du|", "squashed")
        curves = (curve.graphics for curve in self.entropy.curves.values())
        self.explain(
            dict(zip(curves, names, strict=True))
            | {self.entropy.uniform.graphics: "uniform law", self.kl.exact.graphics: "exact KL"}
        )

    def draw(self, result: Result, session: Session) -> None:
        self.entropy.draw(result.entropies)
        self.kl.draw(result.divergence)


class EntropyPanel(Panel):
    """Curves over log10 std, with the current std and that of the largest entropy."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int]) -> None:
        super().__init__(layout, theme, place, "Entropy of p", "std of u", log="x", corner=(0, 0))
        self.uniform = self.level(theme.pen("muted", 1.0, Qt.PenStyle.DotLine))
        self.current = self.curve(theme.pen("accent", 1.0))
        self.curves = {
            "base": self.curve(theme.pen("k2", 1.8, Qt.PenStyle.DashLine)),
            "jacobian_term": self.curve(theme.pen("k3", 1.8, Qt.PenStyle.DashDotLine)),
            "squashed": self.curve(theme.pen("p", 2.2)),
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
        self.say(*self._lines(found))
        self.retitle(f"Entropy of p's action {found.action}, nats")
        x = np.log10(found.std[[0, -1]])
        self.settle((float(x[0]), float(x[1])), (low, high), x_padding=0.02)

    def _lines(self, found: Entropies) -> list[str]:
        values = (found.current_base, found.current_term, found.current_squashed)
        base, term, total = (value_text(each, 4) for each in values)
        term = f"− {term[1:]}" if term.startswith("-") else f"+ {term}"
        best = f"{value_text(found.best_entropy, 4)} at std {value_text(found.best_std, 4)}"
        return [
            colored(f"● now: {base} {term} = {total}", self.theme.ink("accent")),
            colored(f"◆ largest: {best}", self.theme.text),
            colored(f"┄ uniform: {value_text(found.uniform, 4)}", self.theme.muted),
        ]


class KLPanel(Panel):
    """A row each for KL before and after squashing, and with one side corrected only."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int]) -> None:
        super().__init__(layout, theme, place, "KL(p‖q), nats", "nats", room=(24.0, 24.0))
        self.exact = self.curve(truth_pen(theme))
        self.errors = self.curve(theme.pen("p", 2.4), connect="pairs")
        self.estimates = mark(self, "p", 9, "o")
        self.biased = mark(self, "q", 12, "d")
        axis = self.plot.getAxis("left")
        axis.setWidth(58)
        axis.setTicks([[(-index, name) for index, name in enumerate(ROWS)], []])
        axis.setGrid(False)
        self.plot.getAxis("bottom").setTickDensity(0.8)

    def draw(self, found: KLComparison) -> None:
        """Show these estimates."""
        value = np.array([found.before, found.after])
        reach = 2.0 * np.array([found.before_error, found.after_error])
        self.estimates.show(value, [0.0, -1.0])
        self.errors.show(np.ravel([value - reach, value + reach], "F"), [0.0, 0.0, -1.0, -1.0])
        self.biased.show([found.p_only, found.q_only], [-2.0, -3.0])
        self.exact.show([found.exact] * 2, [-20.0, 20.0])
        same = value_text(abs(found.before - found.after), 2)
        self.say(
            colored(f"╌ exact {value_text(found.exact, 4)}", self.theme.truth),
            colored(f"● {estimate_text(found.before, found.before_error)}", self.theme.ink("p")),
            colored(f"before and after differ by {same}", self.theme.ink("p")),
            colored("◆ corrected on one side only: wrong", self.theme.ink("q")),
        )
        ends = [0.0, *(end for item in self.items for end in item.reach.x)]
        self.settle(padded(min(ends), max(ends)), (-3.0, 0.0))

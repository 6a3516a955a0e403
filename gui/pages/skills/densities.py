"""Where each skill takes the state; its mean can be dragged."""

from __future__ import annotations

from engine.core.shown_numbers import shown_value
from engine.page.result import Result
from engine.pages.skills.figures import Densities
from engine.pages.skills.options import MOST
from engine.session.session import Session
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.series import series_pen, series_role


class DensitiesPanel(Panel):
    """A curve for each skill, and the mixture of all."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "state s", "density", short="s", x_key="s", names="inside")
        theme = self.theme
        self.shades = [self.band(series_role(i), 0.12) for i in range(MOST)]
        self.mixture = self.curve(theme.pen("text", 1.6), name="all")
        self.skills = [
            self.curve(series_pen(theme, i, dashed=False), name=f"skill {i + 1}")
            for i in range(MOST)
        ]
        self.means = [self.marker(f"skills.means[{i + 1}]") for i in range(MOST)]

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.densities, result["information"].value, result["share"].value)

    def draw(self, densities: Densities, information: float, share: float) -> None:
        """Show these skills."""
        s, skills = densities.s, len(densities.means)
        self.mixture.show(s, densities.mixture)
        for i, curve in enumerate(self.skills):
            there = i < skills
            density = densities.skills[i] if there else []
            curve.show(s if there else [], density)
            self.shades[i].show(s if there else [], 0.0 * s if there else [], density)
            self.means[i].show(there)
            if there:
                self.means[i].mark(float(densities.means[i]))
        told = f"I(S;Z) = {shown_value(information, 4)} nats, {shown_value(100.0 * share, 3)} %"
        self.headline(told, f"{shown_value(100.0 * share, 3)} %")
        self.settle((float(s[0]), float(s[-1])))

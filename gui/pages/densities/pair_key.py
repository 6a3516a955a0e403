"""The key of a pair of Gaussians: how p and q are drawn, and their parameters."""

from __future__ import annotations

import pyqtgraph as pg

from engine.core.number_format import value_text
from engine.gaussian.gaussian import Gaussian
from engine.pages.densities.records import FittedGroup
from gui.look.theme import Theme
from gui.plotkit.key import Key

LONGEST = 16  # letters of a group's name


class PairKey(Key):
    """A row above the plots whose words follow p and q."""

    def __init__(self, theme: Theme, indent: float, curves: dict[str, pg.PlotCurveItem]) -> None:
        super().__init__(theme, indent)
        # Or its words would decide how wide the figure is.
        self.setMinimumWidth(1)
        self.setPreferredWidth(1)
        self._labels = {name: self.add(curve, name) for name, curve in curves.items()}

    def describe(
        self, name: str, gaussian: Gaussian, samples: int = 0, own: FittedGroup | None = None
    ) -> None:
        """Say the parameters of p or q, and how many of its samples are drawn; or, for own data,
        which group it stands for, and how many samples that has if they are all drawn."""
        text = description(name, gaussian)
        if own is not None:
            text = f"{name}:  {_short(own.name)}"
            text += f",  n = {samples:,}" if samples == own.samples else ""
        elif samples:
            text += f",  {samples:,} samples"
        if self._labels[name].text != text:
            self._labels[name].setText(text)


def description(name: str, gaussian: Gaussian) -> str:
    """The name, and in one or two dimensions the parameters."""
    if gaussian.dimension > 2:
        return name
    text = f"{name}:  mean {_row(gaussian.mean.tolist())},  std {_row(gaussian.std.tolist())}"
    if gaussian.dimension == 2:
        text += f",  ρ {value_text(float(gaussian.correlation[0, 1]), 6)}"
    return text


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def _row(values: list[float]) -> str:
    texts = [value_text(value, 4) for value in values]
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"

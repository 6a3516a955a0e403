"""The groups of plots on the Gradients page."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg

from engine.page.result import Result
from gui.look.theme import Theme
from gui.pages.gradient_variance.against_k import AgainstKPanel
from gui.pages.gradient_variance.against_n import AgainstNPanel
from gui.pages.gradient_variance.arrows import ArrowsPanel
from gui.pages.gradient_variance.bars import VariancesPanel
from gui.pages.gradient_variance.baseline import BaselinePanel
from gui.pages.gradient_variance.cloud import CloudPanel
from gui.pages.gradient_variance.key import EstimatorKey
from gui.pages.gradient_variance.panel import GradientPanel

GAP = 14
MARGINS = 34
LINE = 13.5  # pixels that a line of words needs
FRAME = 72  # of a row of plots, for titles and axes
LOWER = 202  # pixels that the lower row of all six needs
EDGES = 14  # pixels around and between the rows
NARROWEST = 980  # pixels in which all six stand side by side
Row = tuple[tuple[type[GradientPanel], int, int], ...]  # each with its ``which`` and its share


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Rows of plots; ``keyed``: the estimators are named above them."""

    rows: tuple[Row, ...]
    keyed: bool = False

    @property
    def figures(self) -> tuple[str, ...]:
        """Of the page, that are drawn."""
        return tuple(dict.fromkeys(kind.figure for row in self.rows for kind, *_ in row))


ESTIMATORS: Row = ((VariancesPanel, 0, 33), (VariancesPanel, 1, 18), (CloudPanel, 0, 30))
ALL = "all six"
GROUPS = {
    "estimators": Arrangement((ESTIMATORS,)),
    "against b and N": Arrangement(
        (((BaselinePanel, 0, 21), (AgainstNPanel, 0, 20), (AgainstNPanel, 1, 20)),), keyed=True
    ),
    "against k": Arrangement((((AgainstKPanel, 0, 1), (AgainstKPanel, 1, 1)),), keyed=True),
    "KL losses": Arrangement((((ArrowsPanel, 0, 1), (ArrowsPanel, 1, 1)),)),
    ALL: Arrangement(
        (
            ((VariancesPanel, 0, 14), (VariancesPanel, 1, 8), (CloudPanel, 0, 12),
             (ArrowsPanel, 0, 12)),
            ((BaselinePanel, 0, 12), (AgainstNPanel, 0, 10), (AgainstKPanel, 0, 13),
             (ArrowsPanel, 1, 11)),
        )
    ),
}  # fmt: skip


class GradientGroup:
    """The plots of one arrangement, in a layout of their own."""

    def __init__(self, name: str, layout: pg.GraphicsLayout, theme: Theme) -> None:
        arrangement = GROUPS[name]
        self.name, self.layout = name, layout
        self.keyed = arrangement.keyed
        self.key = EstimatorKey(theme)
        self.panels: list[GradientPanel] = []
        layout.layout.setContentsMargins(0, 0, 0, 0)
        layout.layout.setVerticalSpacing(4)
        for number, row in enumerate(arrangement.rows):
            inner = self._add_row(number + 1)
            for column, (kind, which, share) in enumerate(row):
                self.panels.append(kind(inner, theme, (0, column), which))
                inner.layout.setColumnStretchFactor(column, share)
        if self.keyed:
            layout.addItem(self.key, row=0, col=0)

    def of(self, kind: type[GradientPanel]) -> list[GradientPanel]:
        """The panels of one kind."""
        return [panel for panel in self.panels if isinstance(panel, kind)]

    def draw(self, result: Result, names: tuple[str, ...], width: float, hint: str = "") -> None:
        """Show a result about these estimators; ``width`` is that of the figure, the ``hint`` a
        few words to add."""
        if self.name == ALL:
            # The names of many estimators need more than half of the height.
            self.layout.layout.setRowMinimumHeight(1, upper_height(len(names)))
            self.layout.layout.setRowMinimumHeight(2, LOWER)
        if self.of(AgainstKPanel):
            names = result.against_k.names
        self.show_key(names, width)
        for panel in self.panels:
            if isinstance(panel, CloudPanel):
                panel.hint = hint
            panel.draw(result.figure(panel.figure))

    def show_key(self, names: tuple[str, ...] | None, width: float) -> None:
        """Name the estimators above the plots; None leaves them as they are."""
        if self.keyed:
            self.key.show_names(self.key.names if names is None else names, width - MARGINS)
            self.layout.layout.activate()

    def _add_row(self, row: int) -> pg.GraphicsLayout:
        added = self.layout.addLayout(row=row, col=0)
        added.layout.setContentsMargins(0, 0, 0, 0)
        added.layout.setHorizontalSpacing(GAP)
        # Or the contents would decide how wide and high the rows are.
        for fix in ("MinimumWidth", "PreferredWidth", "MinimumHeight", "PreferredHeight"):
            getattr(added, f"set{fix}")(1)
        return added


def least_height(estimators: int) -> float:
    """The height in which no two of the names touch."""
    return FRAME + LINE * estimators + EDGES


def upper_height(estimators: int) -> float:
    """Of the upper row of all six."""
    return max(FRAME + LINE * estimators, LOWER)


def least_room(estimators: int) -> tuple[float, float]:
    """The width and height in which no two words of all six touch."""
    return NARROWEST, upper_height(estimators) + LOWER + EDGES

"""L_K against K, and the ELBO against the std of q."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_value
from engine.page.result import Result
from engine.pages.evidence_bound.records import Bound, Bounds
from engine.session.session import Session
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.words import Run

DEPTH = 5.0  # nats shown below the bound
TOO_NARROW = "no prediction: χ²(posterior∥q) = ∞"


class BoundsPanel(Panel):
    """Exact, as predicted and as measured; the current K can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(
            frame, "samples per bound K", "nats", short="K", log="x", x_key="K", whole=True
        )
        theme = self.theme
        self.evidence = self.level(theme.pen("p", 1.4), name="log p(x)")
        self.predicted = self.curve(
            theme.pen("k2", 1.6, Qt.PenStyle.DotLine), name="predicted", seen=False
        )
        self.exact = self.curve(truth_pen(theme), name="L_K exact")
        self.errors = self.bars("q", seen=False)
        self.measured = self.dots("q", 7, name="measured", error=self.errors)
        self.line = self.marker("evidence.k")

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.bounds)
        found = result["iwae.exact"]
        text = "" if found.kind == "unknown" else shown_value(found.value, 4)
        known = f"L_K = {text} at K = {result.bounds.current:,}" if text else ""
        self.headline(*(Run(each, self.theme.ink("accent")) for each in (known, text) if each))

    def draw(self, bounds: Bounds) -> None:
        """Show these bounds."""
        self.evidence.at(bounds.log_evidence)
        self.exact.show(bounds.k, bounds.exact)
        self.predicted.show(bounds.predicted_k, bounds.predicted)
        reach = 2.0 * bounds.measured_error
        self.measured.show(bounds.measured_k, bounds.measured)
        self.errors.show(bounds.measured_k, bounds.measured - reach, bounds.measured + reach)
        self.line.mark(bounds.current)
        self.say("" if len(bounds.predicted_k) else TOO_NARROW)
        low = min(bounds.elbo, float(np.min(bounds.measured, initial=bounds.elbo)))
        self.settle(y=(low, bounds.log_evidence), x_padding=0.02)


class BoundPanel(Panel):
    """The ELBO against q's std, which can be dragged, below the log evidence."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "std of q", "nats", short="std of q", log="x", x_key="std")
        theme = self.theme
        self.evidence = self.level(theme.pen("p", 1.4), name="log p(x)")
        self.line = self.curve(theme.pen("q", 1.8), name="ELBO")
        self.current = self.marker("q.std[1]")

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.bound, float(session.scene.q.std[0]), result["elbo.exact"].value)

    def draw(self, bound: Bound, std: float, elbo: float) -> None:
        """Show this bound, and where q is."""
        self.line.show(bound.std, bound.elbo)
        self.evidence.at(bound.log_evidence)
        self.current.mark(std)
        self.headline(Run(f"ELBO {shown_value(elbo, 4)}", self.theme.ink("q")))
        self.settle(y=(elbo - DEPTH, bound.log_evidence))

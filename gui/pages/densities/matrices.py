"""The covariance matrices of p and q, on one scale of colours."""

from __future__ import annotations

import numpy as np

from engine.core.shown_numbers import shown_value
from engine.gaussian.spectrum import Covariances
from gui.plotkit.frame import Frame
from gui.plotkit.matrix_image import MatrixImage
from gui.plotkit.panel import Panel


class CovariancePanel(Panel):
    """A heat map, row 1 at the top, with its numbers where there is room."""

    which = "p"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "")
        self.matrix = MatrixImage(self.plot, self.theme)

    def draw(self, covariances: Covariances) -> None:
        """Show the matrix; the colours reach to the largest entry of both."""
        pair = covariances.p, covariances.q
        limit = float(max(np.max(np.abs(matrix)) for matrix in pair))
        self.matrix.show(getattr(covariances, self.which), limit)
        size = len(covariances.p)
        self.headline(f"colours from −{shown_value(limit, 3)} to {shown_value(limit, 3)}", "")
        self.settle((0.5, size + 0.5), (0.5, size + 0.5))


class CovarianceOfQ(CovariancePanel):
    """That of q."""

    which = "q"

"""Estimators of the gradient of E_p f: their variance, exact and measured, every baseline."""

from __future__ import annotations

from engine.gaussian.gaussian import Gaussian
from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts
from engine.page.scene import Scene

PAGE = Page(
    name="gradient-variance",
    title="Gradients",
    group="Estimators",
    summary="Estimators of the gradient of an expected reward: their variance, exact and "
    "measured, under every baseline.",
    order=1,
    parts=ImportedParts(__package__),
    earlier_flags=lambda: {"plots": lambda options, _: options},  # which of them were drawn
    chips=(
        "true_gradient.mu",
        "score_function.none.variance.mu",
        "score_function.optimal.variance.mu",
        "pathwise.variance.mu",
        "score_function.none.measured_mean.mu",
        "reward.mean",
    ),
    start=Scene(p=Gaussian(1.0, 1.0), q=Gaussian(0.0, 1.0)),
    first_sweep=FirstSweep(
        "gradients.k=-3:3:31",
        (
            "score_function.none.variance.mu",
            "score_function.optimal.variance.mu",
            "pathwise.variance.mu",
        ),
    ),
)

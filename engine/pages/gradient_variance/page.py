"""Estimators of the gradient of E_p f: their variance, exact and measured, every baseline."""

from __future__ import annotations

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.page import Page
from engine.page.scene import Scene
from engine.page.undivided import undivided
from engine.pages.gradient_variance.curves import against_k, against_n, baseline_curve
from engine.pages.gradient_variance.facts import facts
from engine.pages.gradient_variance.options import Options
from engine.pages.gradient_variance.pictures import cloud, kl_losses, variances
from engine.pages.gradient_variance.readouts import banners, readouts
from engine.pages.gradient_variance.result import GradientResult

ALL = "all six"


def compute(scene: Scene, options: Options, run: Run) -> GradientResult:
    """The plots that are asked for, and every number; raises ParameterError, Cancelled."""
    found = facts(scene, options, run)
    shown = options.plots
    curve = baseline_curve(found)
    losses = kl_losses(scene, found.log_sigma, options.coordinate)
    run.step(1.0)
    estimators, sizes = shown in ("estimators", ALL), shown in ("against b and N", ALL)
    arrows = shown in ("KL losses", ALL)
    return GradientResult(
        variances=variances(found) if estimators else None,
        cloud=cloud(found) if estimators else None,
        baseline=curve if sizes else None,
        against_n=against_n(found, options.repetitions, scene.seed, run) if sizes else None,
        against_k=against_k(found, run) if shown in ("against k", ALL) else None,
        kl_losses=losses if arrows and not isinstance(losses, str) else None,
        kl_losses_note=losses if isinstance(losses, str) else "",
        readouts=readouts(found, curve, losses),
        banners=banners(scene, found, options.reward),
    )


PAGE = Page(
    name="gradient-variance",
    title="Gradients",
    summary="Estimators of the gradient of an expected reward: their variance, exact and "
    "measured, under every baseline.",
    order=5,
    options=Options,
    **undivided(compute, GradientResult),
    start=Scene(p=Gaussian(1.0, 1.0), q=Gaussian(0.0, 1.0)),
)

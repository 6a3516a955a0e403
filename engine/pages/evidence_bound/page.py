"""The evidence bound of a linear-Gaussian model: what it holds, what it lacks, what K changes."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.pages.evidence_bound.banners import banners
from engine.pages.evidence_bound.figures import FIGURES
from engine.pages.evidence_bound.gather import gather
from engine.pages.evidence_bound.measure import measure
from engine.pages.evidence_bound.options import Options
from engine.pages.evidence_bound.quantities import QUANTITIES

__all__ = ["PAGE", "Options"]

PAGE = Page(
    name="evidence-bound",
    title="Evidence",
    group="Estimators",
    summary="Why a larger K hurts the encoder: the evidence bound, L_K and their gradients.",
    order=3,
    options=Options,
    quantities=QUANTITIES,
    gather=gather,
    measure=measure,
    figures=FIGURES,
    gaussians=("q",),
    chips=("evidence.log", "iwae.exact", "iwae.estimate", "gap", "iwae.pathwise.log_sigma.snr"),
    banners=banners,
    first_sweep=FirstSweep(
        "evidence.k=1:512:10:log", ("evidence.log", "iwae.exact", "iwae.estimate")
    ),
)

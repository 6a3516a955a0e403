"""The evidence bound of a linear-Gaussian model: what it holds, what it lacks, what K changes."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts

PAGE = Page(
    name="evidence-bound",
    title="Evidence",
    group="Estimators",
    summary="Why a larger K hurts the encoder: the evidence bound, L_K and their gradients.",
    order=3,
    parts=ImportedParts(__package__),
    gaussians=("q",),
    chips=("evidence.log", "iwae.exact", "iwae.estimate", "gap", "iwae.pathwise.log_sigma.snr"),
    first_sweep=FirstSweep(
        "evidence.k=1:512:10:log", ("evidence.log", "iwae.exact", "iwae.estimate")
    ),
)

"""Importance weights w = p/q of samples of q, or of own data: their shape, whether they can be
trusted, and what each usual repair costs."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts

PAGE = Page(
    name="importance-weights",
    title="Weights",
    group="Two Gaussians",
    summary="Weights p/q of samples of q: can they be trusted, and what does each repair cost.",
    order=3,
    parts=ImportedParts(__package__),
    chips=(
        "ess.fraction",
        "tail.k_hat",
        "weight.mean",
        "weight.largest_share",
        "self_normalised.estimate",
        "chi_square.p_q",
        "kl.p_q.estimate",
    ),
    facts=lambda gathered: gathered.facts,
    sources=("samples", "log-ratios", "rollouts"),
    first_sweep=FirstSweep("q.std=0.5:2:31:log", ("ess.fraction", "tail.k_hat")),
)

"""KL(q||p), exact and by the estimators k1, k2, k3 from samples of q or from own data."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.pages.kl_divergence.banners import banners
from engine.pages.kl_divergence.figures import FIGURES
from engine.pages.kl_divergence.gather import gather
from engine.pages.kl_divergence.measure import measure
from engine.pages.kl_divergence.options import Options
from engine.pages.kl_divergence.quantities import QUANTITIES

PAGE = Page(
    name="kl-divergence",
    title="KL",
    group="Two Gaussians",
    summary="KL(q||p) exact and by k1, k2, k3: bias, variance, and how often a batch is negative.",
    order=2,
    options=Options,
    quantities=QUANTITIES,
    gather=gather,
    measure=measure,
    figures=FIGURES,
    banners=banners,
    chips=("kl.q_p", "k1.estimate", "k2.estimate", "k3.estimate", "k1.negative_batch"),
    facts=lambda gathered: gathered.facts,
    sources=("samples", "log-ratios", "rollouts"),
    first_sweep=FirstSweep(
        "q.mean=-3:3:61", ("kl.q_p", "k1.estimate", "k2.estimate", "k3.estimate")
    ),
)

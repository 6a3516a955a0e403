"""A softmax policy: REINFORCE, the zeroth-order gradient, rearrangement and ascent."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.pages.softmax_policy.banners import banners
from engine.pages.softmax_policy.earlier import EARLIER_FLAGS
from engine.pages.softmax_policy.figures import FIGURES
from engine.pages.softmax_policy.gather import gather
from engine.pages.softmax_policy.measure import measure
from engine.pages.softmax_policy.options import Options
from engine.pages.softmax_policy.quantities import QUANTITIES

PAGE = Page(
    name="softmax-policy",
    title="Softmax",
    group="Estimators",
    summary="A softmax policy: policy gradient and zeroth-order gradient, their variance under "
    "every baseline, the best order of the same probabilities, and ascent.",
    order=2,
    options=Options,
    inputs=("sampling",),
    quantities=QUANTITIES,
    gather=gather,
    measure=measure,
    figures=FIGURES,
    banners=banners,
    chips=("reward.mean", "gradient.length", "variance.none", "variance.optimal", "cosine"),
    earlier_flags=EARLIER_FLAGS,
    first_sweep=FirstSweep(
        "softmax.temperature=0.1:10:41:log", ("variance.none", "variance.optimal")
    ),
)

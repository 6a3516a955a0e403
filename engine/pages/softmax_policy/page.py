"""A softmax policy: REINFORCE, the zeroth-order gradient, rearrangement and ascent."""

from __future__ import annotations

from collections.abc import Mapping

from engine.page.first_sweep import FirstSweep
from engine.page.page import Flag, Page
from engine.page.parts import ImportedParts


def earlier_flags() -> Mapping[str, Flag]:
    """Those of when every logit and every reward was an option of its own."""
    from engine.pages.softmax_policy.earlier import EARLIER_FLAGS

    return EARLIER_FLAGS


PAGE = Page(
    name="softmax-policy",
    title="Softmax",
    group="Estimators",
    summary="A softmax policy: policy gradient and zeroth-order gradient, their variance under "
    "every baseline, the best order of the same probabilities, and ascent.",
    order=2,
    parts=ImportedParts(__package__),
    inputs=("sampling",),
    chips=("reward.mean", "gradient.length", "variance.none", "variance.optimal", "cosine"),
    first_sweep=FirstSweep(
        "softmax.temperature=0.1:10:41:log", ("variance.none", "variance.optimal")
    ),
    earlier_flags=earlier_flags,
)

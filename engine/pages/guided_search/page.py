"""Guided policy search: the return of a policy from samples that guides have left."""

from __future__ import annotations

from collections.abc import Iterator

from engine.gaussian.gaussian import Gaussian
from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.scene import Scene
from engine.pages.guided_search.figures import FIGURES
from engine.pages.guided_search.gather import Gathered, gather
from engine.pages.guided_search.measure import few, measure
from engine.pages.guided_search.options import Options
from engine.pages.guided_search.quantities import QUANTITIES


def banners(gathered: Gathered) -> Iterator[str]:
    """Where the replay says next to nothing."""
    if few(gathered):
        size = float(gathered.weighed.effective)
        yield (
            f"Of {len(gathered.actions):,} trajectories {size:.1f} carry the weight: no guide has "
            "sampled what this policy does, and neither its estimated return nor the error is one."
        )


PAGE = Page(
    name="guided-search",
    title="Guided search",
    group="Policies",
    summary="Why does my replayed estimate love a policy that nobody sampled? Importance-sampled "
    "return, effective size and the regulariser of guided policy search.",
    order=5,
    options=Options,
    quantities=QUANTITIES,
    chips=("return", "return.estimate", "effective", "regret.estimate", "regret.phi"),
    gather=gather,
    measure=measure,
    figures=FIGURES,
    banners=banners,
    start=Scene(p=Gaussian(0.5, 0.25), q=Gaussian(0.0, 1.0)),
    first_sweep=FirstSweep("guided_search.regulariser=0:5:26", ("regret.phi",)),
)

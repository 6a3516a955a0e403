"""Guided policy search: the return of a policy from samples that guides have left."""

from __future__ import annotations

from engine.gaussian.gaussian import Gaussian
from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts
from engine.page.scene import Scene

PAGE = Page(
    name="guided-search",
    title="Guided search",
    group="Policies",
    summary="Why does my replayed estimate love a policy that nobody sampled? Importance-sampled "
    "return, effective size and the regulariser of guided policy search.",
    order=5,
    parts=ImportedParts(__package__),
    chips=("return", "return.estimate", "effective", "regret.estimate", "regret.phi"),
    start=Scene(p=Gaussian(0.5, 0.25), q=Gaussian(0.0, 1.0)),
    first_sweep=FirstSweep("guided_search.regulariser=0:5:26", ("regret.phi",)),
)

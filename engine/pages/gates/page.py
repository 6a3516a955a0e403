"""What clipping, truncation and masking of the ratio make of a policy's gradient."""

from __future__ import annotations

from engine.gaussian.gaussian import Gaussian
from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts
from engine.page.scene import Scene

PAGE = Page(
    name="gates",
    title="Gates",
    group="Estimators",
    summary="What does clipping do to my gradient? PPO, dual clip, clip-higher, CISPO, TIS and "
    "IcePop, exact: kept share, bias, variance; and the ratio of a whole sequence.",
    order=4,
    parts=ImportedParts(__package__),
    chips=("ppo.angle", "ppo.length", "ppo.kept", "sequence.share", "sequence.logged"),
    start=Scene(p=Gaussian(0.3, 1.0), q=Gaussian(0.0, 1.0)),
    first_sweep=FirstSweep(
        "gates.tokens=1,2,5,10,20,50,100,200,500,1000,2000,5000,10000",
        ("sequence.share", "sequence.logged"),
    ),
)

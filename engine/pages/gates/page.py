"""What clipping, truncation and masking of the ratio make of a policy's gradient."""

from __future__ import annotations

from collections.abc import Iterator

from engine.gaussian.gaussian import Gaussian
from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.scene import Scene
from engine.pages.gates.figures import FIGURES
from engine.pages.gates.gather import Gathered, gather
from engine.pages.gates.measure import measure
from engine.pages.gates.options import Options
from engine.pages.gates.quantities import QUANTITIES

SMALL, LARGE = 0.1, 0.5


def banners(gathered: Gathered) -> Iterator[str]:
    """Where the logged effective share hides what is lost."""
    sequence, cap = gathered.sequence, gathered.options.cap
    if sequence.effective_share < SMALL and sequence.logged_share(cap) > LARGE:
        yield (
            f"Of these sequences {sequence.effective_share:.3g} is the effective share; after "
            f"truncation a log shows {sequence.logged_share(cap):.3g}."
        )


PAGE = Page(
    name="gates",
    title="Gates",
    group="Estimators",
    summary="What does clipping do to my gradient? PPO, dual clip, clip-higher, CISPO, TIS and "
    "IcePop, exact: kept share, bias, variance; and the ratio of a whole sequence.",
    order=4,
    options=Options,
    quantities=QUANTITIES,
    chips=("ppo.angle", "ppo.length", "ppo.kept", "sequence.share", "sequence.logged"),
    gather=gather,
    measure=measure,
    figures=FIGURES,
    banners=banners,
    start=Scene(p=Gaussian(0.3, 1.0), q=Gaussian(0.0, 1.0)),
    first_sweep=FirstSweep(
        "gates.tokens=1,2,5,10,20,50,100,200,500,1000,2000,5000,10000",
        ("sequence.share", "sequence.logged"),
    ),
)

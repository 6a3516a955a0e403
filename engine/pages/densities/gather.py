"""What every number and figure of the densities page is made from."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.run import Run
from engine.data.facts import DataFacts, facts_of
from engine.divergence.bounded import (
    Evaluation,
    jensen_shannon_evaluated,
    total_variation_evaluated,
)
from engine.page.scene import Scene
from engine.pages.densities.groups import Own, own_groups
from engine.pages.densities.options import Options

# Normals drawn for one estimated divergence: a moving handle waits for them.
NORMALS = 200_000
FEWEST_SAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Gathered:
    """The scene, what no closed form gives, and own samples of two groups."""

    scene: Scene
    options: Options
    jensen_shannon: Evaluation
    total_variation: Evaluation
    samples: int  # of an estimated one
    own: Own | None

    @property
    def axes(self) -> tuple[int, ...]:
        """The coordinates in the picture, counted from 0."""
        return self.options.axes(self.scene.dimension)

    @property
    def plane(self) -> tuple[int, int] | None:
        """The two coordinates in the picture, where it is one of a plane."""
        return (self.axes[0], self.axes[1]) if self.scene.dimension > 1 else None

    @property
    def facts(self) -> DataFacts | None:
        """The own data beside p and q."""
        return None if self.own is None else facts_of(self.own.source, self.own.data)


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """Own samples, and the divergences that need quadrature or sampling; raises Cancelled, and
    DataError for a file that cannot be used."""
    p, q = scene.p, scene.q
    run.step(0.0)
    source = scene.data
    own = own_groups(source, run) if source is not None and source.kind == "groups" else None
    run.step(0.3)
    js = jensen_shannon_evaluated(p, q)
    run.step(0.6)
    samples = min(scene.samples, max(NORMALS // scene.dimension, FEWEST_SAMPLES))
    sampling = Run(run.threads, cancelled=run.cancelled)
    tv = total_variation_evaluated(p, q, samples, scene.seed, sampling)
    run.step(0.9)
    return Gathered(scene, options, js, tv, samples, own)

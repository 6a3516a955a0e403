"""What every number and figure of the Trust region page is made from."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.run import Run
from engine.gradients.natural.move import Move
from engine.page.scene import Scene
from engine.pages.trust_region.options import Options
from engine.pages.trust_region.samples import samples_of
from engine.pages.trust_region.steps import Start, start_of, steps_from
from engine.sampling.accumulators.moments import Moments


@dataclass(frozen=True, slots=True)
class Gathered:
    """The steps from the current policy q, and what samples say of them."""

    scene: Scene
    options: Options
    start: Start
    steps: dict[str, Move | None]
    samples: Moments  # see `samples_of`, of the steps that are not None

    @property
    def shown(self) -> int:
        """The index of the principal direction that is shown."""
        return self.options.shown_direction(self.start.land.directions)


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """One pass over the samples; the steps are kept while only p or the samples change."""
    reward = options.reward
    start = start_of(scene.q, reward)
    steps = steps_from(scene.q, reward, options.delta, options.measured_by)
    moves = [each for each in steps.values() if each is not None]
    shown = options.shown_direction(start.land.directions)
    samples = samples_of(start, moves, shown, (scene.samples, scene.seed), run)
    return Gathered(scene, options, start, steps, samples)

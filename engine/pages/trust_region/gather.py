"""What every number and figure of the Trust region page is made from."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.cache import Cache
from engine.core.run import Run
from engine.gradients.natural.move import Move
from engine.gradients.natural.quick import has_loop
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
    fast: bool  # whether the best steps of a picture are found by a compiled loop

    @property
    def shown(self) -> int:
        """The index of the principal direction that is shown."""
        return self.options.shown_direction(self.start.land.directions)


_kept: Cache[Moments] = Cache(4)


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """One pass over the samples; it and the steps are kept while only p changes. Raises
    Cancelled."""
    reward, ball = options.reward, options.measured_by
    run.step(0.0)
    start = start_of(scene.q, reward)
    steps = steps_from(scene.q, reward, options.delta, ball)
    shown = options.shown_direction(start.land.directions)
    key = scene.q, reward, options.delta, ball, shown, scene.samples, scene.seed
    samples = _kept.get(key)
    if samples is None:
        moves = [each for each in steps.values() if each is not None]
        samples = samples_of(start, moves, shown, (scene.samples, scene.seed), run)
        _kept.put(key, samples)
    fast = has_loop(start.land, max(scene.samples, run.of))
    return Gathered(scene, options, start, steps, samples, fast)

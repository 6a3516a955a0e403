"""What every number and figure of the page of guided policy search is made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.functions.closed_forms import closed_forms, closed_means
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.guided_search.options import Options
from engine.pages.guided_search.replays import repeated_returns
from engine.sampling.accumulators.moments import Moments
from engine.weights.guided_replay import Replays, Weighed, log_density, slide_over, weigh

MEANS = 161
BEYOND = 5.0  # stds of the guides and of the policy to either side
FEWEST_REPLAYS = 20


@dataclass(frozen=True, slots=True)
class Slide:
    """Policies N(mean, std^2) of many means: what they earn, and what the replay says, (m,)."""

    mean: Array
    exact: Array
    estimate: Array
    log_z: Array  # nats, summed over steps
    effective: Array  # at the last step

    def objective(self, regulariser: float) -> Array:
        """Phi, (m,)."""
        return np.asarray(self.estimate + regulariser * self.log_z)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The policy, the guides, one replay of theirs and what many say."""

    options: Options
    policy: Gaussian
    guides: tuple[Gaussian, ...]
    actions: Array  # (n, T), of the replay
    rewards: Array  # (n, T)
    weighed: Weighed  # this replay
    exact: float
    repeated: Moments  # of the estimated return over replays
    slide: Slide


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """The replay, and one pass over as many more as the scene's samples allow; raises Cancelled,
    and ParameterError where a reward overflows."""
    policy = Gaussian.from_std(scene.p.mean[:1], scene.p.std[:1])
    guides, objective = options.guides_in(scene), options.objective()
    size = len(guides) * options.per_guide * options.steps
    replays = max(FEWEST_REPLAYS, scene.samples // size)
    source = Replays(guides, options.per_guide, options.steps, replays, scene.seed)
    actions = next(source.chunks(0))[0]
    rewards, log_q = objective.value(actions), log_density(guides, actions)
    mean, std = float(policy.mean[0]), float(policy.std[0])
    exact = options.steps * closed_forms(objective, mean, std).mean

    return Gathered(
        options=options,
        policy=policy,
        guides=guides,
        actions=actions,
        rewards=rewards,
        weighed=weigh(actions, rewards, log_q, mean, std),
        exact=exact,
        repeated=repeated_returns(source, objective, (mean, std), exact, scene.samples, run),
        slide=_slide(options, policy, guides, actions, rewards, log_q),
    )


def _slide(
    options: Options,
    policy: Gaussian,
    guides: tuple[Gaussian, ...],
    actions: Array,
    rewards: Array,
    log_q: Array,
) -> Slide:
    everyone = (policy, *guides)
    low = min(float(each.mean[0] - BEYOND * each.std[0]) for each in everyone)
    high = max(float(each.mean[0] + BEYOND * each.std[0]) for each in everyone)
    mean, std = np.linspace(low, high, MEANS), float(policy.std[0])
    exact = options.steps * closed_means(options.objective(), mean, std)
    return Slide(mean, exact, *slide_over(actions, rewards, log_q, mean, std))

"""What every number and figure of the squash page is made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array
from engine.core.once import Once
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.tanh_squashing.area import area_without_jacobian
from engine.pages.tanh_squashing.options import Options
from engine.pages.tanh_squashing.plan import RATIOS, squash_plan
from engine.pages.tanh_squashing.ratio_counts import RatioCounts, ratio_counts
from engine.pages.tanh_squashing.ratio_errors import RatioError, ratio_error
from engine.pages.tanh_squashing.reward import ActionReward
from engine.pages.tanh_squashing.samples import Estimate, SquashSamples, squash_samples
from engine.squash.ratio import log_mean_new_only, log_mean_old_only
from engine.squash.sac_objective import SACObjective, sac_objective
from engine.squash.squashed_gaussian import SquashedGaussian


@dataclass(frozen=True, slots=True)
class Ratio:
    """The mean of p / q, x from q, with the tanh correction on these sides."""

    side: str  # both, p_only, q_only
    log_mean: float | None  # exact, where there is a closed form
    sampled: Estimate
    error: RatioError


@dataclass(frozen=True, slots=True)
class Gathered:
    """The policies, and one pass over the samples of either, which goes on beside what is computed
    before it is asked for."""

    scene: Scene
    options: Options
    coordinate: int  # from 0, of the curves over one action
    p: SquashedGaussian
    q: SquashedGaussian
    p_one: SquashedGaussian  # of the coordinate alone
    q_one: SquashedGaussian
    samples: Once[tuple[SquashSamples, ...]]  # of p against q, and of q against p

    @property
    def p_samples(self) -> SquashSamples:
        """Those of p, when they are there."""
        return self.samples()[0]

    @property
    def q_samples(self) -> SquashSamples:
        """Those of q."""
        return self.samples()[1]

    @property
    def policies(self) -> tuple[tuple[str, SquashedGaussian, SquashedGaussian], ...]:
        """Name, policy, and that of the coordinate alone."""
        return ("p", self.p, self.p_one), ("q", self.q, self.q_one)

    @property
    def action_name(self) -> str:
        """Of the coordinate: a, or one of a1, a2, ..."""
        return "a" if self.scene.dimension == 1 else f"a{self.coordinate + 1}"

    @property
    def shown_bounds(self) -> tuple[float, float]:
        """Of the coordinate's action, low and high."""
        return float(self.p_one.low[0]), float(self.p_one.high[0])

    @property
    def has_action(self) -> bool:
        """Whether the action lies within all bounds; the default 0 need not."""
        action = self.options.action
        return bool(np.all((self.p.low <= action) & (action <= self.p.high)))

    def ratios(self) -> tuple[Ratio, ...]:
        """With the correction on both sides, on p's alone and on q's alone."""
        logs = {
            "both": 0.0,
            "p_only": log_mean_new_only(self.p),
            "q_only": log_mean_old_only(self.p),
        }
        found = []
        for (side, log_mean), (name, power) in zip(logs.items(), RATIOS.items(), strict=True):
            sampled = self.q_samples.estimate(name)
            error = ratio_error(self.p, self.q, power, sampled, self.scene.samples)
            found.append(Ratio(side, log_mean, sampled, error))
        return tuple(found)

    def ratio_counts(self) -> RatioCounts:
        """Of the log-ratios, x from q: a pass of its own, for the histogram may not be on show."""
        return ratio_counts(self.q, self.p, self.scene.samples, self.scene.seed)

    def objective(self) -> SACObjective:
        """Of soft actor-critic for the coordinate's action, against the std."""
        mean = float(self.p_one.gaussian.mean[0])
        return _sac(self.options.action_reward, mean, self.options.alpha, *self.shown_bounds)

    def action_counts(self, run: Run) -> tuple[Array, Array]:
        """How many actions of p and of q fall into each bin along the coordinate. A histogram that
        is not on show takes a pass of its own."""
        found = self.samples()
        if found[0].actions is None:
            found = _samples(self.p, self.q, self.coordinate, self.scene, run)()
        p, q = (each.actions for each in found)
        assert p is not None
        assert q is not None
        return p, q

    def area_without(self, name: str) -> Estimate:
        """What p or q encloses over all coordinates without its Jacobian."""
        return area_without_jacobian(self.p if name == "p" else self.q, self.scene.seed)

    def shown_area(self, name: str) -> Estimate:
        """The area of what the page draws of p or q: of a plane, or of one coordinate."""
        if self.options.jacobian:
            return Estimate(1.0, 0.0)
        if self.scene.dimension == 2:
            return self.area_without(name)
        one = self.p_one if name == "p" else self.q_one
        return Estimate(one.area_without_jacobian(), 0.0)


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """The pass over the samples of both policies, begun; raises ParameterError."""
    bounds = options.bounds(scene.dimension)
    p, q = (SquashedGaussian(each, bounds.low, bounds.high) for each in (scene.p, scene.q))
    coordinate = min(options.coordinate, scene.dimension) - 1
    axis = coordinate if scene.dimension != 2 else None
    samples = _samples(p, q, axis, scene, run)
    ones = marginal(p, coordinate), marginal(q, coordinate)
    return Gathered(scene, options, coordinate, p, q, *ones, samples)


def marginal(policy: SquashedGaussian, coordinate: int) -> SquashedGaussian:
    """The policy of one coordinate, counted from 0."""
    gaussian = policy.gaussian
    one = Gaussian(gaussian.mean[coordinate], gaussian.covariance[coordinate, coordinate])
    return SquashedGaussian(one, policy.low[coordinate], policy.high[coordinate])


@lru_cache(maxsize=8)
def _sac(reward: ActionReward, mean: float, alpha: float, low: float, high: float) -> SACObjective:
    # The same for every std, so that a moving std only moves a mark.
    return sac_objective(reward, mean, alpha, low, high, jumps=reward.jumps(low, high))


def _samples(
    p: SquashedGaussian, q: SquashedGaussian, axis: int | None, scene: Scene, run: Run
) -> Once[tuple[SquashSamples, ...]]:
    plans = squash_plan(p, q, axis=axis, ratios=False), squash_plan(q, p, axis=axis)
    return squash_samples(plans, scene.samples, scene.seed, run)

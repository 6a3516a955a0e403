"""What many replays say of the policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import worth_compiling
from engine.core.run import Run
from engine.functions.closed_forms import closed_forms
from engine.functions.objectives import Objective
from engine.functions.polynomial import Polynomial
from engine.sampling.accumulators.moments import Moments, MomentSums, Summed
from engine.sampling.gather import Mapped, gather
from engine.weights.guided_replay import Replays, log_density, weigh

DEGREE = 4


def repeated_returns(
    source: Replays,
    objective: Objective,
    policy: tuple[float, float],
    exact: float,
    samples: int,
    run: Run,
) -> Moments:
    """Of the return that each replay estimates for N(mean, std^2), from their sums about the
    exact one. Raises Cancelled, and ParameterError where a reward overflows."""
    guides = source.guides
    if worth_compiling(samples):
        loops = _Loops(source, objective, policy, exact)
        return gather(loops, lambda _: MomentSums((exact,)), run).moments()

    def deviations(actions: Array) -> Array:
        """Of replays (m, n, T), (1, m)."""
        found = weigh(actions, objective.value(actions), log_density(guides, actions), *policy)
        return np.asarray(found.estimate.sum(axis=1)[np.newaxis] - exact)

    return gather(Mapped(source, deviations), lambda _: MomentSums((exact,)), run).moments()


@dataclass(frozen=True, slots=True)
class _Loops:
    """The sums over replays as a source, made by compiled loops."""

    source: Replays
    objective: Objective
    policy: tuple[float, float]
    exact: float

    @property
    def blocks(self) -> int:
        """How many hold the replays."""
        return self.source.blocks

    def chunks(self, block: int) -> Iterator[Summed]:
        """Those of one block, in one."""
        from engine.pages.guided_search.loops import return_sums

        z = self.source.normals(block)
        guides = np.array([(each.mean[0], each.std[0]) for each in self.source.guides])
        powers = self._powers()
        rewards = self._rewards(z[..., :0] if len(powers) else z)
        sums = return_sums(z, np.array(self.policy), guides, powers, rewards, self.exact)
        if len(powers) and not np.isfinite(sums).all():
            self._rewards(z)
        yield Summed(z.shape[-1], *(np.array([each]) for each in sums))

    def _powers(self) -> Array:
        """The reward of an action of each guide by powers of its normal, (G, 5); none where it is
        no polynomial."""
        function, scale = self.objective.function, self.objective.scale
        if not isinstance(function, Polynomial):
            return np.empty((0, 1 + DEGREE))
        found = []
        for guide in self.source.guides:
            place = float(guide.mean[0]), float(guide.std[0])
            level = closed_forms(self.objective, *place).mean
            first, second, third, fourth = function.terms(*place, scale)
            # He_2 = z^2 - 1, He_3 = z^3 - 3 z, He_4 = z^4 - 6 z^2 + 3.
            level += 3.0 * fourth - second
            found.append((level, first - 3.0 * third, second - 6.0 * fourth, third, fourth))
        return np.array(found)

    def _rewards(self, z: Array) -> Array:
        """Of actions by their normals, (G, N, T, m); raises ParameterError where one overflows."""
        mean, std = np.array([(each.mean[0], each.std[0]) for each in self.source.guides]).T
        every = np.newaxis, np.newaxis, np.newaxis
        return self.objective.value(mean[:, *every] + std[:, *every] * z)

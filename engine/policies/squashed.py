"""A squashed Gaussian policy, as SAC's: tanh of a Gaussian policy's actions, moved to bounds."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.policies.gaussian import GaussianPolicy
from engine.squash.squashed_gaussian import SquashedGaussian, SquashedSample


class SquashedPolicy:
    """Its parameters are those of the Gaussian before squashing.

    The Jacobian of tanh knows no parameter, so that score and Fisher information are the
    Gaussian's at the pre-tanh values, which actions are asked by: atanh cannot bring them back.
    """

    def __init__(self, squashed: SquashedGaussian) -> None:
        self.squashed = squashed
        self._before = GaussianPolicy(squashed.gaussian)

    @property
    def parameters(self) -> tuple[str, ...]:
        """mu, then log sigma, of each coordinate before squashing."""
        return self._before.parameters

    def sample(self, n: int, seed: int) -> SquashedSample:
        """Actions with their pre-tanh values, (n, d) each."""
        return self.squashed.sample(n, seed)

    def log_density(self, action: SquashedSample | ArrayLike) -> Any:
        """Of the actions of these pre-tanh values, (n,)."""
        return self.squashed.log_density_from_pre_tanh(_pre_tanh(action))

    def score(self, action: SquashedSample | ArrayLike) -> Array:
        """Of the actions of these pre-tanh values, (n, 2 d)."""
        return self._before.score(_pre_tanh(action))

    def fisher(self) -> Array:
        """That of the Gaussian: squashing loses nothing."""
        return self._before.fisher()


def _pre_tanh(action: SquashedSample | ArrayLike) -> Any:
    return action.pre_tanh if isinstance(action, SquashedSample) else action

"""The squashed Gaussian: the law of low + (high - low) (1 + tanh u) / 2 for a Gaussian u."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.squash.action_bounds import ActionBounds
from engine.squash.jacobian import log_det_jacobian, log_one_minus_tanh_squared
from engine.squash.modes import Modes, modes
from engine.squash.moments import TanhMoments, tanh_moments

__all__ = ["SquashedGaussian", "SquashedSample", "log_det_jacobian", "log_one_minus_tanh_squared"]


@dataclass(frozen=True, slots=True, eq=False)
class SquashedSample:
    """Draws with both of their names; keep ``pre_tanh``: atanh cannot bring it back."""

    pre_tanh: Array  # (n, d)
    action: Array  # (n, d)


class SquashedGaussian:
    """action = middle + half tanh(u), u ~ ``gaussian``, half = (high - low) / 2; immutable.

    Haarnoja et al. 2018, arXiv 1812.05905, appendix C, with the Jacobian in a form that keeps its
    digits.

    Parameters
    ----------
    gaussian : the law of the pre-tanh values, d dimensions
    low, high : the bounds of the actions, scalars or (d,)

    Raises
    ------
    ParameterError
        low not less than high, a bound that is not finite, a wrong number of bounds.
    """

    __slots__ = ("__weakref__", "bounds", "gaussian")

    gaussian: Gaussian
    bounds: ActionBounds

    def __init__(self, gaussian: Gaussian, low: ArrayLike = -1.0, high: ArrayLike = 1.0) -> None:
        bounds = ActionBounds.checked(low, high, gaussian.dimension)
        object.__setattr__(self, "gaussian", gaussian)
        object.__setattr__(self, "bounds", bounds)

    @property
    def dimension(self) -> int:
        """d."""
        return self.gaussian.dimension

    @property
    def low(self) -> Array:
        """(d,)."""
        return self.bounds.low

    @property
    def high(self) -> Array:
        """(d,)."""
        return self.bounds.high

    def log_density(self, action: ArrayLike) -> Any:
        """ln of the density with respect to the action, in nats.

        log N(u) - sum_i [log(1 - t_i^2) + log half_i] with t = (action - middle) / half and
        u = atanh t. Shapes as in `Gaussian.log_density`: (..., d) -> (...), a point gives a float.

        On a bound it is -inf, which is also the limit: the Gaussian falls like exp(-u^2 / 2 std^2)
        and 1 / (1 - t^2) grows like exp(2 |u|) only. An action that has *rounded* to its bound
        (|u| > 19.06 in double) gets -inf too; `log_density_from_pre_tanh` has the true value.

        Raises ParameterError for an action outside the bounds or not a number.
        """
        points = self._points("action", action)
        u, log_jacobian = self.bounds.pre_tanh(points)
        return self._density(u, np.sum(log_jacobian, axis=-1))

    def log_density_from_pre_tanh(self, u: ArrayLike) -> Any:
        """ln of the density at the action of u, in nats: exact for every u, (..., d) -> (...).

        The form to use in a learner: it never inverts tanh. At an infinite u it is -inf, the
        limit. Raises ParameterError for NaN.
        """
        points = self._points("u", u)
        if np.any(np.isnan(points)):
            raise ParameterError("u", float("nan"), "must be a number")
        return self._density(points, np.atleast_1d(log_det_jacobian(points)))

    def _density(self, u: Array, log_jacobian: Array) -> Any:
        infinite = np.any(np.isinf(u), axis=-1)
        finite_u = np.where(infinite[..., np.newaxis], 0.0, u)
        finite_log = np.where(infinite, 0.0, np.reshape(log_jacobian, infinite.shape))
        with np.errstate(over="ignore"):
            base = np.asarray(self.gaussian.log_density(finite_u))
        value = np.where(infinite, -np.inf, base - finite_log - self.bounds.log_scale)
        return float(value) if value.ndim == 0 else value

    def entropy(self) -> float:
        """Differential entropy of the action in nats: base_entropy() + jacobian_term().

        Exact in every dimension and for every correlation: the Jacobian term is a sum over
        coordinates, and each is a one-dimensional integral over its own marginal.
        """
        return self.base_entropy() + self.jacobian_term()

    def base_entropy(self) -> float:
        """The entropy of the Gaussian before squashing, in nats; not that of the action."""
        return self.gaussian.entropy()

    def jacobian_term(self) -> float:
        """E ln |det d action / du| = sum_i E log(1 - tanh^2 u_i) + log half_i, in nats."""
        return sum(each.log_jacobian for each in self._moments()) + self.bounds.log_scale

    def mean(self) -> Array:
        """E action, (d,), by one-dimensional quadrature."""
        moments = self._moments()
        middle = np.array([each.mean for each in moments])
        to_low = 0.5 * np.array([each.to_low for each in moments])
        to_high = 0.5 * np.array([each.to_high for each in moments])
        width = self.high - self.low
        outer = np.where(middle > 0.0, self.high - width * to_high, self.low + width * to_low)
        inner = self.bounds.middle + self.bounds.half * middle
        return np.where(np.abs(middle) < 0.5, inner, outer)

    def variance(self) -> Array:
        """Var action of each coordinate, (d,), by one-dimensional quadrature."""
        return np.array([each.variance for each in self._moments()]) * self.bounds.half**2

    def sample(self, n: int, seed: int) -> SquashedSample:
        """n draws; the first n of 2n are the n, as in `Gaussian.sample`."""
        pre_tanh = self.gaussian.sample(n, seed)
        return SquashedSample(frozen(pre_tanh), frozen(self.bounds.action(pre_tanh)))

    def action(self, u: ArrayLike) -> Array:
        """The actions of pre-tanh values, of the same shape."""
        values = np.asarray(u, dtype=float)
        return np.reshape(self.bounds.action(self._points("u", values)), values.shape)

    def cdf(self, action: ArrayLike) -> Any:
        """P(action <= this), for d = 1, elementwise: Phi((u - mean) / std).

        0 below the bounds and 1 above them. Raises ParameterError for d > 1 and for NaN.
        """
        mean, std = self._one_dimension("cdf")
        values = np.asarray(action, dtype=float)
        if np.any(np.isnan(values)):
            raise ParameterError("action", float("nan"), "must be a number")
        u, _ = self.bounds.pre_tanh(np.clip(values, self.low, self.high)[..., np.newaxis])
        share = ndtr((u[..., 0] - mean) / std)
        return float(share) if share.ndim == 0 else share

    def quantile(self, probability: ArrayLike) -> Any:
        """The action below which this share of the mass lies, for d = 1, elementwise.

        Raises ParameterError for d > 1 and outside [0, 1].
        """
        mean, std = self._one_dimension("quantile")
        values = np.asarray(probability, dtype=float)
        wrong = ~((values >= 0.0) & (values <= 1.0))
        if np.any(wrong):
            raise ParameterError("probability", float(values[wrong][0]), "must be from 0 to 1")
        u = mean + std * ndtri(values)
        actions = self.bounds.action(u[..., np.newaxis])[..., 0]
        return float(actions) if actions.ndim == 0 else actions

    def modes(self) -> Modes:
        """The modes of the density over the action, for d = 1; raises ParameterError above."""
        return modes(*self._one_dimension("modes"))

    def area_without_jacobian(self) -> float:
        """The integral over the action of N(u), for d = 1: half E(1 - tanh^2 u), not 1.

        What the curve encloses that forgets to divide by d action / du. Raises ParameterError for
        d > 1.
        """
        mean, std = self._one_dimension("area_without_jacobian")
        return float(self.bounds.half[0]) * tanh_moments(mean, std).jacobian

    def _moments(self) -> list[TanhMoments]:
        pairs = zip(self.gaussian.mean.tolist(), self.gaussian.std.tolist(), strict=True)
        return [tanh_moments(mean, std) for mean, std in pairs]

    def _one_dimension(self, what: str) -> tuple[float, float]:
        if self.dimension != 1:
            raise ParameterError("dimension", self.dimension, f"{what} is for one dimension")
        return float(self.gaussian.mean[0]), float(self.gaussian.std[0])

    def _points(self, name: str, values: ArrayLike) -> Array:
        """(..., d); for d = 1 a trailing axis is added where there is none."""
        try:
            points = np.asarray(values, dtype=float)
        except (TypeError, ValueError):
            raise ParameterError(name, values, "must be numbers") from None
        if self.dimension == 1 and (points.ndim == 0 or points.shape[-1] != 1):
            points = points[..., np.newaxis]
        if points.ndim == 0 or points.shape[-1] != self.dimension:
            raise ParameterError(
                name, points.shape, f"must have {self.dimension} entries along its last axis"
            )
        return points

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a SquashedGaussian does not change; make a new one to set {name}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SquashedGaussian):
            return NotImplemented
        return self.gaussian == other.gaussian and not self.bounds.differ(other.bounds)

    def __hash__(self) -> int:
        return hash((self.gaussian, self.low.tobytes(), self.high.tobytes()))

    def __repr__(self) -> str:
        return f"SquashedGaussian({self.gaussian}, {self.low.tolist()}, {self.high.tolist()})"

    def __reduce__(self) -> tuple[type[SquashedGaussian], tuple[Gaussian, Array, Array]]:
        return SquashedGaussian, (self.gaussian, self.low, self.high)

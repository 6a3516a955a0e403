"""The mean of the PPO ratio when only one of the two log-densities has its tanh correction.

With the correction on both sides it cancels and E_old[new / old] = 1. With a correction J(u) =
d action / du on the new policy alone the mean is E_new[1 / J], on the old one alone E_new[J].
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from engine.gaussian.eigenbasis import is_diagonal
from engine.squash.moments import tanh_moments
from engine.squash.squashed_gaussian import SquashedGaussian

# The sum over correlated coordinates has 3^d terms.
MOST_CORRELATED = 8


def log_mean_new_only(new: SquashedGaussian) -> float | None:
    """ln E_new[1 / J], 1 / J = prod_i cosh^2(u_i) / half_i; at least -log_scale.

    For one coordinate E cosh^2 u = (1 + exp(2 std^2) cosh(2 mean)) / 2, so it is always finite;
    correlated coordinates take a sum over 3^d exponentials, None above d = 8.
    """
    gaussian, scale = new.gaussian, new.bounds.log_scale
    if is_diagonal(gaussian.covariance):
        pairs = zip(gaussian.mean.tolist(), gaussian.std.tolist(), strict=True)
        return sum(_log_mean_cosh_squared(mean, std) for mean, std in pairs) - scale
    if gaussian.dimension > MOST_CORRELATED:
        return None
    # cosh^2 u = (exp(2u) + 2 + exp(-2u)) / 4, and E exp(2 k u) is a Gaussian moment.
    signs = np.array(list(product((-1.0, 0.0, 1.0), repeat=gaussian.dimension)))
    logs = 2.0 * signs @ gaussian.mean + 2.0 * np.sum(signs @ gaussian.covariance * signs, axis=1)
    shares = np.sum(signs == 0.0, axis=1) * math.log(2.0) - gaussian.dimension * math.log(4.0)
    if np.max(np.abs(logs)) < 0.5:
        # The shares add up to 1.
        return math.log1p(float(np.exp(shares) @ np.expm1(logs))) - scale
    logs += shares
    return float(np.logaddexp.reduce(logs)) - scale


def log_mean_old_only(new: SquashedGaussian) -> float | None:
    """ln E_new[J], J = prod_i half_i (1 - tanh^2 u_i); at most log_scale.

    A product of one-dimensional quadratures; None for correlated coordinates.
    """
    gaussian = new.gaussian
    if not is_diagonal(gaussian.covariance):
        return None
    pairs = zip(gaussian.mean.tolist(), gaussian.std.tolist(), strict=True)
    return sum(tanh_moments(mean, std).log_area for mean, std in pairs) + new.bounds.log_scale


def _log_mean_cosh_squared(mean: float, std: float) -> float:
    """ln (1 + exp(2 std^2) cosh(2 mean)) / 2."""
    if abs(mean) < 0.5 and std < 0.5:
        # E sinh^2 u, which may be small beside 1.
        sinh = math.sinh(mean)
        return math.log1p(0.5 * math.expm1(2.0 * std * std) * (1.0 + 2.0 * sinh**2) + sinh**2)
    log_cosh = 2.0 * abs(mean) + math.log1p(math.exp(-4.0 * abs(mean))) - math.log(2.0)
    return float(np.logaddexp(0.0, 2.0 * std * std + log_cosh)) - math.log(2.0)

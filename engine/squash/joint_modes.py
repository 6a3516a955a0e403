"""The modes of a squashed Gaussian in several dimensions, correlated or not."""

from __future__ import annotations

from itertools import product

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.gaussian.eigenbasis import is_diagonal
from engine.gaussian.gaussian import Gaussian
from engine.squash.modes import modes

MOST_DIMENSIONS = 8
ITERATIONS = 5_000
# Stationary points closer than this, of their size, are one.
SAME = 1e-6


def joint_modes(gaussian: Gaussian) -> Array:
    """The maxima of log N(u) - sum_i log(1 - tanh^2 u_i), as pre-tanh values, (k, d) by density.

    Independent coordinates: every combination of each one's modes. Correlated ones: u is
    stationary when u = mean + 2 S tanh(u), and taking the right side for the next u never lowers
    the density (2 log cosh is convex, so its tangent bounds it from below); it starts at the mean
    and from the corners mean + 2 S s, s in {-1, 1}^d. So far as is known no mode is missed, but
    that is not proven. Raises ParameterError above d = 8.
    """
    if gaussian.dimension > MOST_DIMENSIONS:
        raise ParameterError(
            "dimension", gaussian.dimension, f"modes are found up to {MOST_DIMENSIONS}"
        )
    if is_diagonal(gaussian.covariance):
        pairs = zip(gaussian.mean.tolist(), gaussian.std.tolist(), strict=True)
        found = np.array(list(product(*(modes(mean, std).pre_tanh for mean, std in pairs))))
    else:
        found = _correlated(gaussian)
    return frozen(found[np.argsort(-_log_density(gaussian, found), kind="stable")])


def _correlated(gaussian: Gaussian) -> Array:
    signs = np.array([[0.0] * gaussian.dimension, *product((-1.0, 1.0), repeat=gaussian.dimension)])
    double = 2.0 * gaussian.covariance
    u = gaussian.mean + signs @ double
    for _ in range(ITERATIONS):
        following = gaussian.mean + np.tanh(u) @ double
        settled = np.all(np.abs(following - u) <= 1e-15 * (1.0 + np.abs(u)))
        u = following
        if settled:
            break
    kept = list[Array]()
    for point in u:
        is_new = all(
            np.max(np.abs(point - each)) > SAME * (1.0 + np.max(np.abs(each))) for each in kept
        )
        if is_new and _is_maximum(gaussian, point):
            kept.append(point)
    return np.array(kept)


def _is_maximum(gaussian: Gaussian, u: Array) -> bool:
    """Whether the curvature -S^-1 + 2 diag(1 - tanh^2 u) has no positive direction."""
    # L' D L - I has the same signs, without the inverse.
    L = gaussian.cholesky
    curved = (L.T * (2.0 / np.cosh(np.minimum(np.abs(u), 300.0)) ** 2)) @ L
    return float(np.linalg.eigvalsh(curved)[-1]) <= 1.0 + SAME


def _log_density(gaussian: Gaussian, u: Array) -> Array:
    log_cosh = np.logaddexp(u, -u)
    return np.asarray(np.atleast_1d(gaussian.log_density(u)) + 2.0 * np.sum(log_cosh, axis=-1))

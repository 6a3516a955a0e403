"""The density of a squashed Gaussian over the square of two actions."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from contourpy import LineType, contour_generator

from engine.core.arrays import Array, frozen
from engine.gaussian.gaussian import LOG_2PI
from engine.pages.tanh_squashing.modes import plane_modes
from engine.pages.tanh_squashing.records import Contours, PlanePolicy
from engine.pages.tanh_squashing.samples import Estimate
from engine.squash.action_bounds import ActionBounds
from engine.squash.jacobian import log_one_minus_tanh_squared
from engine.squash.squashed_gaussian import SquashedGaussian

CELLS = 112
POINTS = 800
MASSES = np.array([0.95, 0.75, 0.5, 0.25])
# Standard deviations of the lattice that the levels are found on; beyond lies 1e-6 of the mass.
LATTICE = np.linspace(-5.0, 5.0, 65)
# Contours are traced on nodes even in the action together with nodes even in u.
ACROSS = np.arctanh(np.linspace(-0.99, 0.99, 57))
BELL = np.linspace(-4.5, 4.5, 55)


def centres(bounds: ActionBounds) -> Array:
    """The centres of the image's cells along either axis, (k, 2)."""
    share = (np.arange(CELLS) + 0.5) / CELLS
    return frozen(bounds.low + (bounds.high - bounds.low) * share[:, np.newaxis])


@lru_cache(maxsize=8)
def plane_policy(
    policy: SquashedGaussian, jacobian: bool, seed: int, area: Estimate
) -> PlanePolicy:
    """Image, contours, sample points and modes, d = 2; kept while the other policy moves."""
    u, _ = policy.bounds.pre_tanh(centres(policy.bounds))
    log_levels = _log_levels(policy, jacobian)
    with np.errstate(over="ignore", under="ignore"):
        density, levels = np.exp(_log_grid(policy, u[:, 0], u[:, 1], jacobian)), np.exp(log_levels)
    return PlanePolicy(
        density=frozen(density),
        levels=frozen(levels),
        contours=_contours(policy, jacobian, log_levels),
        points=frozen(policy.sample(POINTS, seed).action),
        modes=frozen(policy.action(plane_modes(policy.gaussian))),
        area=area.value,
        area_error=area.standard_error,
    )


def _log_grid(policy: SquashedGaussian, first: Array, second: Array, jacobian: bool) -> Array:
    """ln of what is drawn at every (u_1, u_2), (k, m) from (k,) and (m,): far less work than
    point by point, for all but one product is along one axis."""
    mean, L = policy.gaussian.mean, policy.gaussian.cholesky
    white = (first - mean[0]) / L[0, 0]
    other = ((second - mean[1]) - (L[1, 0] * white)[:, np.newaxis]) / L[1, 1]
    rows = -0.5 * white * white - LOG_2PI - 0.5 * policy.gaussian.log_determinant
    value: Array = rows[:, np.newaxis] - 0.5 * other * other
    if jacobian:
        value -= log_one_minus_tanh_squared(first)[:, np.newaxis] + policy.bounds.log_scale
        value -= log_one_minus_tanh_squared(second)
    return value


def _log_levels(policy: SquashedGaussian, jacobian: bool) -> Array:
    """Heights above which the MASSES lie, from the Gaussian's own weights on a lattice."""
    mean, L = policy.gaussian.mean, policy.gaussian.cholesky
    squares = LATTICE * LATTICE
    log_weight = -0.5 * (squares[:, np.newaxis] + squares)
    # The first coordinate is the same all along a row: only the second is a number for each node.
    first = log_one_minus_tanh_squared(mean[0] + L[0, 0] * LATTICE)
    second = mean[1] + L[1, 0] * LATTICE[:, np.newaxis] + L[1, 1] * LATTICE
    log_jacobian = first[:, np.newaxis] + log_one_minus_tanh_squared(second)
    constant = -LOG_2PI - 0.5 * policy.gaussian.log_determinant
    if jacobian:
        heights = log_weight - log_jacobian + (constant - policy.bounds.log_scale)
    else:
        heights, log_weight = log_weight + constant, log_weight + log_jacobian
    heights, log_weight = heights.ravel(), log_weight.ravel()
    order = np.argsort(-heights)
    share = np.cumsum(np.exp(log_weight[order] - np.max(log_weight)))
    found = np.searchsorted(share, MASSES * share[-1])
    return np.asarray(heights[order][np.minimum(found, len(order) - 1)])


def _contours(policy: SquashedGaussian, jacobian: bool, log_levels: Array) -> Contours:
    nodes, actions = [], []
    for axis in range(2):
        bell = policy.gaussian.mean[axis] + policy.gaussian.std[axis] * BELL
        u = np.sort(np.concatenate([ACROSS, bell]))
        low, high = policy.low[axis], policy.high[axis]
        action, first = np.unique(policy.bounds.action(np.stack([u, u], axis=-1))[:, axis], True)
        # Nodes that have rounded together would make cells without an area.
        apart = np.diff(action, prepend=-np.inf) > 1e-12 * (high - low)
        actions.append(action[apart])
        nodes.append(u[first][apart])
    heights = _log_grid(policy, nodes[0], nodes[1], jacobian).T
    generator = contour_generator(
        x=actions[0], y=actions[1], z=heights, line_type=LineType.Separate
    )
    lines = [np.asarray(each) for level in log_levels for each in generator.lines(float(level))]
    number = [np.full(len(line), index) for index, line in enumerate(lines)]
    x, y = np.concatenate(lines).T if lines else np.empty((2, 0))
    return Contours(frozen(x), frozen(y), frozen(np.concatenate(number) if number else x))

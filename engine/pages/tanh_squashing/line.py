"""The picture of two squashed Gaussians along one coordinate: curves, histogram, modes."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array, frozen
from engine.gaussian.density_curves import NODES
from engine.gaussian.gaussian import Gaussian
from engine.pages.tanh_squashing.monte_carlo import SquashSamples
from engine.pages.tanh_squashing.result import ActionHistogram, Curves, ModeMarks
from engine.squash.modes import bimodal_std
from engine.squash.squashed_gaussian import SquashedGaussian

# Even in tanh u, then even in u up to where the action has rounded to its bound.
ACROSS = np.arctanh(np.linspace(-0.995, 0.995, 241))
TOWARDS = np.arange(3.0, 20.0, 0.25)
FIXED = np.concatenate([-TOWARDS[::-1], ACROSS, TOWARDS])


def marginal(policy: SquashedGaussian, coordinate: int) -> SquashedGaussian:
    """The policy of one coordinate, counted from 0."""
    gaussian = policy.gaussian
    one = Gaussian(gaussian.mean[coordinate], gaussian.covariance[coordinate, coordinate])
    return SquashedGaussian(one, policy.low[coordinate], policy.high[coordinate])


def line_curves(p: SquashedGaussian, q: SquashedGaussian, coordinate: int) -> Curves:
    """Both densities, for d = 1, on nodes that miss neither of them nor the bend of tanh."""
    bells = [float(g.mean[0]) + float(g.std[0]) * NODES for g in (p.gaussian, q.gaussian)]
    u = np.unique(np.concatenate([FIXED, *bells]))
    with np.errstate(over="ignore", under="ignore"):
        gaussians = [np.exp(policy.gaussian.log_density(u)) for policy in (p, q)]
        densities = [np.exp(policy.log_density_from_pre_tanh(u)) for policy in (p, q)]
    return Curves(
        u=frozen(u),
        action=frozen(p.action(u)),
        p_gaussian=frozen(gaussians[0]),
        q_gaussian=frozen(gaussians[1]),
        p_density=frozen(densities[0]),
        q_density=frozen(densities[1]),
        low=float(p.low[0]),
        high=float(p.high[0]),
        coordinate=coordinate + 1,
    )


def action_histogram(
    p: SquashSamples, q: SquashSamples, low: float, high: float
) -> ActionHistogram:
    """The counts of p's and q's actions along one axis as densities."""
    counts = [samples.actions for samples in (p, q)]
    edges = np.linspace(low, high, len(counts[0]) + 1)
    width = (high - low) / len(counts[0])
    heights = [
        frozen(each / (s.moments.count * width)) for each, s in zip(counts, (p, q), strict=True)
    ]
    return ActionHistogram(frozen(edges), heights[0], heights[1], p.moments.count)


def mode_marks(p: SquashedGaussian, q: SquashedGaussian) -> ModeMarks:
    """The modes of both, for d = 1."""
    (p_action, p_density), (q_action, q_density) = map(_modes, (p, q))
    return ModeMarks(
        p_action=p_action,
        p_density=p_density,
        q_action=q_action,
        q_density=q_density,
        p_bimodal_std=bimodal_std(float(p.gaussian.mean[0])),
        q_bimodal_std=bimodal_std(float(q.gaussian.mean[0])),
        p_area_without=p.area_without_jacobian(),
        q_area_without=q.area_without_jacobian(),
    )


def _modes(policy: SquashedGaussian) -> tuple[Array, Array]:
    u = np.array(policy.modes().pre_tanh)
    with np.errstate(over="ignore"):
        density = np.exp(policy.log_density_from_pre_tanh(u[:, np.newaxis]))
    return frozen(policy.action(u)), frozen(density)

"""Noise to signal over the gain and the noise of a policy, exactly.

For a fixed K every estimate is 1/sigma times a polynomial in (sigma e, sigma), which stays as it
is when sigma and e both change sign. So sigma^2 times its variance is a cubic in sigma^2, and
four values of sigma give all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from engine.core.arrays import Array, sealed
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.trajectories.credit import Credit
from engine.trajectories.credit_moments import credit_moments
from engine.trajectories.whole_return import whole_return_moments

if TYPE_CHECKING:
    from engine.trajectories.task import LinearQuadraticTask

NODES = 4
# Reward-to-go and what else has a credit; or the total reward, as it is or less its mean.
Estimate = Credit | Literal["total", "total less mean"]


def noise_to_signal(task: LinearQuadraticTask, estimate: Estimate) -> float:
    """Variance of one trajectory's estimate over the squared length of its mean.

    Both are summed over K, c and log sigma. inf where the mean is 0 or the variance too large
    for a double.
    """
    noise, signal = _noise_and_signal(task, estimate)
    return noise / signal if signal > 0.0 else np.inf


def noise_to_signal_map(
    task: LinearQuadraticTask, estimate: Estimate, gains: Array, sigmas: Array, run: Run
) -> Array:
    """`noise_to_signal` of the task with every gain and every sigma, (gains, sigmas).

    Right to about 1e-9 where the sigmas span three decades or less. inf where states outgrow
    doubles. Raises Cancelled.
    """
    x = np.square(sigmas)
    nodes = np.geomspace(sigmas.min(), max(sigmas.max(), 2.0 * sigmas.min()), NODES)
    basis = _lagrange(np.square(nodes), x)
    found = np.full((len(gains), len(sigmas)), np.inf)
    for row, K in zip(found, gains, strict=True):
        run.step(0.0)
        try:
            values = [
                _noise_and_signal(task.replace(K=float(K), sigma=float(node)), estimate)
                for node in nodes
            ]
        except ParameterError:
            continue
        noise, signal = np.array(values).T
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            ratio = (np.square(nodes) * noise @ basis) / (x * (signal @ basis))
        row[:] = np.where(np.isfinite(ratio), ratio, np.inf)
    return sealed(found)


def _noise_and_signal(task: LinearQuadraticTask, estimate: Estimate) -> tuple[float, float]:
    if isinstance(estimate, Credit):
        moments = credit_moments(task, (estimate,))
        mean, variance = moments.mean[0], moments.variance[0]
    else:
        whole = whole_return_moments(task)
        baseline = -whole.mean_return if estimate == "total" else 0.0
        mean, variance = whole.mean, whole.variance(baseline)
    return float(variance.sum()), float(mean @ mean)


def _lagrange(nodes: Array, x: Array) -> Array:
    """The polynomials that are 1 at one node and 0 at the others, (nodes, x)."""
    rows = []
    for i, node in enumerate(nodes):
        others = np.delete(nodes, i)
        rows.append(np.prod((x - others[:, np.newaxis]) / (node - others)[:, np.newaxis], axis=0))
    return np.array(rows)

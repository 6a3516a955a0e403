"""The policy that clipping the importance weights at rho-bar really evaluates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import LOG_2PI, Gaussian
from engine.weights.pieces import Piece, inside, roots


@dataclass(frozen=True, slots=True)
class ClippedPolicy:
    """pi_rho(x) = min(rho_bar mu(x), pi(x)) / Z, the fixed point of V-trace (one dimension)."""

    pi: Gaussian
    mu: Gaussian
    rho_bar: float
    log_normaliser: float  # nats
    mean: float
    variance: float

    @property
    def normaliser(self) -> float:
        """Z = E_mu min(rho_bar, pi / mu), the mean of the clipped weights."""
        return math.exp(self.log_normaliser)

    def log_density(self, x: ArrayLike) -> float | Array:
        """log pi_rho, the shape of x, in nats."""
        values = np.asarray(x, dtype=float)
        found = -self.log_normaliser + np.minimum(
            _log_density(self.pi, values), math.log(self.rho_bar) + _log_density(self.mu, values)
        )
        return float(found) if found.ndim == 0 else np.asarray(found)

    def density(self, x: ArrayLike) -> float | Array:
        """pi_rho, the shape of x."""
        found = np.exp(self.log_density(x))
        return float(found) if np.ndim(found) == 0 else np.asarray(found)


def clipped_policy(pi: Gaussian, mu: Gaussian, rho_bar: float | None) -> ClippedPolicy:
    """The policy whose value V-trace estimates from actions of mu, weights clipped at rho_bar.

    pi = rho_bar mu at the roots of a quadratic; between them stand pieces of pi and of
    rho_bar mu, whose mass, mean and variance are integrated to about 1e-14. ``rho_bar`` None
    or inf clips nothing. Raises ParameterError for Gaussians of more dimensions than one and a
    rho_bar that is not above 0. Source: Espeholt et al. 2018 (arXiv 1802.01561), theorem 1.
    """
    for field, policy in (("pi", pi), ("mu", mu)):
        if policy.dimension != 1:
            raise ParameterError(field, policy.dimension, "must have one dimension")
    clip = math.inf if rho_bar is None else float(rho_bar)
    if not clip > 0.0:
        raise ParameterError("rho_bar", clip, "must be above 0")
    if math.isinf(clip):
        return ClippedPolicy(pi, mu, clip, 0.0, float(pi.mean[0]), float(pi.covariance[0, 0]))
    return ClippedPolicy(pi, mu, clip, *_moments(_pieces(pi, mu, clip)))


def _pieces(pi: Gaussian, mu: Gaussian, clip: float) -> list[Piece]:
    """The pieces in order; which of the two is lower is told by the sign of log(pi / mu) - log clip
    = a u^2 + b u + c with x = mean of pi + sd of pi u."""
    mean, std = float(pi.mean[0]), float(pi.cholesky[0, 0])
    other, spread = float(mu.mean[0]), float(mu.cholesky[0, 0])
    ratio, shift = std / spread, (mean - other) / spread
    a = 0.5 * (ratio - 1.0) * (ratio + 1.0)
    b = ratio * shift
    c = 0.5 * shift * shift - math.log(ratio) - math.log(clip)
    ends = [-math.inf, *(mean + std * u for u in roots(a, b, c)), math.inf]
    pieces = []
    for low, high in pairwise(ends):
        u = (inside(low, high) - mean) / std
        if low < high and (a * u + b) * u + c > 0.0:
            pieces.append(Piece(math.log(clip), other, spread, low, high))
        elif low < high:
            pieces.append(Piece(0.0, mean, std, low, high))
    return pieces


def _moments(pieces: list[Piece]) -> tuple[float, float, float]:
    """Log of the mass, mean and variance of all pieces together."""
    parts = [(piece, *piece.nodes()) for piece in pieces]
    x = np.concatenate([nodes for _, nodes, _ in parts])
    with np.errstate(over="ignore"):  # to -inf, which is the logarithm of what is there
        log_density = np.concatenate([piece.log_density(nodes) for piece, nodes, _ in parts])
    top = float(log_density.max())
    mass = np.exp(log_density - top) * np.concatenate([weights for _, _, weights in parts])
    total = float(mass.sum())
    if not total > 0.0:
        width = parts[0][0].std
        raise ParameterError("mu", width, "is too small a deviation so far from 0 for doubles")
    centre = float(x[np.argmax(log_density)])
    x, mass = x[mass > 0.0], mass[mass > 0.0]  # what is far away may have no square
    mean = centre + float(mass @ (x - centre)) / total
    variance = float(mass @ np.square(x - mean)) / total
    return top + math.log(total), mean, variance


def _log_density(policy: Gaussian, x: Array) -> Array:
    std = float(policy.cholesky[0, 0])
    away = (x - float(policy.mean[0])) / std
    return np.asarray(-0.5 * away * away - math.log(std) - 0.5 * LOG_2PI)

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
from engine.weights.pieces import NarrowRatio, Piece, inside


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
    # In deviations of the narrower one from its mean, which keeps the digits of both.
    narrow, wide = sorted((pi, mu), key=lambda each: float(each.cholesky[0, 0]))
    centre, unit = float(narrow.mean[0]), float(narrow.cholesky[0, 0])
    far, std = (float(wide.mean[0]) - centre) / unit, float(wide.cholesky[0, 0]) / unit
    log_mass, mean, variance = _moments(_pieces(far, std, math.log(clip), narrow is pi))
    return ClippedPolicy(pi, mu, clip, log_mass, centre + unit * mean, unit**2 * variance)


def _pieces(far: float, std: float, level: float, pi_is_narrow: bool) -> list[Piece]:
    """The pieces in order, pi and mu being N(0, 1) and N(far, std^2) in one order or the other;
    the lower one is told by the sign of log(pi / mu) - log clip."""
    ratio = NarrowRatio(far, std, level if pi_is_narrow else -level)
    own, other = (0.0, 1.0), (far, std)
    pi, mu = (own, other) if pi_is_narrow else (other, own)
    pieces = []
    for low, high in pairwise([-math.inf, *ratio.roots(), math.inf]):
        above = (ratio.at(inside(low, high)) > 0.0) == pi_is_narrow
        if low < high and above:
            pieces.append(Piece(level, *mu, low, high))
        elif low < high:
            pieces.append(Piece(0.0, *pi, low, high))
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

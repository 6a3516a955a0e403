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

FALL = 90.0  # e-folds below its highest point, beyond which a piece is left out
PANELS = 24
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)


@dataclass(frozen=True, slots=True)
class _Piece:
    """scale N(mean, std^2) between two ends."""

    log_scale: float
    mean: float
    std: float
    low: float
    high: float

    def log_density(self, x: Array) -> Array:
        away = (x - self.mean) / self.std
        return self.log_scale - 0.5 * away * away - math.log(self.std) - 0.5 * LOG_2PI

    def nodes(self) -> tuple[Array, Array]:
        """Nodes and weights of Gauss-Legendre panels over all that counts of the piece."""
        top = min(max(self.mean, self.low), self.high)
        away = abs(top - self.mean) / self.std
        outwards = self.std * 2.0 * FALL / (math.hypot(away, math.sqrt(2.0 * FALL)) + away)
        edges = np.linspace(
            max(self.low, top - outwards), min(self.high, top + outwards), PANELS + 1
        )
        half = 0.5 * np.diff(edges)[:, np.newaxis]
        middle = 0.5 * (edges[1:] + edges[:-1])[:, np.newaxis]
        return (middle + half * _NODES).ravel(), (half * _WEIGHTS).ravel()


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


def _pieces(pi: Gaussian, mu: Gaussian, clip: float) -> list[_Piece]:
    """The pieces in order; which of the two is lower is told by the sign of log(pi / mu) - log clip
    = a u^2 + b u + c with x = mean of pi + sd of pi u."""
    mean, std = float(pi.mean[0]), float(pi.cholesky[0, 0])
    other, spread = float(mu.mean[0]), float(mu.cholesky[0, 0])
    ratio, shift = std / spread, (mean - other) / spread
    a = 0.5 * (ratio - 1.0) * (ratio + 1.0)
    b = ratio * shift
    c = 0.5 * shift * shift - math.log(ratio) - math.log(clip)
    ends = [-math.inf, *(mean + std * u for u in _roots(a, b, c)), math.inf]
    pieces = []
    for low, high in pairwise(ends):
        u = (_inside(low, high) - mean) / std
        if low < high and (a * u + b) * u + c > 0.0:
            pieces.append(_Piece(math.log(clip), other, spread, low, high))
        elif low < high:
            pieces.append(_Piece(0.0, mean, std, low, high))
    return pieces


def _roots(a: float, b: float, c: float) -> list[float]:
    """Where a u^2 + b u + c changes its sign, in order."""
    rest = b * b - 4.0 * a * c
    if a == 0.0:
        return [-c / b] if b != 0.0 else []
    if rest <= 0.0:
        return []
    far = -0.5 * (b + math.copysign(math.sqrt(rest), b))
    found = [far / a, c / far] if far != 0.0 else [0.0]
    return sorted(u for u in found if math.isfinite(u))


def _inside(low: float, high: float) -> float:
    """A place between two ends."""
    if math.isinf(low) and math.isinf(high):
        return 0.0
    if math.isinf(low):
        return high - max(1.0, abs(high))
    if math.isinf(high):
        return low + max(1.0, abs(low))
    return 0.5 * (low + high)


def _moments(pieces: list[_Piece]) -> tuple[float, float, float]:
    """Log of the mass, mean and variance of all pieces together."""
    parts = [(piece, *piece.nodes()) for piece in pieces]
    x = np.concatenate([nodes for _, nodes, _ in parts])
    log_density = np.concatenate([piece.log_density(nodes) for piece, nodes, _ in parts])
    top = float(log_density.max())
    mass = np.exp(log_density - top) * np.concatenate([weights for _, _, weights in parts])
    total = float(mass.sum())
    centre = float(x[np.argmax(log_density)])
    mean = centre + float(mass @ (x - centre)) / total
    variance = float(mass @ np.square(x - mean)) / total
    return top + math.log(total), mean, variance


def _log_density(policy: Gaussian, x: Array) -> Array:
    std = float(policy.cholesky[0, 0])
    away = (x - float(policy.mean[0])) / std
    return np.asarray(-0.5 * away * away - math.log(std) - 0.5 * LOG_2PI)

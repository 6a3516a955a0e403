"""The policy that clipping the importance weights at rho-bar really evaluates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import LOG_2PI, Gaussian
from engine.weights.pieces import NarrowRatio, Pieces, between, inside


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


@lru_cache(maxsize=8)
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
    log_mass, mean, variance = clipped_policies(pi, mu, np.array([clip]))
    return ClippedPolicy(pi, mu, clip, float(log_mass[0]), float(mean[0]), float(variance[0]))


def clipped_policies(pi: Gaussian, mu: Gaussian, clips: Array) -> tuple[Array, Array, Array]:
    """Log of the mass, mean and variance of `clipped_policy` for finite clips (m,), (m,) each."""
    # In deviations of the narrower one from its mean, which keeps the digits of both.
    narrow, wide = sorted((pi, mu), key=lambda each: float(each.cholesky[0, 0]))
    centre, unit = float(narrow.mean[0]), float(narrow.cholesky[0, 0])
    far, beyond = (float(wide.mean[0]) - centre) / unit, (float(wide.cholesky[0, 0]) - unit) / unit
    log_mass, mean, variance = _moments(*_pieces(far, beyond, np.log(clips), narrow is pi))
    return log_mass, centre + unit * mean, unit**2 * variance


def _pieces(
    far: float, beyond: float, level: Array, pi_is_narrow: bool
) -> tuple[NDArray[np.intp], Pieces]:
    """The pieces, and which level each is of, in order; pi and mu are N(0, 1) and N(far, std^2)
    in one order or the other, std = 1 + ``beyond``; the lower one is told by the sign of
    log(pi / mu) - log clip."""
    ratio, std = NarrowRatio(far, beyond, level if pi_is_narrow else -level), 1.0 + beyond
    low, high = between(ratio.roots())
    there = low < high
    clipped = ((ratio.at(inside(low, high)) > 0.0) == pi_is_narrow)[there]
    row = np.nonzero(there)[0]
    wide = clipped == pi_is_narrow
    scale, mean, width = (
        np.where(each, one, other)
        for each, one, other in ((clipped, level[row], 0.0), (wide, far, 0.0), (wide, std, 1.0))
    )
    return row, Pieces(scale, mean, width, low[there], high[there])


def _moments(row: NDArray[np.intp], pieces: Pieces) -> tuple[Array, Array, Array]:
    """Log of the mass, mean and variance of all pieces of each row together."""
    first = np.flatnonzero(np.diff(row, prepend=-1))  # of each row's pieces
    x, weights = pieces.nodes()
    with np.errstate(over="ignore"):  # to -inf, which is the logarithm of what is there
        log_density = pieces.log_density(x)
    top = np.maximum.reduceat(log_density.max(axis=1), first)
    mass = np.exp(log_density - top[row, np.newaxis]) * weights
    total = np.add.reduceat(mass.sum(axis=1), first)
    if not (total > 0.0).all():
        width = np.broadcast_to(pieces.std, row.shape)[0]
        raise ParameterError("mu", width, "is too small a deviation so far from 0 for doubles")
    best = log_density.argmax(axis=1)[:, np.newaxis]
    highest = np.take_along_axis(log_density, best, axis=1)[:, 0] == top[row]
    centre = np.empty(len(top))
    centre[row[highest]] = np.take_along_axis(x, best, axis=1)[highest, 0]
    away = np.where(mass > 0.0, x - centre[row, np.newaxis], 0.0)  # far away may have no square
    shift = np.add.reduceat(np.vecdot(mass, away), first) / total
    away -= shift[row, np.newaxis]
    variance = np.add.reduceat(np.vecdot(mass, np.square(away)), first) / total
    return top + np.log(total), centre + shift, variance


def _log_density(policy: Gaussian, x: Array) -> Array:
    std = float(policy.cholesky[0, 0])
    away = (x - float(policy.mean[0])) / std
    return np.asarray(-0.5 * away * away - math.log(std) - 0.5 * LOG_2PI)

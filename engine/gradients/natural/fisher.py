"""Fisher's information of a Gaussian and the distance that it measures."""

from __future__ import annotations

import math
from typing import Literal, get_args

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gaussian.eigenbasis import is_diagonal
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import check_dimensions

# What stands for the spread: the standard deviation, its logarithm, the variance.
Coordinates = Literal["sigma", "log_sigma", "variance"]


def fisher(gaussian: Gaussian, coordinates: Coordinates = "sigma") -> Array:
    """E score score', (2d, 2d), by the d means and then the d spreads, correlations held.

    The block of the means is S^-1, that of the standard deviations
    (1[i = j] + R_ij (R^-1)_ij) / (sigma_i sigma_j), R the correlation; in one dimension
    diag(1, 2) / sigma^2 in (mu, sigma), diag(1 / sigma^2, 2) in (mu, log sigma),
    diag(1 / sigma^2, 1 / (2 sigma^4)) in (mu, sigma^2). Raises ParameterError for other names.
    Source: Amari, "Natural gradient works efficiently in learning", Neural Computation 10 (1998).
    """
    if coordinates not in get_args(Coordinates):
        allowed = "must be one of " + ", ".join(get_args(Coordinates))
        raise ParameterError("coordinates", coordinates, allowed)
    d, std = gaussian.dimension, gaussian.std
    correlation = gaussian.correlation
    inverse = np.linalg.inv(correlation)
    # d log sigma, by the coordinate that stands for the spread.
    scale = {"sigma": 1.0 / std, "log_sigma": np.ones(d), "variance": 0.5 / std**2}[coordinates]
    matrix = np.zeros((2 * d, 2 * d))
    matrix[:d, :d] = inverse / np.outer(std, std)
    matrix[d:, d:] = (np.eye(d) + correlation * inverse) * np.outer(scale, scale)
    return matrix


def fisher_rao_distance(p: Gaussian, q: Gaussian) -> float:
    """The length of the shortest path from p to q in Fisher's metric; symmetric.

    sqrt 2 arccosh(1 + (dmu^2 / 2 + dsigma^2) / (2 sigma_p sigma_q)) in one dimension; for diagonal
    covariances the root of the sum of the squares, the path staying among diagonal ones.
    Computed as 2 sqrt 2 asinh(sqrt((dmu^2 / 2 + dsigma^2) / (4 sigma_p sigma_q))), which keeps its
    digits for near pairs. Raises ParameterError for correlated covariances, for which there is no
    closed form. Source: Costa, Santos, Strapasson, Discrete Applied Mathematics 197 (2015).
    """
    check_dimensions(p, q)
    for name, each in (("p", p), ("q", q)):
        if not is_diagonal(each.covariance):
            raise ParameterError(name, each, "must have a diagonal covariance")
    shift, change = p.mean - q.mean, p.std - q.std
    chord = np.hypot(shift / math.sqrt(2.0), change) / np.sqrt(p.std) / np.sqrt(q.std)
    lengths = 2.0 * math.sqrt(2.0) * np.arcsinh(0.5 * chord)
    return math.hypot(*lengths.tolist())

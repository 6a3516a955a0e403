"""Moving and reshaping a Gaussian by hand: what dragging its picture means."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.component import component
from engine.gaussian.ellipse import nearest_axes, principal_axes
from engine.gaussian.gaussian import Gaussian

# The thinnest ellipse a hand can make; typed correlations may go further.
LARGEST_CORRELATION = 0.9999


def moved(gaussian: Gaussian, axes: tuple[int, ...], position: Array) -> Gaussian:
    """The Gaussian with these coordinates of its mean changed, kept in their allowed range."""
    allowed = component("mean").parameter
    mean = gaussian.mean.copy()
    mean[list(axes)] = np.clip(position, allowed.minimum, allowed.maximum)
    return Gaussian(mean, gaussian.covariance)


def with_std(gaussian: Gaussian, std: float) -> Gaussian:
    """The one-dimensional Gaussian with another std, kept in its allowed range."""
    allowed = component("std").parameter
    return Gaussian.from_std(gaussian.mean, float(np.clip(std, allowed.minimum, allowed.maximum)))


def reshaped(
    gaussian: Gaussian,
    axes: tuple[int, int],
    before: Array,
    after: Array,
    decimals: tuple[int, int] = (12, 12),
) -> Gaussian:
    """The Gaussian after its ellipse over two coordinates was stretched and turned.

    ``before`` and ``after`` are the ellipse's axes as columns (2, 2): F F' is the covariance of
    the two coordinates. They are mapped by the linear map that takes one to the other, and the
    whole covariance with them, S -> T S T', so that it stays positive definite and the other
    coordinates keep theirs. Stds are rounded to these ``decimals``, correlations to 4.
    """
    block = _tidy(after @ after.T, decimals)
    target = nearest_axes(principal_axes(block), after)
    index = np.array(axes)
    if gaussian.dimension == 2:
        covariance = np.empty((2, 2))
    else:
        # The columns of F are orthogonal: its inverse is its transpose over their squares.
        inverse = before.T / np.sum(before**2, axis=0)[:, np.newaxis]
        T = np.eye(gaussian.dimension)
        T[np.ix_(index, index)] = target @ inverse
        covariance = T @ gaussian.covariance @ T.T
        covariance = 0.5 * (covariance + covariance.T)
    covariance[np.ix_(index, index)] = block
    return Gaussian(gaussian.mean, covariance)


def stretched(before: Array, axis: int, reach: Array) -> Array:
    """An ellipse's axes (2, 2) with one of them drawn to ``reach`` (2,), not 0; the other keeps its
    length and turns along: orthogonal, as the axes of every ellipse are."""
    after = before.copy()
    after[:, axis] = reach
    turned = np.array([-reach[1], reach[0]]) / math.hypot(*reach)
    other = before[:, 1 - axis]
    side = 1.0 if turned @ other >= 0.0 else -1.0
    after[:, 1 - axis] = side * math.hypot(*other) * turned
    return after


def _tidy(block: Array, decimals: tuple[int, int]) -> Array:
    """The covariance with round stds and a correlation short of 1."""
    allowed = component("std").parameter
    std = np.sqrt(np.diag(block))
    correlation = block[0, 1] / (std[0] * std[1])
    correlation = np.clip(np.round(correlation, 4), -LARGEST_CORRELATION, LARGEST_CORRELATION)
    rounded = [
        max(round(value, places), 10.0**-places)
        for value, places in zip(std.tolist(), decimals, strict=True)
    ]
    std = np.clip(rounded, allowed.minimum, allowed.maximum)
    off = correlation * std[0] * std[1]
    return np.array([[std[0] ** 2, off], [off, std[1] ** 2]])

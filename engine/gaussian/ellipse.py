"""Ellipses of equal density of a two-dimensional Gaussian, and the axes that carry them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.gaussian import Gaussian

SIGMAS = (1.0, 2.0, 3.0)
STEPS = 121
# Axes closer in length than this have no direction of their own.
ROUND = 1e-9


@dataclass(frozen=True, slots=True)
class Ellipses:
    """The 1, 2 and 3-sigma ellipses of p and q over the two axes shown, closed polygons."""

    angle: Array  # (m,), radians from the major axis, from 0 to 2 pi
    p_x: Array  # (m, 3), one column an ellipse
    p_y: Array
    q_x: Array
    q_y: Array


def ellipses(p: Gaussian, q: Gaussian, axes: tuple[int, int]) -> Ellipses:
    """{x: (x - mean)' S^-1 (x - mean) = k^2}, k = 1, 2, 3, of the marginals over two axes."""
    angle = np.linspace(0.0, 2.0 * math.pi, STEPS)
    circle = np.stack([np.cos(angle), np.sin(angle)])
    circle[:, -1] = circle[:, 0]
    columns = [angle]
    for gaussian in (p, q):
        mean, frame = plane_frame(gaussian, axes)
        rim = frame @ circle  # (2, m)
        columns += [m + np.outer(row, SIGMAS) for m, row in zip(mean, rim, strict=True)]
    for column in columns:
        column.flags.writeable = False
    return Ellipses(*columns)


def plane_frame(gaussian: Gaussian, axes: tuple[int, int]) -> tuple[Array, Array]:
    """Mean (2,) and principal axes (2, 2) of the marginal over two coordinates, from 0."""
    index = list(axes)
    return gaussian.mean[index], principal_axes(gaussian.covariance[np.ix_(index, index)])


def principal_axes(covariance: Array) -> Array:
    """F (2, 2) with F F' = covariance and orthogonal columns, the longer one first.

    Column i is an eigenvector times the standard deviation along it. The smaller eigenvalue is
    the determinant over the larger one, which keeps its digits in thin ellipses.
    """
    a, b, c = float(covariance[0, 0]), float(covariance[1, 1]), float(covariance[0, 1])
    if a < b:
        # Near the x axis the angle keeps its digits; near the y axis its cosine would not.
        swapped: Array = principal_axes(np.array([[b, c], [c, a]]))[::-1] * [1.0, -1.0]
        return swapped
    angle = 0.5 * math.atan2(2.0 * c, a - b)
    major = 0.5 * (a + b) + math.hypot(0.5 * (a - b), c)
    r = c / (math.sqrt(a) * math.sqrt(b))
    minor = max(a / major * b * (1.0 - r) * (1.0 + r), np.finfo(float).tiny)
    cosine, sine = math.cos(angle), math.sin(angle)
    long, short = math.sqrt(major), math.sqrt(minor)
    return np.array([[long * cosine, -short * sine], [long * sine, short * cosine]])


def nearest_axes(frame: Array, previous: Array) -> Array:
    """The same ellipse's axes in the order and with the signs nearest to ``previous``.

    What a hand holds stays what it holds when the axes become equal and change places. A
    circle takes the directions of ``previous``.
    """
    lengths = np.hypot(*frame)
    if abs(lengths[0] - lengths[1]) <= ROUND * lengths[0]:
        first = previous[:, 0] / np.hypot(*previous[:, 0])
        turned: Array = lengths[0] * np.array([[first[0], -first[1]], [first[1], first[0]]])
        return turned
    choices = (frame, frame[:, ::-1])
    signed = [choice * _signs(choice, previous) for choice in choices]
    unit = previous / np.hypot(*previous)
    agreement = [float(np.min(np.sum(c / np.hypot(*c) * unit, axis=0))) for c in signed]
    return np.ascontiguousarray(signed[int(np.argmax(agreement))])


def _signs(frame: Array, previous: Array) -> Array:
    dots = np.sum(frame / np.hypot(*frame) * previous, axis=0)
    return np.where(dots < 0.0, -1.0, 1.0)

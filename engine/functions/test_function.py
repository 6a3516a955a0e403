"""The functions f whose mean under p is estimated, by name: of t = u . x along a direction u."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, ndtr

from engine.core.arrays import Array
from engine.core.parameter import Parameter, ParameterError, ParameterSet

Name = Literal["1", "x", "x^2", "indicator", "sigmoid", "distance"]

NAMES: tuple[Name, ...] = get_args(Name)
# The sigmoid is within 1e-16 of 0 or 1 beyond the last of these.
SIGMOID_BREAKS = (1.0, 2.0, 4.0, 8.0, 16.0, 37.0)
# The trapezoidal rule for the sigmoid under a normal: the steps are such that its error, exp(-2
# pi / step times the distance of the nearest pole), is below rounding.
NARROW = 3.0
NARROW_STEP = 0.175
NARROW_NODES = np.arange(-51, 52) * NARROW_STEP
NARROW_WEIGHTS = NARROW_STEP * np.exp(-0.5 * NARROW_NODES**2) / math.sqrt(2.0 * math.pi)
WIDE_NODES = np.arange(-80, 81) * 0.5
WIDE_LEVEL = expit(WIDE_NODES)
# The sigmoid is a mean of indicators at these nodes, and its square another.
WIDE_DENSITY = 0.5 * WIDE_LEVEL * (1.0 - WIDE_LEVEL)
WIDE_SQUARE_DENSITY = 2.0 * WIDE_LEVEL * WIDE_DENSITY


@dataclass(frozen=True, slots=True)
class TestFunction(ParameterSet):
    """f(t), t = u . x, by its ``name``, and the ``point`` where it is centred.

    1; x: t; x^2: t^2; indicator: 1 if t > point, else 0; sigmoid: 1 / (1 + exp(point - t));
    distance: |t - point|. Raises ParameterError for an unknown name or a point that is no number.
    """

    __test__ = False  # of no interest to pytest, whatever it is called

    name: Annotated[
        Name, Parameter(label="function", symbol="f", help="The function whose mean is wanted.")
    ] = "x"
    point: Annotated[
        float,
        Parameter(
            label="point",
            symbol="a",
            help="Threshold of the indicator, centre of the sigmoid, end of the distance.",
            minimum=-1e12,
            maximum=1e12,
            typical=(-5.0, 5.0),
        ),
    ] = 0.0

    @property
    def formula(self) -> str:
        """f in words of mathematics."""
        return {
            "1": "1",
            "x": "x",
            "x^2": "x²",
            "indicator": f"1[x > {self.point:g}]",
            "sigmoid": f"sigmoid(x - {self.point:g})" if self.point else "sigmoid(x)",
            "distance": f"|x - {self.point:g}|",
        }[self.name]

    @property
    def breaks(self) -> tuple[float, ...]:
        """Values of t where f jumps or bends, ascending: between them it is smooth."""
        if self.name in ("indicator", "distance"):
            return (self.point,)
        if self.name == "sigmoid":
            away = [-each for each in reversed(SIGMOID_BREAKS)] + [0.0, *SIGMOID_BREAKS]
            return tuple(self.point + each for each in away)
        return ()

    def __call__(self, t: ArrayLike) -> Array:
        """f(t), elementwise."""
        values = np.asarray(t, dtype=float)
        if self.name == "1":
            return np.ones_like(values)
        if self.name == "x":
            return values
        if self.name == "x^2":
            squares: Array = np.square(values)
            return squares
        if self.name == "indicator":
            return (values > self.point).astype(float)
        if self.name == "distance":
            return np.asarray(np.abs(values - self.point))
        level: Array = expit(values - self.point)
        return level

    def mean(self, mean: ArrayLike, std: ArrayLike) -> Array:
        """E f(T), T ~ N(mean, std^2), elementwise."""
        return self.moments(mean, std, 0.0)[0]

    def moments(self, mean: ArrayLike, std: ArrayLike, centre: float) -> tuple[Array, Array]:
        """E g and E g^2, g = f(T) - centre, T ~ N(mean, std^2), elementwise; ``std`` >= 0.

        Closed forms, but for the sigmoid, which is summed by the trapezoidal rule: over T where
        it is narrow, else over the thresholds whose indicators the sigmoid is a mean of.
        """
        m, s = np.broadcast_arrays(np.asarray(mean, dtype=float), np.asarray(std, dtype=float))
        with np.errstate(over="ignore", under="ignore"):
            if self.name == "1":
                first = np.full(m.shape, 1.0 - centre)
                return first, first**2
            if self.name == "x":
                first = m - centre
                return first, first**2 + s**2
            if self.name == "x^2":
                first = m**2 + s**2 - centre
                return first, first**2 + 4.0 * m**2 * s**2 + 2.0 * s**4
            if self.name == "indicator":
                above = _probability_above(m - self.point, s)
                below = _probability_above(self.point - m, s)
                return above - centre, above * (1.0 - centre) ** 2 + below * centre**2
            if self.name == "distance":
                return _distance_moments(np.abs(m - self.point), s, centre)
            return _sigmoid_moments(m - self.point, s, centre)


def by_name(name: str, point: float = 0.0) -> TestFunction:
    """The function of this name: one of NAMES. Raises ParameterError."""
    return TestFunction.from_values({"name": name, "point": point})


def checked_direction(direction: ArrayLike | None, dimension: int) -> Array:
    """A unit vector (d,), by default the first axis; raises ParameterError."""
    if direction is None:
        first: Array = np.eye(dimension)[0]
        return first
    vector = np.array(direction, dtype=float, ndmin=1)
    if vector.shape != (dimension,):
        raise ParameterError("direction", vector.shape, f"must have {dimension} entries")
    largest = float(np.max(np.abs(vector)))
    if not (math.isfinite(largest) and largest > 0.0):
        raise ParameterError("direction", vector.tolist(), "must be finite and not all zero")
    vector = vector / largest
    unit: Array = vector / np.linalg.norm(vector)
    return unit


def _probability_above(distance: Array, std: Array) -> Array:
    """P(N(distance, std^2) > 0)."""
    spread = np.where(std > 0.0, std, 1.0)
    certain = (distance > 0.0).astype(float)
    return np.asarray(np.where(std > 0.0, ndtr(distance / spread), certain))


def _distance_moments(m: Array, s: Array, centre: float) -> tuple[Array, Array]:
    """E |T| = m + extra, extra = 2 (s phi(m/s) - m Phi(-m/s)), with m >= 0."""
    ratio = np.where(s > 0.0, m / np.where(s > 0.0, s, 1.0), np.inf)
    density = np.exp(-0.5 * ratio**2) / math.sqrt(2.0 * math.pi)
    extra = 2.0 * (s * density - m * ndtr(-ratio))
    first = m - centre + extra
    # The variance of |T|; no large numbers are subtracted.
    variance = np.maximum(s**2 - extra * (2.0 * m + extra), 0.0)
    return first, first**2 + variance


def _sigmoid_moments(m: Array, s: Array, centre: float) -> tuple[Array, Array]:
    narrow = s < NARROW
    first, second = np.empty(m.shape), np.empty(m.shape)
    if np.any(narrow):
        g = expit(m[narrow][..., np.newaxis] + s[narrow][..., np.newaxis] * NARROW_NODES) - centre
        first[narrow], second[narrow] = g @ NARROW_WEIGHTS, g**2 @ NARROW_WEIGHTS
    if not np.all(narrow):
        wide = ~narrow
        above = ndtr((m[wide][..., np.newaxis] - WIDE_NODES) / s[wide][..., np.newaxis])
        mean, square = above @ WIDE_DENSITY, above @ WIDE_SQUARE_DENSITY
        first[wide] = mean - centre
        second[wide] = np.maximum(square - 2.0 * centre * mean + centre**2, first[wide] ** 2)
    return first, second

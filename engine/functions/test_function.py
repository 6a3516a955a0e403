"""The functions f whose mean under p is estimated, by name: of t = u . x along a direction u."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.parameter import Parameter, ParameterError, ParameterSet
from engine.functions.constant import Constant
from engine.functions.distance import Distance
from engine.functions.function import Function
from engine.functions.linear import Linear
from engine.functions.sigmoid import Sigmoid
from engine.functions.square import Square
from engine.functions.step import Step

Name = Literal["1", "x", "x^2", "indicator", "sigmoid", "distance"]

NAMES: tuple[Name, ...] = get_args(Name)
FUNCTIONS: dict[Name, Callable[[float], Function]] = {
    "1": lambda _: Constant(),
    "x": lambda _: Linear(1.0),
    "x^2": lambda _: Square(0.0),
    "indicator": Step,
    "sigmoid": Sigmoid,
    "distance": Distance,
}
WORDS = {"x": "x", "x^2": "x²"}


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
    def function(self) -> Function:
        """f."""
        return FUNCTIONS[self.name](self.point)

    @property
    def formula(self) -> str:
        """f in words of mathematics."""
        return WORDS.get(self.name, self.function.formula)

    @property
    def breaks(self) -> tuple[float, ...]:
        """Values of t where f jumps or bends, ascending: between them it is smooth."""
        return self.function.breaks

    def __call__(self, t: ArrayLike) -> Array:
        """f(t), elementwise."""
        return self.function.value(np.asarray(t, dtype=float))

    def mean(self, mean: ArrayLike, std: ArrayLike) -> Array:
        """E f(T), T ~ N(mean, std^2), elementwise."""
        return self.moments(mean, std, 0.0)[0]

    def moments(self, mean: ArrayLike, std: ArrayLike, centre: float) -> tuple[Array, Array]:
        """E g and E g^2, g = f(T) - centre, T ~ N(mean, std^2), elementwise; ``std`` >= 0."""
        m, s = np.broadcast_arrays(np.asarray(mean, dtype=float), np.asarray(std, dtype=float))
        with np.errstate(over="ignore", under="ignore"):
            return self.function.moments(m, s, centre)


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
    # NumPy's norm hands the interpreter over, and waits for it again, for a few numbers too.
    unit: Array = vector / math.hypot(*vector.tolist())
    return unit

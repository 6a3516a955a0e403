"""Reward functions f of one number, by name, with their gradients and moments."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.parameter import Parameter, ParameterError, ParameterSet
from engine.functions.cos import Cos
from engine.functions.cubic import Cubic
from engine.functions.exp import Exp
from engine.functions.linear import Linear
from engine.functions.quartic import Quartic
from engine.functions.reward import Reward
from engine.functions.square import Square
from engine.functions.step import Step
from engine.numerics.normal_quadrature import Nodes

Name = Literal["square", "exp", "cos", "linear", "cubic", "quartic", "step"]

NAMES: tuple[Name, ...] = get_args(Name)
REWARDS: dict[Name, type[Reward]] = {
    "square": Square,
    "exp": Exp,
    "cos": Cos,
    "linear": Linear,
    "cubic": Cubic,
    "quartic": Quartic,
    "step": Step,
}
NAME = Parameter(
    label="objective",
    symbol="f",
    help="The reward whose mean is climbed: (x - k)², exp(-k x²), cos k x, k x, x³ - k x, "
    "x⁴ - k x², or 1 where x > k and else 0.",
)
K = Parameter(
    label="k",
    help="Where the square has its minimum and the step its jump; the rate of the others.",
    minimum=-1e6,
    maximum=1e6,
    typical=(-3.0, 3.0),
)
CONSTANT = Parameter(
    label="constant",
    symbol="c",
    help="Added to every reward. It changes no gradient, but the variance of some.",
    minimum=-1e12,
    maximum=1e12,
    typical=(-10.0, 10.0),
    advanced=True,
)
SCALE = Parameter(
    label="factor",
    symbol="a",
    help="Multiplies the objective before the constant is added.",
    minimum=-1e6,
    maximum=1e6,
    typical=(-5.0, 5.0),
    advanced=True,
)
OTHER_NAMES = {"double_well": "quartic", "quadratic": "square"}


@dataclass(frozen=True, slots=True)
class Moments:
    """E f and Var f under a Gaussian."""

    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class Objective(ParameterSet):
    """f(x) = scale * g(x) + constant, g by its ``name`` and ``k``.

    square (x - k)^2; exp exp(-k x^2), k >= 0; cos cos(k x); linear k x; cubic x^3 - k x;
    quartic x^4 - k x^2 (a double well); step 1 where x > k, else 0, which has no gradient.
    Square, exp and cos are those of Mohamed, Rosca, Figurnov and Mnih 2020 (JMLR 21, 132),
    section 3. Raises ParameterError for an unknown name and a number that cannot be taken.
    """

    name: Annotated[Name, NAME] = "square"
    k: Annotated[float, K] = 1.0
    constant: Annotated[float, CONSTANT] = 0.0
    scale: Annotated[float, SCALE] = 1.0

    def __post_init__(self) -> None:
        ParameterSet.__post_init__(self)
        if self.name == "exp" and self.k < 0.0:
            raise ParameterError("k", self.k, "must be at least 0 for exp(-k x^2)")

    @property
    def function(self) -> Reward:
        """g."""
        return REWARDS[self.name](self.k)

    @property
    def formula(self) -> str:
        """g in words of mathematics, without scale and constant."""
        return self.function.formula

    @property
    def has_gradient(self) -> bool:
        """False for the step: its gradient is 0 wherever it exists, and says nothing."""
        return self.function.has_gradient

    def value(self, x: ArrayLike) -> Array:
        """f(x), elementwise; raises ParameterError where a reward overflows."""
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            values = self.shape(np.asarray(x, dtype=float)) + self.constant
        return np.asarray(self.checked(values))

    __call__ = value

    def gradient(self, x: ArrayLike) -> Array:
        """f'(x), elementwise; raises ParameterError for the step, and where it overflows."""
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            return np.asarray(self.checked(self.slope(np.asarray(x, dtype=float))))

    def shape(self, x: Array) -> Array:
        """f(x) - constant, unchecked."""
        values = self.function.value(x)
        return values if self.scale == 1.0 else self.scale * values

    def slope(self, x: Array) -> Array:
        """f'(x), unchecked; raises ParameterError for the step."""
        values = self.function.slope(x)
        return values if self.scale == 1.0 else self.scale * values

    def moments(self, mean: float, std: float) -> Moments:
        """E f and Var f, x ~ N(mean, std^2); std > 0. Raises ParameterError on overflow."""
        grid, values = self.on_nodes(mean, std)
        first = self.mean_on(grid, values, mean, std)
        return Moments(first + self.constant, grid.expectation(np.square(values - first)))

    def mean_on(self, grid: Nodes, values: Array, mean: float, std: float) -> float:
        """E f - constant from its values at the nodes, or in closed form where they cancel."""
        closed = self.function.closed_mean(mean, std)
        return grid.expectation(values) if closed is None else self.scale * closed

    def on_nodes(self, mean: float, std: float) -> tuple[Nodes, Array]:
        """Nodes fit for this f under N(mean, std^2), and f - constant at mean + std z."""
        checked_gaussian(mean, std)
        grid = self.function.nodes(mean, std)
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            values = self.shape(mean + std * grid.z)
            # The highest powers that any moment of an estimator holds.
            power = np.maximum(np.square(np.square(grid.z)), 1.0)
            self.checked(np.square(values) * power / min(std, 1.0) ** 2)
        return grid, values

    def checked(self, values: Array) -> Array:
        """The values, if all are finite; else raises ParameterError."""
        if not np.all(np.isfinite(values)):
            raise ParameterError(
                "objective", self.formula, "its reward overflows here; use smaller numbers"
            )
        return values


def by_name(name: str, k: float = 1.0, constant: float = 0.0, scale: float = 1.0) -> Objective:
    """The objective of this name: one of NAMES, or double_well or quadratic.

    Raises ParameterError.
    """
    name = OTHER_NAMES.get(name, name)
    return Objective.from_values({"name": name, "k": k, "constant": constant, "scale": scale})


def checked_gaussian(mean: float, std: float) -> None:
    """Raises ParameterError unless the mean is finite and the std positive and finite."""
    if not math.isfinite(mean):
        raise ParameterError("mean", mean, "must be a finite number")
    if not (math.isfinite(std) and std > 0.0):
        raise ParameterError("std", std, "must be a finite number above 0")

"""Reward functions f of one number, by name, with their gradients and moments."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.parameter import Parameter, ParameterError, ParameterSet
from engine.numerics.normal_quadrature import Nodes, nodes

Name = Literal["square", "exp", "cos", "linear", "cubic", "quartic", "step"]

NAMES: tuple[Name, ...] = get_args(Name)
FASTEST = 6_000.0  # waves of cos over a standard deviation that exact values can follow
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

    name: Annotated[
        Name, Parameter(label="objective", symbol="f", help="The reward whose mean is climbed.")
    ] = "square"
    k: Annotated[
        float,
        Parameter(
            label="k",
            symbol="k",
            help="Where the square has its minimum and the step its jump; the rate of the others.",
            minimum=-1e6,
            maximum=1e6,
            typical=(-3.0, 3.0),
        ),
    ] = 1.0
    constant: Annotated[
        float,
        Parameter(
            label="added constant",
            symbol="c",
            help="Added to every reward. It changes no gradient, but the variance of some.",
            minimum=-1e12,
            maximum=1e12,
            typical=(-10.0, 10.0),
        ),
    ] = 0.0
    scale: Annotated[
        float,
        Parameter(
            label="scale",
            symbol="a",
            help="Multiplies the objective before the constant is added.",
            minimum=-1e6,
            maximum=1e6,
            typical=(-5.0, 5.0),
        ),
    ] = 1.0

    def __post_init__(self) -> None:
        ParameterSet.__post_init__(self)
        if self.name == "exp" and self.k < 0.0:
            raise ParameterError("k", self.k, "must be at least 0 for exp(-k x^2)")

    @property
    def formula(self) -> str:
        """g in words of mathematics, without scale and constant."""
        k = f"{self.k:g}"
        minus = f"− {k}" if self.k >= 0.0 else f"+ {-self.k:g}"
        return {
            "square": f"(x {minus})²",
            "exp": f"exp(−{k} x²)",
            "cos": f"cos({k} x)",
            "linear": f"{k} x",
            "cubic": f"x³ {minus} x",
            "quartic": f"x⁴ {minus} x²",
            "step": f"1[x > {k}]",
        }[self.name]

    @property
    def has_gradient(self) -> bool:
        """False for the step: its gradient is 0 wherever it exists, and says nothing."""
        return self.name != "step"

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
        values = self._plain(x)
        return values if self.scale == 1.0 else self.scale * values

    def slope(self, x: Array) -> Array:
        """f'(x), unchecked; raises ParameterError for the step."""
        values = self._plain_slope(x)
        return values if self.scale == 1.0 else self.scale * values

    def moments(self, mean: float, std: float) -> Moments:
        """E f and Var f, x ~ N(mean, std^2); std > 0. Raises ParameterError on overflow."""
        grid, values = self.on_nodes(mean, std)
        first = self.mean_on(grid, values, mean, std)
        return Moments(first + self.constant, grid.expectation(np.square(values - first)))

    def mean_on(self, grid: Nodes, values: Array, mean: float, std: float) -> float:
        """E f - constant from its values at the nodes; for cos, whose waves cancel, exp(-a^2/2)
        cos(k mean), a = k std."""
        if self.name == "cos":
            return self.scale * math.exp(-0.5 * (self.k * std) ** 2) * math.cos(self.k * mean)
        return grid.expectation(values)

    def on_nodes(self, mean: float, std: float) -> tuple[Nodes, Array]:
        """Nodes fit for this f under N(mean, std^2), and f - constant at mean + std z."""
        checked_gaussian(mean, std)
        grid = self.nodes(mean, std)
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            values = self.shape(mean + std * grid.z)
            # The highest powers that any moment of an estimator holds.
            self.checked(np.square(values) * np.maximum(grid.z**4, 1.0) / min(std, 1.0) ** 2)
        return grid, values

    def nodes(self, mean: float, std: float) -> Nodes:
        """Nodes in z = (x - mean) / std fit for this f."""
        if self.name == "step":
            return nodes((abs(self.k - mean) / std,))
        if self.name == "exp" and self.k > 0.0:
            return nodes((), 1.0 / (math.sqrt(2.0 * self.k) * std), abs(mean) / std)
        if self.name == "cos" and abs(self.k) * std > FASTEST:
            allowed = f"must be smaller: |k| times the std may be at most {FASTEST:,.0f}"
            raise ParameterError("k", self.k, allowed)
        if self.name == "cos" and self.k != 0.0:
            return nodes((), 4.0 / (abs(self.k) * std))
        return nodes()

    def checked(self, values: Array) -> Array:
        """The values, if all are finite; else raises ParameterError."""
        if not np.all(np.isfinite(values)):
            raise ParameterError(
                "objective", self.formula, "its reward overflows here; use smaller numbers"
            )
        return values

    def _plain(self, x: Array) -> Array:
        if self.name == "square":
            away = x - self.k
            return np.asarray(away * away)
        if self.name == "exp":
            return np.asarray(np.exp(x * x * -self.k))
        if self.name == "cos":
            return np.asarray(np.cos(self.k * x))
        if self.name == "linear":
            return np.asarray(self.k * x)
        if self.name == "cubic":
            return np.asarray(x * (x * x - self.k))
        if self.name == "quartic":
            square = x * x
            return np.asarray(square * (square - self.k))
        return (x > self.k).astype(float)

    def _plain_slope(self, x: Array) -> Array:
        if self.name == "square":
            return np.asarray(2.0 * (x - self.k))
        if self.name == "exp":
            return np.asarray(-2.0 * self.k * x * np.exp(x * x * -self.k))
        if self.name == "cos":
            return np.asarray(-self.k * np.sin(self.k * x))
        if self.name == "linear":
            return np.full_like(x, self.k)
        if self.name == "cubic":
            return np.asarray(3.0 * x * x - self.k)
        if self.name == "quartic":
            return np.asarray(x * (4.0 * x * x - 2.0 * self.k))
        raise ParameterError(
            "objective", self.name, "has no gradient to follow: it is 0 wherever it exists"
        )


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

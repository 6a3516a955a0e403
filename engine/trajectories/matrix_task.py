"""The linear-quadratic task with vectors for states and actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.trajectories.matrix_expectations import expected_return, gradient
from engine.trajectories.matrix_variance import MatrixVariances, reinforce_variances

MOST_DIMENSIONS = 6
MOST_STEPS = 200


@dataclass(frozen=True, slots=True, eq=False)
class MatrixTask:
    """T steps of a state s (n,) and an action a (m,), n and m up to 6:

        s_0 ~ N(m0, v0 v0'),  a = K s + c + sigma * e,  s' = A s + B a + tau n,
        reward -((x - g)' Q (x - g) + a' R a), discounted by gamma^t

    x is the state, or the next state with ``cost_on`` "next_state". ``tau`` and ``v0`` are
    factors (n, n), deviations (n,) or one number for all; ``sigma`` is (m,) or one number.
    Raises ParameterError naming the field.
    """

    A: Array  # (n, n)
    B: Array  # (n, m)
    K: Array  # (m, n)
    c: Array = field(default_factory=lambda: np.zeros(()))  # (m,)
    sigma: Array = field(default_factory=lambda: np.ones(()))  # (m,)
    tau: Array = field(default_factory=lambda: np.zeros(()))  # (n, n)
    m0: Array = field(default_factory=lambda: np.zeros(()))  # (n,)
    v0: Array = field(default_factory=lambda: np.zeros(()))  # (n, n)
    Q: Array = field(default_factory=lambda: np.ones(()))  # (n, n)
    R: Array = field(default_factory=lambda: np.ones(()))  # (m, m)
    g: Array = field(default_factory=lambda: np.zeros(()))  # (n,)
    gamma: float = 1.0
    T: int = 1
    cost_on: Literal["state", "next_state"] = "state"

    def __post_init__(self) -> None:
        n, m = _sizes(self.B)
        shapes = {"A": (n, n), "B": (n, m), "K": (m, n), "c": (m,), "sigma": (m,), "m0": (n,)}
        shapes |= {"g": (n,), "tau": (n, n), "v0": (n, n), "Q": (n, n), "R": (m, m)}
        spread = {"tau", "v0", "Q", "R"}
        for name, shape in shapes.items():
            array = _array(name, getattr(self, name), shape, name in spread)
            object.__setattr__(self, name, frozen(array))
        for name in ("Q", "R"):
            matrix = getattr(self, name)
            if not np.allclose(matrix, matrix.T, rtol=1e-12, atol=0.0):
                raise ParameterError(name, float(np.abs(matrix - matrix.T).max()), "is asymmetric")
        if not np.all(self.sigma > 0.0):
            raise ParameterError("sigma", float(self.sigma.min()), "must be above 0")
        if not 0.0 <= self.gamma <= 1.0:
            raise ParameterError("gamma", self.gamma, "must be from 0 to 1")
        if not isinstance(self.T, int | np.integer) or not 1 <= self.T <= MOST_STEPS:
            raise ParameterError("T", self.T, f"must be a whole number from 1 to {MOST_STEPS}")
        if self.cost_on not in ("state", "next_state"):
            raise ParameterError("cost_on", self.cost_on, "must be one of state, next_state")
        object.__setattr__(self, "T", int(self.T))
        with np.errstate(over="ignore", invalid="ignore"):
            found = (self.expected_return(), *(part.sum() for part in self.gradient().values()))
        if not np.isfinite(found).all():
            allowed = f"must keep the rewards of {self.T} steps within doubles"
            raise ParameterError("K", float(np.abs(self.K).max()), allowed)

    @property
    def on_next(self) -> bool:
        """Whether the next state costs, not the state."""
        return self.cost_on == "next_state"

    def expected_return(self) -> float:
        """J = E sum_t gamma^t r_t."""
        return expected_return(self)

    def gradient(self) -> dict[str, Array]:
        """dJ by K (m, n), by c (m,) and by log sigma (m,)."""
        return gradient(self)

    def reinforce_variances(self) -> MatrixVariances:
        """Exact variance of REINFORCE, (sum_t score_t) (sum_u gamma^u r_u - b), by every entry."""
        return reinforce_variances(self)


def _sizes(B: ArrayLike) -> tuple[int, int]:
    shape = np.shape(B)
    if len(shape) != 2 or not all(1 <= size <= MOST_DIMENSIONS for size in shape):
        allowed = f"must be a matrix of 1 to {MOST_DIMENSIONS} states by 1 to {MOST_DIMENSIONS}"
        raise ParameterError("B", shape, f"{allowed} actions")
    return shape[0], shape[1]


def _array(name: str, value: ArrayLike, shape: tuple[int, ...], diagonal: bool) -> Array:
    """The value in this shape: a number stands for all entries, or for the diagonal."""
    array = np.array(value, dtype=float)
    if diagonal and array.ndim < 2 and array.shape in ((), shape[:1]):
        array = np.diag(np.broadcast_to(array, shape[:1]))
    elif array.ndim == 0 and len(shape) == 1:
        array = np.broadcast_to(array, shape)
    if array.shape != shape:
        raise ParameterError(name, array.shape, f"must have the shape {shape}")
    if not np.isfinite(array).all():
        raise ParameterError(name, float("nan"), "must be finite numbers")
    return np.array(array)

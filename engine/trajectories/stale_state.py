"""Stale recurrent state in replay: how far a stored or zeroed state moves the policy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import Parameter, ParameterError, ParameterSet
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.sampling.accumulators.moments import MomentSums
from engine.sampling.gather import Mapped, gather
from engine.sampling.normals import Normals

FORGOTTEN = 1e-9  # what may be left of a first state, as a share of the variance
MOST_HISTORY = 5_000


@dataclass(frozen=True, slots=True)
class StaleState(ParameterSet):
    """h' = w h + u o with o ~ N(0, 1), policy N(v h, s^2); stored with w_old = w + rate age.

    The state that comes with a stored sequence was made by w_old on the same observations; a
    burn-in of L steps then runs w on them, from the stored state or from 0. KL in nats. Raises
    ParameterError where |w| or |w_old| is not below 1, for no state is stationary there.
    """

    w: Annotated[float, Parameter("w", "what a step keeps", typical=(0.0, 0.99))] = 0.9
    u: Annotated[float, Parameter("u", "weight of an observation", typical=(0.1, 2.0))] = 1.0
    v: Annotated[float, Parameter("v", "weight of the state", typical=(0.1, 2.0))] = 1.0
    s: Annotated[
        float,
        Parameter("s", "deviation of the action", minimum=1e-100, typical=(0.1, 2), scale="log"),
    ] = 0.5
    rate: Annotated[
        float, Parameter("rate", "how far w was for each update of age", typical=(-1e-3, 1e-3))
    ] = -1e-4
    age: Annotated[
        float, Parameter("age", "updates since it was stored", minimum=0.0, typical=(0, 2_000))
    ] = 500.0
    burn_in: Annotated[
        int, Parameter("burn-in", "steps before it counts", minimum=0, typical=(0, 80))
    ] = 0

    def __post_init__(self) -> None:
        ParameterSet.__post_init__(self)
        if not abs(self.w) < 1.0:
            raise ParameterError("w", self.w, "must be above -1 and below 1")
        if not abs(self.w_old) < 1.0:
            allowed = f"makes w_old = {self.w_old:.6g}, which must be above -1 and below 1"
            raise ParameterError("age", self.age, allowed)

    @property
    def w_old(self) -> float:
        """w + rate age."""
        return self.w + self.rate * self.age

    def stored(self) -> float:
        """E KL of the policy from a stored state against the true one, v^2 w^(2 L) D / (2 s^2).

        D = u^2 [1 / (1 - w_old^2) + 1 / (1 - w^2) - 2 / (1 - w w_old)], written as
        u^2 (w - w_old)^2 (1 + w w_old) / ((1 - w^2) (1 - w_old^2) (1 - w w_old)), which keeps its
        digits where both are close. The KL is symmetric, for both policies have s.
        """
        w, old = self.w, self.w_old
        rest = (1.0 - w) * (1.0 + w) * (1.0 - old) * (1.0 + old) * (1.0 - w * old)
        return self._divergence((self.rate * self.age) ** 2 * (1.0 + w * old) / rest)

    def zero(self) -> float:
        """The same from a state of 0: D = u^2 / (1 - w^2)."""
        return self._divergence(1.0 / ((1.0 - self.w) * (1.0 + self.w)))

    def _divergence(self, distance: float) -> float:
        # Its root first, which is a number wherever the square is.
        kept = abs(self.w) ** self.burn_in * (self.v * (self.u / self.s))
        return 0.5 * kept * kept * distance


@dataclass(frozen=True, slots=True)
class SimulatedState:
    """Means over n sequences and their standard errors, (2,): stored, zero."""

    mean: Array
    standard_error: Array


def history_of(state: StaleState) -> int | None:
    """How many steps forget a first state to 1e-9 of the variance; None where more than 5,000."""
    slowest = max(abs(state.w), abs(state.w_old))
    if slowest == 0.0:
        return 1
    steps = math.ceil(0.5 * math.log(FORGOTTEN) / math.log(slowest)) + 1
    return steps if steps <= MOST_HISTORY else None


def simulate(
    state: StaleState, sequences: int, seed: int, run: Run | None = None
) -> SimulatedState:
    """The KL of each sequence, its states run step by step from long before.

    Raises ParameterError for fewer than 2 sequences and where a state is kept so long that no
    history of 5,000 steps forgets it; Cancelled.
    """
    n = checked_count("sequences", sequences, "must be a whole number, 2 or more", 2)
    history = history_of(state)
    if history is None:
        slowest = max(abs(state.w), abs(state.w_old))
        raise ParameterError("w", slowest, f"keeps a state beyond {MOST_HISTORY} steps")
    exact = (state.stored(), state.zero())

    def away(normals: Array) -> Array:
        return np.asarray(_divergences(state, normals, history) - np.array(exact)[:, np.newaxis])

    source = Mapped(Normals(n, history + state.burn_in, seed), away)
    moments = gather(source, lambda _: MomentSums(exact), run or Run()).moments()
    return SimulatedState(moments.mean, moments.standard_error)


def _divergences(state: StaleState, normals: Array, history: int) -> Array:
    """KL from the stored state and from 0, (2, m), for observations (history + burn-in, m)."""
    hidden, seen = np.zeros((3, normals.shape[1])), np.empty(normals.shape[1])
    # Rows: from the stored state, the true one, from 0.
    made_by = np.array([[state.w_old], [state.w]])
    for o in normals[:history]:
        hidden[:2] *= made_by
        hidden[:2] += np.multiply(o, state.u, out=seen)
    for o in normals[history:]:
        hidden *= state.w
        hidden += np.multiply(o, state.u, out=seen)
    return np.asarray(0.5 * np.square(state.v * (hidden[[0, 2]] - hidden[1]) / state.s))

"""Stale recurrent state: exact against the plain formula and against simulated sequences."""

import mpmath
import pytest

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.trajectories.stale_state import StaleState, simulate


@pytest.mark.parametrize("w", [0.0, 0.5, -0.7, 0.99])
@pytest.mark.parametrize("age", [0.0, 1e-6, 10.0, 1_000.0])
@pytest.mark.parametrize("burn_in", [0, 3])
def test_plain_formula(w: float, age: float, burn_in: int) -> None:
    state = StaleState(w=w, u=1.3, v=0.7, s=0.4, rate=-1e-4, age=age, burn_in=burn_in)
    with mpmath.workdps(60):
        new = mpmath.mpf(w)
        old = new + mpmath.mpf(state.rate) * mpmath.mpf(age)
        distance = 1 / (1 - old**2) + 1 / (1 - new**2) - 2 / (1 - new * old)
        scale = mpmath.mpf(0.7) ** 2 * mpmath.mpf(1.3) ** 2 / (2 * mpmath.mpf(0.4) ** 2)
        scale *= new ** (2 * burn_in)
        assert state.stored() == pytest.approx(float(scale * distance), rel=1e-12, abs=0.0)
        zero = float(scale / (1 - new**2))
    assert state.zero() == pytest.approx(zero, rel=1e-12, abs=0.0)


@pytest.mark.parametrize("w", [0.3, -0.6, 0.9])
@pytest.mark.parametrize("burn_in", [0, 4])
def test_as_simulated(w: float, burn_in: int) -> None:
    state = StaleState(w=w, rate=1e-4, age=800.0, burn_in=burn_in)
    found = simulate(state, 40_000, 3)
    for i, exact in enumerate((state.stored(), state.zero())):
        assert abs(found.mean[i] - exact) < 4.0 * found.standard_error[i]


def test_threads_change_nothing() -> None:
    one, two = (simulate(StaleState(w=0.2), 100_000, 3, Run(threads=k)) for k in (1, 2))
    assert one.mean.tolist() == two.mean.tolist()


def test_what_was_stored_now_is_right() -> None:
    state = StaleState(age=0.0)
    assert state.stored() == 0.0
    assert StaleState(burn_in=10).zero() == pytest.approx(StaleState().zero() * 0.9**20)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"w": 1.0}, "w"), ({"rate": 1e-3}, "age"), ({"s": 0.0}, "s"), ({"burn_in": -1}, "burn_in")],
)
def test_what_it_takes(given: dict, field: str) -> None:
    with pytest.raises(ParameterError, match=rf"^{field} = "):
        StaleState(**given)


def test_a_state_that_is_never_forgotten_is_not_simulated() -> None:
    with pytest.raises(ParameterError, match=r"^w = .*5000 steps"):
        simulate(StaleState(w=0.999999, rate=0.0), 10, 1)

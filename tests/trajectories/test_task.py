"""The linear-quadratic task against the reference table and against traces."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.trajectories import LinearQuadraticTask
from tests.helpers.truth_tables import table
from tests.oracles.linear_quadratic import Forms

NAMES = ("A", "B", "K", "c", "sigma", "tau", "m0", "v0", "q", "r", "g", "gamma", "T")
ESTIMATORS = {
    "total_reward",
    "total_reward/mean",
    "total_reward/best",
    "reward_to_go",
    "reward_to_go/mean_each_step",
    "reward_to_go/value",
    "gae",
    "advantage",
}
EACH_ROW = pytest.mark.parametrize("row", table("trajectories"), ids=lambda row: str(row["id"]))


def task_of(row: dict) -> LinearQuadraticTask:
    return LinearQuadraticTask(*(row[name] for name in NAMES))


def numbers(texts: dict) -> dict:
    return {name: float(text) for name, text in texts.items()}


@EACH_ROW
def test_return_and_gradients(row: dict) -> None:
    task, truth = task_of(row), row["truth"]
    close = {"rel": 1e-12, "abs": 1e-13}
    assert task.expected_return() == pytest.approx(float(truth["J"]), **close)
    assert task.gradient() == pytest.approx(numbers(truth["gradient"]), **close)
    without = numbers(truth["mean_without_gamma_t"])
    assert task.mean_without_gamma_t() == pytest.approx(without, **close)


@EACH_ROW
def test_variances(row: dict) -> None:
    found = task_of(row).variances(row["lam"])
    assert found.keys() == row["truth"]["variance"].keys()
    for parameter, texts in row["truth"]["variance"].items():
        assert found[parameter] == pytest.approx(numbers(texts), rel=1e-12, abs=1e-12)


DRAWN = np.random.default_rng(3)


def drawn_task(T: int) -> dict:
    values = DRAWN.normal(size=9)
    return {
        "A": 0.9 + 0.2 * values[0],
        "B": 0.7 + 0.2 * values[1],
        "K": -0.4 + 0.2 * values[2],
        "c": values[3],
        "sigma": math.exp(0.7 * values[4]),
        "tau": abs(values[5]),
        "m0": values[6],
        "v0": abs(values[7]),
        "q": 1.0,
        "r": 0.3,
        "g": values[8],
        "gamma": 0.93,
        "T": T,
    }


@pytest.mark.parametrize("given", [drawn_task(T) for T in (1, 5, 7, 9)], ids=lambda g: str(g["T"]))
def test_variances_by_traces(given: dict) -> None:
    lam, forms = 0.83, Forms(given)
    task = LinearQuadraticTask(**given)
    variances, gradient = task.variances(lam), task.gradient()
    for parameter, found in variances.items():
        assert found.keys() == ESTIMATORS
        for name, variance in found.items():
            mean, other = forms.moments(parameter, name, lam)
            assert variance == pytest.approx(other, rel=1e-9)
            assert gradient[parameter] == pytest.approx(mean, rel=1e-9, abs=1e-9)


def test_gae_at_both_ends() -> None:
    task = LinearQuadraticTask(T=30)
    for found in task.variances(1.0).values():
        assert found["gae"] == pytest.approx(found["reward_to_go/value"], rel=1e-13)
    still = task.replace(tau=0.0)
    for found in still.variances(0.0).values():
        assert found["gae"] == pytest.approx(found["advantage"], rel=1e-13)


def test_gradient_by_differences() -> None:
    task, h = LinearQuadraticTask(T=40, c=0.3, g=-0.2), 1e-5
    gradient = task.gradient()
    for name in ("K", "c"):
        up, down = (task.replace(**{name: getattr(task, name) + d}) for d in (h, -h))
        slope = (up.expected_return() - down.expected_return()) / (2.0 * h)
        assert gradient[name] == pytest.approx(slope, rel=1e-7)
    up, down = (task.replace(sigma=task.sigma * math.exp(d)) for d in (h, -h))
    slope = (up.expected_return() - down.expected_return()) / (2.0 * h)
    assert gradient["log_sigma"] == pytest.approx(slope, rel=1e-7)


@pytest.mark.parametrize("gamma", [0.0, 1.0])
@pytest.mark.parametrize("T", [1, 200])
def test_ends_of_the_ranges(gamma: float, T: int) -> None:
    task = LinearQuadraticTask(gamma=gamma, T=T, sigma=1e-6, tau=0.0, v0=0.0)
    for found in task.variances(0.0).values():
        assert all(math.isfinite(value) and value >= 0.0 for value in found.values())
    if gamma == 0.0:
        one = task.replace(T=1)
        assert task.gradient() == one.gradient()
        assert task.variances(0.5)["K"]["advantage"] == one.variances(0.5)["K"]["advantage"]


def test_what_is_too_large_is_infinite() -> None:
    task = LinearQuadraticTask(A=2.0, B=1.0, K=1.0, T=200, gamma=1.0)
    assert math.isfinite(task.expected_return())
    assert task.variances(1.0)["K"]["total_reward"] == math.inf
    for found in task.variances(0.5).values():
        assert not any(math.isnan(value) for value in found.values())
    with pytest.raises(ParameterError, match=r"^K = 1000: must keep the rewards of 200 steps"):
        LinearQuadraticTask(A=1e3, K=1e3, B=1e3, T=200, gamma=1.0)


def test_a_state_that_is_always_0_teaches_no_gain() -> None:
    task = LinearQuadraticTask(m0=0.0, v0=0.0, T=1)
    assert set(task.variances(0.9)["K"].values()) == {0.0}
    assert task.gradient()["K"] == 0.0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sigma", 0.0),
        ("sigma", -1.0),
        ("T", 0),
        ("T", 2.5),
        ("T", 201),
        ("gamma", 1.01),
        ("tau", -0.1),
        ("v0", -1.0),
        ("A", math.nan),
        ("K", math.inf),
        ("q", -1.0),
    ],
)
def test_what_a_task_takes(name: str, value: float) -> None:
    with pytest.raises(ParameterError, match=rf"^{name} = .*must be"):
        LinearQuadraticTask(**{name: value})


@pytest.mark.parametrize("lam", [-0.1, 1.1, math.nan])
def test_what_lambda_takes(lam: float) -> None:
    with pytest.raises(ParameterError, match=r"^lam = .*from 0 to 1"):
        LinearQuadraticTask().variances(lam)

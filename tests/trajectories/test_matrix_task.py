"""The task of vectors: a published table, the scalar task, samples."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.trajectories import LinearQuadraticTask, MatrixTask

STEP = 0.1
# arXiv 2602.01460: (log sigma, variance of s_0): Var_K, Var_l, |grad K|, |grad l|, noise to signal.
PUBLISHED = {
    (3.0, 10.0): ("215", "8.82e+03", "0.894", "16.1", "34.6"),
    (3.0, 0.1): ("0.493", "4.85e+03", "0.00894", "16.1", "18.6"),
    (-2.0, 0.1): ("1.77", "0.109", "0.00894", "0.000733", "2.34e+04"),
    (-2.0, 10.0): ("1.76e+06", "1.08e+03", "0.894", "0.000733", "2.21e+06"),
}


@pytest.mark.parametrize("place", PUBLISHED, ids=str)
def test_published_table(place: tuple[float, float]) -> None:
    task = MatrixTask(
        A=[[1.0, STEP], [0.0, 1.0]],
        B=[[0.0], [STEP]],
        K=[[-1.0, -3.0]],
        sigma=math.exp(place[0]),
        v0=math.sqrt(place[1]),
        Q=1.0,
        R=0.01,
        cost_on="next_state",
    )
    variances, gradient = task.reinforce_variances(), task.gradient()
    found = (
        variances.total_reward["K"].sum(),
        variances.total_reward["log_sigma"].sum(),
        np.linalg.norm(gradient["K"]),
        np.linalg.norm(gradient["log_sigma"]),
        variances.noise_to_signal("K", "log_sigma"),
    )
    assert tuple(f"{number:.3g}" for number in found) == PUBLISHED[place]


@pytest.mark.parametrize("T", [1, 2, 30])
def test_one_dimension_is_the_scalar_task(T: int) -> None:
    scalar = LinearQuadraticTask(T=T, c=0.3, g=0.4, m0=0.7, gamma=0.9)
    task = MatrixTask(
        A=[[scalar.A]],
        B=[[scalar.B]],
        K=[[scalar.K]],
        Q=scalar.q,
        R=scalar.r,
        **{name: getattr(scalar, name) for name in ("c", "sigma", "tau", "m0", "v0", "g")},
        gamma=scalar.gamma,
        T=T,
    )
    assert task.expected_return() == pytest.approx(scalar.expected_return(), rel=1e-13)
    variances, exact = task.reinforce_variances(), scalar.variances(0.9)
    for name, slope in scalar.gradient().items():
        assert task.gradient()[name].item() == pytest.approx(slope, rel=1e-12)
        for kind, estimator in (
            ("total_reward", "total_reward"),
            ("mean_baseline", "total_reward/mean"),
            ("best_baseline", "total_reward/best"),
        ):
            value = getattr(variances, kind)[name].item()
            assert value == pytest.approx(exact[name][estimator], rel=1e-12)


def drawn(cost_on: str) -> MatrixTask:
    rng = np.random.default_rng(8)
    return MatrixTask(
        A=0.4 * rng.normal(size=(3, 3)),
        B=0.5 * rng.normal(size=(3, 2)),
        K=0.3 * rng.normal(size=(2, 3)),
        c=rng.normal(size=2),
        sigma=[0.7, 1.3],
        tau=0.3 * rng.normal(size=(3, 3)),
        m0=rng.normal(size=3),
        v0=[0.4, 0.0, 0.8],
        Q=[[1.0, 0.2, 0.0], [0.2, 0.6, 0.0], [0.0, 0.0, 0.3]],
        R=[[0.3, 0.1], [0.1, 0.2]],
        g=[0.2, -0.5, 0.0],
        gamma=0.9,
        T=3,
        cost_on=cost_on,
    )


@pytest.mark.parametrize("cost_on", ["state", "next_state"])
def test_as_sampled(cost_on: str) -> None:
    task, n = drawn(cost_on), 400_000
    rng = np.random.default_rng(9)
    s = task.m0 + rng.standard_normal((n, 3)) @ task.v0.T
    returns = np.zeros(n)
    scores = {"K": np.zeros((n, 2, 3)), "c": np.zeros((n, 2)), "log_sigma": np.zeros((n, 2))}
    for t in range(task.T):
        e = rng.standard_normal((n, 2))
        a = s @ task.K.T + task.c + task.sigma * e
        scores["K"] += (e / task.sigma)[:, :, np.newaxis] * s[:, np.newaxis]
        scores["c"] += e / task.sigma
        scores["log_sigma"] += e * e - 1.0
        following = s @ task.A.T + a @ task.B.T + rng.standard_normal((n, 3)) @ task.tau.T
        away = (following if cost_on == "next_state" else s) - task.g
        cost = np.sum(away @ task.Q * away, axis=1) + np.sum(a @ task.R * a, axis=1)
        returns -= task.gamma**t * cost
        s = following
    exact, gradient = task.reinforce_variances(), task.gradient()
    off = returns.mean() - task.expected_return()
    assert abs(off) < 4.0 * returns.std() / math.sqrt(n)
    for name, score in scores.items():
        estimates = score.reshape(n, -1) * returns[:, np.newaxis]
        check(estimates, gradient[name].ravel(), exact.total_reward[name].ravel())
        centred = score.reshape(n, -1) * (returns - task.expected_return())[:, np.newaxis]
        check(centred, gradient[name].ravel(), exact.mean_baseline[name].ravel())
        assert exact.gradient[name] == pytest.approx(gradient[name], rel=1e-11)
        assert np.all(exact.best_baseline[name] <= exact.mean_baseline[name])


def check(estimates: np.ndarray, mean: np.ndarray, variance: np.ndarray) -> None:
    n = len(estimates)
    assert np.all(np.abs(estimates.mean(axis=0) - mean) < 4.5 * np.sqrt(variance / n))
    squares = (estimates - mean) ** 2
    error = squares.std(axis=0) / math.sqrt(n)
    assert np.all(np.abs(squares.mean(axis=0) - variance) < 4.5 * error)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("B", 1.0),
        ("A", [[1.0]]),
        ("K", [[1.0, math.nan]]),
        ("sigma", 0.0),
        ("Q", [[1.0, 0.5], [0.0, 1.0]]),
        ("gamma", 1.1),
        ("T", 0),
        ("T", 1.5),
        ("cost_on", "action"),
        ("m0", [1.0, 2.0, 3.0]),
    ],
)
def test_what_it_takes(field: str, value: object) -> None:
    given = {"A": np.eye(2), "B": [[0.0], [1.0]], "K": [[-1.0, -1.0]]}
    with pytest.raises(ParameterError, match=rf"^{field} = "):
        MatrixTask(**given | {field: value})


def test_states_that_outgrow_doubles() -> None:
    with pytest.raises(ParameterError, match=r"^K = .*200 steps"):
        MatrixTask(A=[[1e3]], B=[[1.0]], K=[[0.0]], m0=1.0, T=200)

"""Rows of the table misc that several parts of the engine answer together."""

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.divergence.closed_forms import cross_entropy, kl
from engine.gaussian.gaussian import Gaussian
from engine.trajectories.reward_to_go import step_variances
from tests.helpers.truth_tables import misc_rows

STEPS = misc_rows("reward_to_go_iid")
BOUNDS = misc_rows("elbo_gaussian")
EPISODES = 200_000


@pytest.mark.parametrize("row", STEPS, ids=lambda row: f"T{row['T']}")
def test_variances_over_several_steps(row: dict) -> None:
    truth = {name: float(text) for name, text in row["truth"].items()}
    found = step_variances(row["T"], row["theta"])
    assert found.gradient == truth["grad"]
    assert found.total_reward == pytest.approx(truth["var_total_reward"], rel=1e-12)
    assert found.reward_to_go == pytest.approx(truth["var_reward_to_go"], rel=1e-12)
    assert found.reward_to_go_mean == pytest.approx(truth["var_reward_to_go_minus_mean"], rel=1e-12)


def test_variances_over_several_steps_as_sampled() -> None:
    mean, std, steps = 0.7, 1.3, 4
    z = np.random.default_rng(5).standard_normal((EPISODES, steps))
    score, reward = z / std, mean + std * z
    later = reward[:, ::-1].cumsum(axis=1)[:, ::-1]
    left = later - mean * np.arange(steps, 0, -1)
    estimates = {
        "total_reward": score.sum(axis=1) * reward.sum(axis=1),
        "reward_to_go": (score * later).sum(axis=1),
        "reward_to_go_mean": (score * left).sum(axis=1),
    }
    exact = step_variances(steps, mean, std)
    for name, values in estimates.items():
        squares = np.square(values - exact.gradient)
        error = squares.std() / np.sqrt(EPISODES)
        assert abs(values.mean() - exact.gradient) < 4.0 * values.std() / np.sqrt(EPISODES)
        assert abs(squares.mean() - getattr(exact, name)) < 4.0 * error


@pytest.mark.parametrize(("steps", "std"), [(0, 1.0), (3, 0.0), (3, float("nan"))])
def test_several_steps_need_a_step_and_a_deviation(steps: int, std: float) -> None:
    with pytest.raises(ParameterError, match="must be"):
        step_variances(steps, 0.0, std)


@pytest.mark.parametrize("row", BOUNDS, ids=lambda row: str(row["id"]))
def test_evidence_lower_bound_by_divergences(row: dict) -> None:
    """z ~ N(0, tau^2), x ~ N(z, s^2): the bound is -H(q, N(x, s^2)) - KL(q || prior)."""
    truth = {name: float(text) for name, text in row["truth"].items()}
    tau, s, x = row["tau"], row["s"], row["x"]
    q = Gaussian.from_std(row["q_mu"], row["q_sigma"])
    prior = Gaussian.from_std(0.0, tau)
    posterior = Gaussian.from_std(truth["posterior_mu"], truth["posterior_sigma"])
    likelihood = -cross_entropy(q, Gaussian.from_std(x, s))
    evidence = float(Gaussian(0.0, tau**2 + s**2).log_density(x))
    assert likelihood == pytest.approx(truth["expected_loglik"], rel=1e-12)
    assert kl(q, prior) == pytest.approx(truth["kl_q_prior"], rel=1e-12)
    assert likelihood - kl(q, prior) == pytest.approx(truth["elbo"], rel=1e-12)
    assert evidence == pytest.approx(truth["log_evidence"], rel=1e-12)
    assert kl(q, posterior) == pytest.approx(truth["gap"], rel=1e-12, abs=1e-15)

"""The softmax policy: gradients, REINFORCE, zeroth-order gradients, rearrangement and ascent."""

import itertools
import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.policies.softmax import SoftmaxPolicy, exact_variances, reward_spread
from engine.policies.softmax_angle import cosine, cosine_between
from engine.policies.softmax_ascent import ascent, rearrangements
from engine.policies.softmax_reinforce import batch_estimates, sample_reinforce
from engine.policies.softmax_zeroth_order import (
    exact_argmax_gradient,
    exact_probabilities,
    sample_gradients,
)
from tests.helpers.truth_tables import library_case, misc_rows

POLICY = SoftmaxPolicy([0.3, -0.2, 0.5, 0.0], [4.0, 5.0, 6.0, 1.0], 0.7)


def shifted(policy, step):
    return SoftmaxPolicy(policy.logits + step, policy.rewards, policy.temperature)


def slopes(function, policy, step=1e-5):
    """Central differences over the logits."""
    return [
        (function(shifted(policy, step * axis)) - function(shifted(policy, -step * axis)))
        / (2.0 * step)
        for axis in np.eye(policy.actions)
    ]


def test_the_gradient_is_that_of_the_expected_reward():
    numeric = slopes(lambda policy: policy.expected_reward, POLICY)
    assert POLICY.gradient() == pytest.approx(numeric, abs=1e-8)


def test_log_probabilities_give_the_published_losses():
    case = library_case("policy_gradient")
    inputs = case["inputs"]
    for row, published in enumerate(case["published"]["loss"]):
        logits = np.array(inputs["logits"]) + row  # the second example's are one higher
        terms = [
            weight * advantage * SoftmaxPolicy(each, np.zeros(3)).log_probabilities[action]
            for each, action, advantage, weight in zip(
                logits,
                inputs["actions"][row],
                inputs["advantages"][row],
                inputs["weights"][row],
                strict=True,
            )
        ]
        assert -np.mean(terms) == pytest.approx(published, abs=case["tolerance"]["atol"])


def enumerated(policy, n):
    """Mean and variance of REINFORCE over all K^n batches, by baseline."""
    batches = list(itertools.product(range(policy.actions), repeat=n))
    counts = np.array([np.bincount(batch, minlength=policy.actions) for batch in batches])
    mass = np.array([np.prod(policy.probabilities[list(batch)]) for batch in batches])
    for name, estimates in batch_estimates(policy, counts).items():
        mean = mass @ estimates
        yield name, mean, mass @ np.square(estimates - mean)


@pytest.mark.parametrize("n", [2, 3, 5])
def test_exact_variances_by_enumerating_every_batch(n):
    variances = exact_variances(POLICY, n)
    for name, mean, variance in enumerated(POLICY, n):
        assert mean == pytest.approx(POLICY.gradient(), rel=1e-12)
        assert variance == pytest.approx(variances[name] / n, rel=1e-11), name


def test_leave_one_out_compares_each_reward_with_the_others():
    actions = np.array([0, 2, 2, 1, 3])
    rewards = POLICY.rewards[actions]
    others = [(rewards.sum() - reward) / 4.0 for reward in rewards]
    plain = np.mean((rewards - others)[:, np.newaxis] * POLICY.scores()[actions], axis=0)
    counts = np.bincount(actions, minlength=4)[np.newaxis]
    assert batch_estimates(POLICY, counts)["leave_one_out"][0] == pytest.approx(plain, rel=1e-12)


def test_the_best_baseline_is_best():
    best = exact_variances(POLICY)["optimal"].sum()
    true = POLICY.gradient()
    for baseline in np.linspace(-10.0, 10.0, 41):
        estimates = (POLICY.rewards - baseline)[:, np.newaxis] * POLICY.scores()
        assert np.sum(POLICY.probabilities @ np.square(estimates - true)) >= best - 1e-12


def test_sampled_reinforce():
    variances = exact_variances(POLICY, 8)
    for name, found in sample_reinforce(POLICY, 8, 60_000, seed=1).items():
        assert np.all(np.abs(found.mean - POLICY.gradient()) <= 4.0 * found.mean_error), name
        away = np.abs(found.variance - variances[name] / 8.0)
        assert np.all(away <= 4.0 * found.variance_error), name


def test_one_mean_and_two_spreads():
    calm, wild = [4.0, 5.0, 6.0], [-10.0, 10.0, 15.0]
    (row,) = misc_rows("kexue_7737_example")
    assert reward_spread(row["xs"])[0] == float(row["truth"]["mean"])
    truth = float(row["truth"]["population_variance"])
    assert reward_spread(wild) == pytest.approx((5.0, truth), rel=1e-14)
    assert reward_spread(calm) == pytest.approx((5.0, 2.0 / 3.0), rel=1e-14)
    for name in ("mean", "leave_one_out", "optimal"):
        noise = [exact_variances(SoftmaxPolicy(np.zeros(3), r))[name].sum() for r in (calm, wild)]
        assert noise[1] > 50.0 * noise[0]


@pytest.mark.parametrize("epsilon", [0.1, 0.4, 3.0])
def test_the_exact_argmax_gradient_is_a_derivative(epsilon):
    def value(policy):
        return float(exact_probabilities(policy, epsilon) @ policy.rewards)

    assert exact_probabilities(POLICY, epsilon).sum() == pytest.approx(1.0, rel=1e-13)
    numeric = slopes(value, POLICY)
    assert exact_argmax_gradient(POLICY, epsilon) == pytest.approx(numeric, abs=1e-6)


def test_two_actions_have_a_closed_form():
    policy = SoftmaxPolicy([0.3, -0.2], [1.0, 3.0])
    epsilon = 0.4
    away = 0.5 / (epsilon * math.sqrt(2.0))
    density = math.exp(-0.5 * away**2) / math.sqrt(2.0 * math.pi) / (epsilon * math.sqrt(2.0))
    assert exact_argmax_gradient(policy, epsilon) == pytest.approx(
        [-2.0 * density, 2.0 * density], rel=1e-12
    )


def test_every_baseline_samples_the_same_argmax_gradient():
    exact = exact_argmax_gradient(POLICY, 0.4)
    found = sample_gradients(POLICY, 0.4, 100_000, seed=3)
    for name, estimate in found.items():
        away = np.abs(estimate.gradient - exact)
        assert np.all(away <= 4.0 * estimate.standard_error), name
        angle, error = cosine(POLICY.gradient(), estimate)
        assert abs(angle - cosine_between(POLICY.gradient(), exact)) <= 4.0 * error, name
    totals = {name: np.sum(each.standard_error**2) for name, each in found.items()}
    assert totals["best"] < totals["at_theta"] < totals["none"]


def test_a_softened_value_is_smooth_on_its_own():
    """A small eps gives the gradient of the softmax's expected reward."""
    found = sample_gradients(POLICY, 1e-3, 100_000, seed=3, softened=True)["at_theta"]
    away = np.abs(found.gradient - POLICY.gradient())
    assert np.all(away <= 4.0 * found.standard_error)


def test_the_error_of_the_cosine_is_its_spread():
    angles, errors = [], []
    for seed in range(60):
        estimate = sample_gradients(POLICY, 0.4, 2_000, seed=seed)["at_theta"]
        angle, error = cosine(POLICY.gradient(), estimate)
        angles.append(angle)
        errors.append(error)
    assert np.std(angles) == pytest.approx(np.mean(errors), rel=0.3)


@pytest.mark.parametrize("actions", [2, 4, 6])
def test_no_permutation_beats_the_same_order(actions):
    rng = np.random.default_rng(actions)
    p, r = rng.dirichlet(np.ones(actions)), rng.normal(size=actions)
    found = rearrangements(p, r)
    assert found.complete
    assert len(found.values) == math.factorial(actions)
    assert found.values[-1] == pytest.approx(found.best, rel=1e-14)
    assert found.values[0] == pytest.approx(found.worst, rel=1e-14)
    assert found.best_probabilities @ r == pytest.approx(found.best, rel=1e-14)
    assert found.worst <= found.current <= found.best


def test_many_actions_are_sampled():
    rng = np.random.default_rng(8)
    p, r = rng.dirichlet(np.ones(10)), rng.normal(size=10)
    found = rearrangements(p, r, sampled=500, seed=2)
    assert not found.complete
    assert len(found.values) == 500
    assert np.all(found.values <= found.best + 1e-12)
    assert np.ptp(found.values) > 0.0


@pytest.mark.parametrize("direction", ["policy", "zeroth_order"])
def test_ascent_goes_up(direction):
    path = ascent(POLICY, direction, step=0.05, steps=200, epsilon=0.5)
    assert path.logits.shape == (201, 4)
    assert path.expected_reward[0] == pytest.approx(POLICY.expected_reward)
    assert path.argmax_reward[-1] == 6.0
    if direction == "policy":
        assert np.all(np.diff(path.expected_reward) > 0.0)


def test_normalised_steps_have_one_length():
    path = ascent(POLICY, "policy", step=0.1, steps=5, normalised=True)
    lengths = np.linalg.norm(np.diff(path.logits, axis=0), axis=1)
    assert lengths == pytest.approx(np.full(5, 0.1))


def test_a_certain_policy_and_extreme_numbers_give_no_nan():
    policy = SoftmaxPolicy([1e6, 0.0, -1e6], [1.0, 2.0, 3.0], 1e-3)
    assert policy.probabilities.tolist() == [1.0, 0.0, 0.0]
    assert policy.expected_reward == 1.0
    for variance in exact_variances(policy).values():
        assert variance.tolist() == [0.0, 0.0, 0.0]
    assert np.all(np.isfinite(exact_argmax_gradient(policy, 1e-300)))
    assert np.all(np.isfinite(sample_gradients(policy, 1.0, 100, 1)["best"].gradient))


def test_no_variance_is_negative_where_rewards_nearly_tie():
    rewards = [1.4142135623730845, -0.707106693819933, 1.4142135623730845, -0.707106695931858]
    certain = SoftmaxPolicy([1.0, -1e6, 1e6, 1.4], rewards, 7.2e-6)
    assert all(np.all(variance >= 0.0) for variance in exact_variances(certain, 4).values())
    rng = np.random.default_rng(5)
    for _ in range(200):
        logits, rewards = rng.normal(size=5) * 30.0, 1e9 + rng.normal(size=5) * 1e-3
        policy = SoftmaxPolicy(logits, rewards, 10.0 ** rng.uniform(-1.0, 1.0))
        for variance in exact_variances(policy, 4).values():
            assert np.all(variance >= 0.0)


def test_bad_input_is_refused_in_words():
    for arguments, words in [
        (([0.0], [1.0]), "at least 2"),
        (([0.0, 1.0], [1.0]), "at least 2"),
        (([0.0, 1.0], [1.0, 2.0, 3.0]), "as many"),
        (([0.0, math.nan], [1.0, 2.0]), "finite"),
        (([0.0, 1.0], [1.0, math.inf]), "finite"),
        (([0.0, 1.0], [1.0, 2.0], 0.0), "above 0"),
        (([0.0, "a"], [1.0, 2.0]), "numbers"),
    ]:
        with pytest.raises(ParameterError, match=words):
            SoftmaxPolicy(*arguments)
    with pytest.raises(ParameterError, match="at least 2"):
        exact_variances(POLICY, 1)
    with pytest.raises(ParameterError, match="at least 2"):
        sample_reinforce(POLICY, 1, 100, seed=1)
    with pytest.raises(ParameterError, match="whole number"):
        sample_reinforce(POLICY, 4, math.nan, seed=1)
    with pytest.raises(ParameterError, match="add up to 1"):
        rearrangements([0.5, math.nan], [1.0, 2.0])
    with pytest.raises(ParameterError, match="divided"):
        sample_gradients(POLICY, 0.0, 100, seed=1)
    with pytest.raises(ParameterError, match="divided"):
        exact_argmax_gradient(POLICY, 0.0)
    with pytest.raises(ParameterError, match="no direction"):
        cosine_between(SoftmaxPolicy([0.0, 1.0], [2.0, 2.0]).gradient(), np.ones(2))
    with pytest.raises(ParameterError, match="above 0"):
        ascent(POLICY, "policy", step=0.0, steps=5)

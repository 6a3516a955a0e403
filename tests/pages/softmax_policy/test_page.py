"""The softmax page against enumeration, differences, permutations and its own samples."""

import itertools
import math

import numpy as np
import pytest
from scipy.special import softmax

from engine.core.quantity import Readout
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.softmax_policy.options import EXAMPLES, Options
from engine.pages.softmax_policy.page import PAGE
from tests.helpers.softmax import softmax_options

NAMES = ("none", "mean", "leave one out", "best")


def computed(samples: int = 20_000, seed: int = 7, **options: object) -> Result:
    return PAGE.compute(
        Scene(samples=samples, seed=seed), softmax_options(**options), Run(threads=1)
    )


def readouts(**options: object) -> dict[str, Readout]:
    return {each.name: each for each in computed(**options).readouts}


def drawn(number: int) -> Options:
    """One of many settings."""
    rng = np.random.default_rng(number)
    k = int(rng.integers(2, 11))
    options = Options(
        temperature=float(np.exp(rng.uniform(-1.0, 1.0))),
        epsilon=float(np.exp(rng.uniform(-0.5, 1.5))),
        batch=int(rng.integers(2, 20)),
    )
    return options.with_actions(rng.normal(size=k).tolist(), rng.uniform(-5, 10, k).tolist())


def by_hand(options: Options, batch: int) -> dict[str, float]:
    """Total variance of one batch's estimate over all K^N batches, by the formulas themselves."""
    theta, r, tau = np.array(options.logits), np.array(options.rewards), options.temperature
    p = softmax(theta / tau)
    score = (np.eye(len(p)) - p) / tau
    lengths = p * np.sum(score**2, axis=1)
    baselines = {"none": 0.0, "mean": p @ r, "best": (lengths @ r) / lengths.sum()}
    true = p * (r - p @ r) / tau
    total = dict.fromkeys(NAMES, 0.0)
    for actions in itertools.product(range(len(p)), repeat=batch):
        chosen = list(actions)
        mass = np.prod(p[chosen])
        for name, b in baselines.items():
            estimate = np.mean((r[chosen] - b)[:, None] * score[chosen], axis=0)
            total[name] += mass * np.sum((estimate - true) ** 2)
        others = (np.sum(r[chosen]) - r[chosen]) / (batch - 1)
        estimate = np.mean((r[chosen] - others)[:, None] * score[chosen], axis=0)
        total["leave one out"] += mass * np.sum((estimate - true) ** 2)
    return total


@pytest.mark.parametrize("batch", [2, 3])
def test_exact_variances_are_those_of_every_batch(batch: int) -> None:
    options = Options(temperature=0.8, batch=batch)
    found = readouts(temperature=0.8, batch=batch)
    for name, variance in by_hand(options, batch).items():
        assert found[f"variance, {name}"].value == pytest.approx(variance, rel=1e-12), name


def test_measured_values_agree_with_the_exact_ones() -> None:
    far = []
    for number in range(25):
        options = drawn(number)
        result = PAGE.compute(Scene(samples=40_000, seed=number), options, Run(threads=1))
        found = {each.name: each for each in result.readouts}
        pairs = [(f"measured variance, {name}", f"variance, {name}") for name in NAMES]
        for action in range(1, options.actions + 1):
            pairs += [(f"gradient {action}, {name}", f"gradient {action}") for name in NAMES]
            pairs += [
                (f"zeroth-order {action}, b {name}", f"zeroth-order {action}")
                for name in ("none", "r at θ", "best")
            ]
        for measured, exact in pairs:
            away = abs(found[measured].value - found[exact].value)
            error = found[measured].standard_error
            assert error is not None
            # Two actions and the best baseline leave nothing but rounding.
            far.append(away / max(error, 1e-9))
    assert max(far) < 5.0
    assert np.mean(np.array(far) > 2.0) < 0.08
    assert np.mean(np.array(far) > 0.7) > 0.3  # the errors are no excuse either


def test_one_mean_and_two_spreads() -> None:
    found = readouts(batch=4)
    for rewards, variance in zip(EXAMPLES.values(), (2.0 / 3.0, 350.0 / 3.0), strict=True):
        row = f"rewards {', '.join(f'{value:g}' for value in rewards)}"
        assert found[f"mean of {row}"].value == pytest.approx(5.0, rel=1e-14)
        assert found[f"variance of {row}"].value == pytest.approx(variance, rel=1e-14)
        options = Options(batch=4).with_actions([0.0] * 3, rewards)
        for name, total in by_hand(options, 4).items():
            error = found[f"gradient error with {row}, {name}"].value
            assert error == pytest.approx(math.sqrt(total), rel=1e-12), name
    calm, wild = (
        found[f"gradient error with rewards {text}, mean"].value
        for text in ("4, 5, 6", "-10, 10, 15")
    )
    assert 12.0 < wild / calm < 15.0  # about sqrt(175)


def test_two_actions_and_the_best_baseline_leave_no_variance() -> None:
    found = readouts(actions=2)
    assert found["variance, best"].value == 0.0
    assert found["measured variance, best"].value == 0.0
    assert found["variance, mean"].value > 0.0


def test_no_baseline_can_beat_the_mean() -> None:
    """Once one action is likely its score is short, and the best b is far from E r."""
    options = Options().with_actions(np.log([0.9, 0.05, 0.05]).tolist(), [1.0, 0.0, 0.0])
    result = PAGE.compute(Scene(samples=1000), options, Run(threads=1))
    found = {each.name: each.value for each in result.readouts}
    assert found["variance, best"] < found["variance, none"] < 0.5 * found["variance, mean"]


def test_standardised_rewards_have_one_spread() -> None:
    for rewards in EXAMPLES.values():
        options = Options(standardise=True).with_actions([0.3, 0.0, -0.2], rewards)
        result = PAGE.compute(Scene(samples=1000), options, Run(threads=1))
        assert np.mean(result.actions.used_rewards) == pytest.approx(0.0, abs=1e-14)
        assert np.mean(result.actions.used_rewards**2) == pytest.approx(1.0, rel=1e-14)
        assert tuple(result.actions.rewards) == rewards


def test_cosines_are_tested_not_asserted() -> None:
    """Bands hold the exact curve, and the two gradients point the same way only near one eps."""
    result = computed(seed=3)
    found = {each.name: each.value for each in result.readouts}
    for curve in (result.against_temperature, result.against_epsilon):
        there = np.isfinite(curve.argmax) & (curve.x >= 0.3)
        away = np.abs(curve.argmax - curve.exact)[there]
        assert np.all(away < 4.0 * curve.argmax_error[there])
        at = np.interp(0.0, np.log(curve.x), curve.exact)
        assert at == pytest.approx(found["cosine"], abs=2e-3)
        assert np.nanmin(curve.exact) < 0.8
        assert np.nanmax(curve.exact) > 0.99


def test_the_cosine_is_that_of_differences() -> None:
    options = Options()
    theta, r, eps = np.array(options.logits), np.array(options.rewards), options.epsilon
    u = np.random.default_rng(11).standard_normal((400_000, 5))
    first = np.argmax(theta + eps * u, axis=1)
    zeroth = np.mean((r[first] - 4.0)[:, None] * u / eps, axis=0)
    p = softmax(theta)
    policy = p * (r - p @ r)
    cosine = zeroth @ policy / np.linalg.norm(zeroth) / np.linalg.norm(policy)
    assert readouts()["cosine"].value == pytest.approx(cosine, abs=2e-3)


def test_a_softened_value_needs_no_large_perturbation() -> None:
    result = computed(epsilon=0.1)
    assert result.against_epsilon.softened[0] > 0.995
    assert math.isnan(result.against_epsilon.argmax[0])
    assert not math.isnan(result.against_epsilon.exact[0])


@pytest.mark.parametrize("actions", [2, 3, 6])
def test_every_order_is_there(actions: int) -> None:
    result = computed(actions=actions, samples=1000)
    p, r = result.actions.probabilities, result.actions.rewards
    values = sorted(p[list(order)] @ r for order in itertools.permutations(range(actions)))
    found = result.rearranged
    assert found.complete
    np.testing.assert_allclose(found.values, values, rtol=1e-13)
    assert found.best == pytest.approx(values[-1], rel=1e-13)
    assert found.worst == pytest.approx(values[0], rel=1e-13)
    assert np.all(np.diff(found.best_probabilities) >= 0.0)
    assert found.best_probabilities @ found.rewards == pytest.approx(values[-1], rel=1e-13)
    assert found.current == pytest.approx(result.actions.expected_reward, rel=1e-13)


def test_many_orders_are_sampled() -> None:
    found = computed(actions=7, samples=1000).rearranged
    assert not found.complete
    assert found.orders == 5040
    assert len(found.values) == 720
    assert found.worst <= found.values[0] <= found.values[-1] <= found.best


def test_ascent_starts_today_and_climbs() -> None:
    result = computed(steps=200, step_size=0.5, shown=25.0, samples=1000)
    paths = result.paths
    assert paths.shown == 50
    for name in ("policy", "zeroth"):
        expected = getattr(paths, f"{name}_expected")
        assert len(expected) == 201
        assert expected[0] == pytest.approx(result.actions.expected_reward)
        assert 5.8 < expected[-1] <= paths.highest
        assert getattr(paths, f"{name}_argmax")[[0, -1]].tolist() == [4.0, 6.0]
        shown = getattr(paths, f"{name}_probabilities")
        assert shown @ result.actions.rewards == pytest.approx(expected[50], rel=1e-12)
    assert np.all(np.diff(paths.policy_expected) > 0.0)
    first = result.actions.probabilities * (result.actions.rewards - result.actions.expected_reward)
    stepped = softmax(result.actions.logits + 0.5 * first)
    assert paths.policy_expected[1] == pytest.approx(stepped @ result.actions.rewards, rel=1e-12)


def test_steps_of_the_options() -> None:
    options = Options(steps=7)
    assert [options.at_step(step).shown_step for step in range(8)] == list(range(8))


def test_p_and_q_play_no_part() -> None:
    other = Scene(Gaussian(3.0, 2.0), Gaussian(-1.0, 0.5), samples=1000)
    here = PAGE.compute(Scene(samples=1000), Options(), Run())
    there = PAGE.compute(other, Options(), Run())
    assert here.readouts == there.readouts

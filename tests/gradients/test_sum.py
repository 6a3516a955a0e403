"""A sum of rewards over coordinates, seen by the estimators of one of them."""

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.functions.objectives import by_name
from engine.gradients.dimensions import SumOfObjectives
from engine.gradients.estimators.setting import Setting
from engine.gradients.exact import exact_moments
from engine.gradients.measured import measure
from engine.gradients.noise import expected_reward

MEANS, STDS = (0.3, -1.0, 0.8), (0.9, 0.5, 1.2)
COS = by_name("cos", k=1.3, constant=0.7, scale=1.5)


def question(objective=COS, **more):
    others = tuple(zip(MEANS[1:], STDS[1:], strict=True))
    return Setting(
        objective, MEANS[0], STDS[0], 8, baseline=0.4, epsilon=0.7, others=others, **more
    )


@pytest.mark.parametrize("name", ["cos", "square", "cubic", "step", "exp"])
def test_exact_values_are_those_of_the_whole_sum(name):
    objective = by_name(name, k=0.4, constant=0.2)
    found = exact_moments(question(objective))
    bare = objective.replace(constant=0.0)
    whole = SumOfObjectives((objective, bare, bare), MEANS, STDS)
    reference = whole.exact_variances(8, 0.7)
    assert expected_reward(question(objective)) == pytest.approx(whole.mean, rel=1e-12)
    compared = 0
    for estimator, variances in reference.items():
        for coordinate, variance in variances.items():
            got = found[estimator][coordinate].variance
            assert got == pytest.approx(variance[0], rel=1e-11), estimator
            compared += 1
    assert compared >= 14


def test_measured_values_agree_with_the_exact_ones():
    found = measure(question(), 30_000, seed=3).measured
    for name, moments in exact_moments(question()).items():
        for i, each in enumerate(moments.values()):
            measured = found[name]
            away = measured.variance[i] - each.variance / 8
            assert abs(away) <= 4.0 * measured.variance_error[i], (name, i)
            assert abs(measured.mean[i] - each.mean) <= 4.0 * measured.mean_error[i], (name, i)


def test_every_way_to_perturb_all_coordinates():
    """Where epsilon is every std, zeroth-order is the score function, sample by sample."""
    others = ((0.5, 0.9), (-0.2, 0.9))
    same = Setting(COS, 0.3, 0.9, 4, others=others)
    found = measure(same, 200, seed=2).measured
    for one, other in (("none", "one_sided"), ("optimal", "optimal")):
        score = found[f"score_function/{one}"].cloud[0]
        assert found[f"zeroth_order/{other}"].cloud[0] == pytest.approx(score, rel=1e-10)


def test_only_score_function_and_zeroth_order_see_the_others():
    alone = measure(Setting(COS, 0.3, 0.9, 8), 500, seed=5).measured
    beside = measure(question(), 500, seed=5).measured
    for name in ("pathwise", "measure_valued/coupled"):
        assert beside[name].cloud == pytest.approx(alone[name].cloud, rel=1e-9, abs=1e-12)
    for name in ("score_function/mean", "measure_valued/independent"):
        assert np.all(beside[name].variance > 1.2 * alone[name].variance), name


def test_one_answer_whatever_the_threads():
    one = measure(question(), 20_000, seed=3, run=Run(threads=1)).measured
    two = measure(question(), 20_000, seed=3, run=Run(threads=2)).measured
    assert all(np.array_equal(one[name].variance, two[name].variance) for name in one)


BEHAVIOUR = {
    "behaviour_mean": 0.5,
    "behaviour_std": 1.1,
    "others_behaviour": ((-0.8, 0.6), (0.7, 1.3)),
}


@pytest.mark.parametrize("name", ["cos", "square", "step"])
def test_off_policy_weights_are_those_of_all_coordinates(name):
    """Against a product of Gauss-Hermite rules over all three coordinates of q."""
    objective = by_name(name, k=0.4, constant=0.2)
    setting = question(objective, **BEHAVIOUR)
    nodes, weight = np.polynomial.hermite_e.hermegauss(61)
    z = np.meshgrid(nodes, nodes, nodes, indexing="ij")
    mass = np.einsum("i,j,k->ijk", *[weight / weight.sum()] * 3)
    q = [(0.5, 1.1), *BEHAVIOUR["others_behaviour"]]
    x = [mean + std * each for (mean, std), each in zip(q, z, strict=True)]
    log_w = np.zeros(mass.shape)
    for each, deviate, p_mean, p_std, (_, q_std) in zip(x, z, MEANS, STDS, q, strict=True):
        log_w += 0.5 * (deviate**2 - ((each - p_mean) / p_std) ** 2) + np.log(q_std / p_std)
    bare = objective.replace(constant=0.0)
    f = objective.value(x[0]) + bare.value(x[1]) + bare.value(x[2])
    score = (x[0] - MEANS[0]) / STDS[0] ** 2
    for estimator, b in (("none", 0.0), ("mean", expected_reward(setting))):
        terms = np.exp(log_w) * (f - b) * score
        variance = np.sum(mass * terms**2) - np.sum(mass * terms) ** 2
        exact = exact_moments(setting)[f"off_policy/{estimator}"]["mu"]
        # The rule sees the step only as finely as its nodes stand.
        assert exact.variance == pytest.approx(variance, rel=0.05 if name == "step" else 1e-5)


def test_off_policy_measured_values_agree():
    setting = question(by_name("cos", k=0.4), **BEHAVIOUR)
    found = measure(setting, 40_000, seed=3).measured
    for name in ("off_policy/none", "off_policy/mean"):
        for i, each in enumerate(exact_moments(setting)[name].values()):
            measured = found[name]
            assert abs(measured.mean[i] - each.mean) <= 4.0 * measured.mean_error[i], name
            away = measured.variance[i] - each.variance / 8
            assert abs(away) <= 4.0 * measured.variance_error[i], name


def test_one_bad_coordinate_makes_the_off_policy_variance_infinite():
    narrow = BEHAVIOUR | {"others_behaviour": ((-0.8, 0.6), (0.7, 0.6))}
    found = exact_moments(question(**narrow))["off_policy/none"]
    assert {each.variance for each in found.values()} == {np.inf}
    with pytest.raises(ParameterError, match="others_behaviour"):
        question(behaviour_mean=0.0, behaviour_std=1.0)


def test_other_coordinates_are_checked():
    with pytest.raises(ParameterError, match="std"):
        Setting(COS, 0.0, 1.0, others=((0.0, 0.0),))

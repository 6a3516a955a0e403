"""Gradient estimators in many dimensions against the reference tables and plain samples."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.functions.objectives import by_name
from engine.gaussian.gaussian import Gaussian
from engine.gradients.dimensions import SumOfObjectives, exact_variances_along
from engine.gradients.exact import exact_variances
from tests.helpers.truth_tables import misc_rows

MIXED = SumOfObjectives(
    (by_name("cos", k=1.5, constant=0.4), by_name("square", k=0.2, scale=0.6), by_name("exp")),
    (0.3, -0.5, 0.2),
    (0.8, 0.8, 0.8),
)


@pytest.mark.parametrize("row", misc_rows("sf_quadratic_D"), ids=lambda row: f"d{row['D']}")
def test_the_quadratic_of_the_table(row):
    d, truth = row["D"], {name: float(text) for name, text in row["truth"].items()}
    f = SumOfObjectives((by_name("square", k=row["k"]),) * d, (row["mu"],) * d, (row["sigma"],) * d)
    variances = f.exact_variances()
    assert f.mean == pytest.approx(truth["E_f"], rel=1e-11)
    assert f.gradient()["mu"] == pytest.approx(np.full(d, truth["grad_coord"]), rel=1e-11)
    assert f.best_baseline("mu") == pytest.approx(truth["b_opt_norm_weighted"], rel=1e-11)
    for name, column in [
        ("score_function/none", "var_coord_none"),
        ("score_function/mean", "var_coord_mean"),
        ("score_function/optimal", "var_coord_opt"),
        ("pathwise", "var_coord_pathwise"),
    ]:
        assert variances[name]["mu"] == pytest.approx(np.full(d, truth[column]), rel=1e-10)


@pytest.mark.parametrize(
    "row", misc_rows("kexue_zeroth_order_baseline"), ids=lambda row: f"d{len(row['h'])}"
)
def test_the_best_baseline_of_the_zeroth_order_gradient(row):
    """f = sum h_i x_i^2 / 2."""
    d, eps, truth = len(row["h"]), row["eps"], row["truth"]
    objectives = tuple(by_name("square", k=0.0, scale=0.5 * h) for h in row["h"])
    f = SumOfObjectives(objectives, tuple(row["x"]), (eps,) * d)
    value = sum(float(each(x)) for each, x in zip(objectives, row["x"], strict=True))
    assert value == pytest.approx(float(truth["f_x"]), rel=1e-14)
    assert f.best_baseline("mu", eps) == pytest.approx(float(truth["b_opt"]), rel=1e-11)
    gradient = [float(text) for text in truth["zero_order_gradient"]]
    assert f.gradient()["mu"] == pytest.approx(gradient, rel=1e-11)


def test_one_dimension_is_what_it_was():
    objective = by_name("cubic", k=1.2, constant=0.7)
    many = SumOfObjectives((objective,), (0.4,), (0.9,)).exact_variances(batch_size=4)
    one = exact_variances(objective, 0.4, 0.9, batch_size=4)
    for name, variances in many.items():
        for coordinate, variance in variances.items():
            assert variance[0] == pytest.approx(one[name][coordinate], rel=1e-12), name


def check(samples, variance, mean, message):
    """A measured variance within 4 of its standard errors, and so the mean."""
    n = len(samples)
    away = samples - samples.mean()
    spread = np.mean(away**2)
    error = math.sqrt((np.mean(away**4) - spread**2) / n)
    assert abs(spread - variance) <= 4.0 * error, message
    assert abs(samples.mean() - mean) <= 4.0 * math.sqrt(spread / n), message


def test_a_sum_of_three_by_plain_sampling():
    rng = np.random.default_rng(5)
    n, std = 200_000, 0.8
    means = np.array(MIXED.means)[:, np.newaxis]
    z, other = rng.standard_normal((2, 3, n))

    def values(x):
        return np.array([f(each) for f, each in zip(MIXED.objectives, x, strict=True)])

    each = values(means + std * z)
    total = each.sum(axis=0)
    here = values(means).sum()
    back = values(means - std * z).sum(axis=0)
    variances, gradient = MIXED.exact_variances(batch_size=2), MIXED.gradient()
    first, second = total[::2], total[1::2]
    w = np.sqrt(2.0 * rng.standard_exponential((2, n)))
    apart = values(means + std * other)
    for i, f in enumerate(MIXED.objectives):
        scores = {"mu": z[i] / std, "sigma": (z[i] ** 2 - 1.0) / std}
        rest, other_rest = total - each[i], apart.sum(axis=0) - apart[i]
        for name, s in scores.items():
            true = gradient[name][i]
            check(total * s, variances["score_function/none"][name][i], true, name)
            check((total - MIXED.mean) * s, variances["score_function/mean"][name][i], true, name)
            pairs = 0.5 * (first - second) * (s[::2] - s[1::2])
            check(pairs, variances["score_function/leave_one_out"][name][i] / 2.0, true, name)
        true = gradient["mu"][i]
        right, left = f(means[i] + std * w[0]), f(means[i] - std * w[1])
        valued = (right + rest - left - other_rest) / (std * math.sqrt(2.0 * math.pi))
        check(valued, variances["measure_valued/independent"]["mu"][i], true, "independent")
        forward = (total - here) * z[i] / std
        check(forward, variances["zeroth_order/forward"]["mu"][i], true, "forward")
        both = (total - back) * z[i] / (2.0 * std)
        check(both, variances["zeroth_order/antithetic"]["mu"][i], true, "antithetic")


def test_along_a_direction_by_plain_sampling():
    gaussian = Gaussian([0.3, -0.2, 0.5], [[1.0, 0.4, 0.1], [0.4, 0.8, 0.0], [0.1, 0.0, 1.5]])
    direction = np.array([1.0, -2.0, 0.5])
    u = direction / np.linalg.norm(direction)
    objective = by_name("cos", k=1.3, constant=0.5)
    variances = exact_variances_along(objective, gaussian, direction)
    x = gaussian.sample(200_000, seed=2)
    score = np.linalg.solve(gaussian.covariance, (x - gaussian.mean).T)
    t = x @ u
    mean, std = float(u @ gaussian.mean), math.sqrt(float(u @ gaussian.covariance @ u))
    level = objective.moments(mean, std).mean
    slope = objective.gradient(t)
    true = u * -1.3 * math.sin(1.3 * mean) * math.exp(-0.5 * (1.3 * std) ** 2)
    for i in range(3):
        check(objective(t) * score[i], variances["score_function/none"][i], true[i], "none")
        centred = (objective(t) - level) * score[i]
        check(centred, variances["score_function/mean"][i], true[i], "mean")
        check(slope * u[i], variances["pathwise"][i], true[i], "pathwise")
    assert np.all(variances["score_function/optimal"] <= variances["score_function/mean"])
    assert np.all(variances["score_function/optimal"] <= variances["score_function/none"])


def test_along_the_only_direction_there_is():
    objective = by_name("quartic", k=0.7)
    many = exact_variances_along(objective, Gaussian.from_std(0.4, 0.9))
    one = exact_variances(objective, 0.4, 0.9)
    for name, variance in many.items():
        assert variance[0] == pytest.approx(one[name]["mu"], rel=1e-12), name


def test_bad_input_is_refused():
    with pytest.raises(ParameterError, match="as many"):
        SumOfObjectives((by_name("cos"),), (0.0, 1.0), (1.0,))
    with pytest.raises(ParameterError, match="as many"):
        SumOfObjectives((), (), ())
    with pytest.raises(ParameterError, match="at least 2"):
        MIXED.exact_variances(batch_size=1)
    with pytest.raises(ParameterError, match="above 0"):
        SumOfObjectives((by_name("cos"),), (0.0,), (0.0,)).exact_variances()
    with pytest.raises(ParameterError, match="not all zero"):
        exact_variances_along(by_name("cos"), Gaussian([0.0, 0.0], np.eye(2)), [0.0, 0.0])

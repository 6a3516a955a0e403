"""Exact means and variances of the gradient estimators against the reference tables."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.functions.objectives import by_name
from engine.gradients.exact import exact_means, exact_variances, log_std, samples_needed
from engine.gradients.moments import score_moments, true_gradient
from tests.helpers.truth_tables import misc_rows, table

ROWS = table("gradients")
COORDINATES = ("mu", "sigma")


def computed(row):
    """Everything that a row of the table holds, from the public functions."""
    objective, mean, std = by_name(row["cost"], k=row["k"]), row["mu"], row["sigma"]
    variances = exact_variances(objective, mean, std)
    moments = objective.moments(mean, std)
    found = {
        "E_f": moments.mean,
        "var_f": moments.variance,
        "f_at_mu": float(objective.value(mean)),
        "var_es_forward_mu": variances["zeroth_order/forward"]["mu"],
        "var_es_antithetic_mu": variances["zeroth_order/antithetic"]["mu"],
    }
    for name in COORDINATES:
        found |= {
            f"grad_{name}": true_gradient(objective, mean, std)[name],
            f"b_opt_{name}": score_moments(objective, mean, std)[name].best_baseline,
            f"var_sf_none_{name}": variances["score_function/none"][name],
            f"var_sf_mean_{name}": variances["score_function/mean"][name],
            f"var_sf_opt_{name}": variances["score_function/optimal"][name],
            f"var_pathwise_{name}": variances["pathwise"][name],
            f"var_mvd_coupled_{name}": variances["measure_valued/coupled"][name],
            f"var_mvd_independent_{name}": variances["measure_valued/independent"][name],
        }
        for n in (2, 4, 16, 128):
            per_sample = exact_variances(objective, mean, std, batch_size=n)
            rloo = per_sample["score_function/leave_one_out"][name] / n
            found[f"var_rloo_N{n}_{name}"] = rloo
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']}-{row['cost']}")
def test_every_row_of_the_table(row):
    found = computed(row)
    assert set(found) == set(row["truth"])
    for column, text in row["truth"].items():
        true = float(text)
        # Where waves cancel to nothing, 1e-16 of their height is left.
        assert found[column] == pytest.approx(true, rel=1e-10, abs=1e-15), column


@pytest.mark.parametrize("row", misc_rows("natural_gradient_square"), ids=lambda row: row["id"])
def test_natural_gradient_of_the_square(row):
    objective, mean, std = by_name("square", k=row["k"]), row["mu"], row["sigma"]
    moments = score_moments(objective, mean, std)
    truth = row["truth"]
    gradient = [moments[name].gradient for name in COORDINATES]
    natural = [moments[name].gradient / moments[name].fisher for name in COORDINATES]
    log_gradient = [gradient[0], log_std(std, gradient[1], 0.0)[0]]
    assert objective.moments(mean, std).mean == pytest.approx(float(truth["E_f"]), rel=1e-11)
    assert gradient == pytest.approx([float(x) for x in truth["grad_mu_sigma"]], rel=1e-11)
    assert natural == pytest.approx([float(x) for x in truth["natgrad_mu_sigma"]], rel=1e-11)
    assert log_gradient == pytest.approx([float(x) for x in truth["grad_mu_logsigma"]], rel=1e-11)


@pytest.mark.parametrize("row", misc_rows("fisher_1d"), ids=lambda row: row["id"])
def test_the_mean_square_of_the_score_is_the_fisher_information(row):
    moments = score_moments(by_name("cos"), row["mu"], row["sigma"])
    information = [float(row["truth"]["F_mu_sigma"][i][i]) for i in range(2)]
    assert [moments[name].fisher for name in COORDINATES] == pytest.approx(information, rel=1e-14)


def test_the_worked_examples():
    cos = exact_variances(by_name("cos", k=1.0), 1.0, 1.0)
    assert round(cos["score_function/mean"]["mu"], 3) == 0.431
    assert round(cos["score_function/none"]["mu"], 3) == 0.324
    square = exact_variances(by_name("square", k=-3.0), 1.0, 1.0)
    assert round(square["measure_valued/coupled"]["mu"], 2) == 17.49
    assert round(square["measure_valued/independent"]["mu"], 2) == 10.02
    bump = exact_variances(by_name("exp", k=1.0), 1.0, 1.0)
    assert round(bump["pathwise"]["mu"], 3) == 0.212
    assert round(bump["score_function/none"]["mu"], 3) == 0.176


def test_coupled_and_pathwise_cross_where_the_closed_form_says():
    away = 2.0 / math.sqrt(16.0 / math.pi - 4.0)
    assert away == pytest.approx(1.913, abs=5e-4)
    variances = exact_variances(by_name("square", k=0.25), 0.25 + away, 1.0)
    assert variances["measure_valued/coupled"]["mu"] == pytest.approx(4.0, rel=1e-12)
    assert variances["pathwise"]["mu"] == pytest.approx(4.0, rel=1e-12)


@pytest.mark.parametrize("away", [-4.0, -1.0, 0.0, 0.3, 2.0])
def test_the_closed_forms_of_the_square(away):
    variances = exact_variances(by_name("square", k=1.0), 1.0 + away, 1.0)
    c2 = away**2
    closed = {
        "score_function/none": c2**2 + 14 * c2 + 15,
        "score_function/mean": 8 * c2 + 10,
        "score_function/optimal": 8 * c2 + 6,
        "pathwise": 4.0,
        "measure_valued/coupled": (16 / math.pi - 4) * c2,
        "zeroth_order/forward": 8 * c2 + 15,
        "zeroth_order/antithetic": 8 * c2,
    }
    for name, variance in closed.items():
        assert variances[name]["mu"] == pytest.approx(variance, rel=1e-12, abs=1e-13), name


def test_a_constant_matters_only_to_what_subtracts_nothing():
    plain = exact_variances(by_name("cubic", k=2.0), 0.4, 0.7, batch_size=8)
    moved = exact_variances(by_name("cubic", k=2.0, constant=1e6), 0.4, 0.7, batch_size=8)
    for name, variances in plain.items():
        for coordinate, variance in variances.items():
            same = moved[name][coordinate] == pytest.approx(variance, rel=1e-9)
            assert same == (name not in ("score_function/none", "zeroth_order/one_sided")), name


def test_a_scale_multiplies_every_variance_by_its_square():
    plain = exact_variances(by_name("exp", k=2.0), 0.4, 0.7, behaviour=(0.0, 1.0))
    larger = exact_variances(by_name("exp", k=2.0, scale=-3.0), 0.4, 0.7, behaviour=(0.0, 1.0))
    for name, variances in plain.items():
        for coordinate, variance in variances.items():
            assert larger[name][coordinate] == pytest.approx(9.0 * variance, rel=1e-11)


@pytest.mark.parametrize("name", ["square", "exp", "cos", "linear", "cubic", "quartic", "step"])
def test_means_are_the_gradient_save_for_the_biased(name):
    objective = by_name(name, k=0.5)
    true = true_gradient(objective, 0.2, 1.3)
    means = exact_means(objective, 0.2, 1.3, batch_size=4, epsilon=0.6, behaviour=(0.0, 1.5))
    narrow = true_gradient(objective, 0.2, 0.6)
    for estimator, found in means.items():
        for coordinate, mean in found.items():
            expected = true[coordinate]
            if estimator == "score_function/batch_mean":
                expected *= 0.75
            if estimator.startswith("zeroth_order"):
                expected = narrow[coordinate]
            assert mean == pytest.approx(expected, rel=1e-13, abs=1e-15), estimator


@pytest.mark.parametrize("name", ["square", "exp", "cos", "step"])
def test_the_best_baselines_are_best(name):
    question = (by_name(name, k=0.5), 0.2, 1.3)
    best = exact_variances(*question)
    total = sum(best["score_function/optimal_total"].values())
    for baseline in np.linspace(-3.0, 3.0, 61):
        other = exact_variances(*question, baseline=baseline)["score_function/constant"]
        assert sum(other.values()) >= total * (1.0 - 1e-12)
        for coordinate in COORDINATES:
            each = best["score_function/optimal"][coordinate]
            assert other[coordinate] >= each * (1.0 - 1e-12)


def test_off_policy_from_the_policy_itself_is_on_policy():
    question = (by_name("quartic", k=1.5), 0.3, 0.8)
    variances = exact_variances(*question, behaviour=(0.3, 0.8))
    for coordinate in COORDINATES:
        for kind in ("none", "mean"):
            on = variances[f"score_function/{kind}"][coordinate]
            assert variances[f"off_policy/{kind}"][coordinate] == pytest.approx(on, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "k"), [("square", 0.5), ("exp", 1.0), ("cos", 2.0), ("step", 0.2)]
)
@pytest.mark.parametrize("behaviour", [(0.5, 1.0), (-1.0, 2.0), (0.3, 0.62)])
def test_off_policy_variance_by_plain_integration(name, k, behaviour):
    objective, mean, std = by_name(name, k=k), 0.3, 0.8
    variances = exact_variances(objective, mean, std, behaviour=behaviour)["off_policy/none"]
    x = np.linspace(-40.0, 40.0, 800_001) + k  # the jump of the step lies on a node
    z, u = (x - mean) / std, (x - behaviour[0]) / behaviour[1]
    log = 0.5 * u**2 - z**2 + math.log(behaviour[1]) - 2.0 * math.log(std)
    both = np.exp(log) / math.sqrt(2.0 * math.pi)
    values = 0.5 * (objective.value(x) + objective.value(np.nextafter(x, np.inf)))
    true = true_gradient(objective, mean, std)
    for coordinate, score in (("mu", z / std), ("sigma", (z * z - 1.0) / std)):
        second = np.sum(both * (values * score) ** 2) * (x[1] - x[0])
        assert variances[coordinate] == pytest.approx(second - true[coordinate] ** 2, rel=1e-3)


def test_off_policy_variance_is_infinite_where_the_weights_are_too_wide():
    def mu(objective, q_std, kind="none"):
        return exact_variances(objective, 0.0, 1.0, behaviour=(0.0, q_std))[f"off_policy/{kind}"][
            "mu"
        ]

    edge = math.sqrt(0.5)
    assert mu(by_name("square"), edge * 1.001) < math.inf
    assert mu(by_name("square"), edge * 0.999) == math.inf
    # exp(-x^2) falls fast enough on its own, but not with anything subtracted.
    assert mu(by_name("exp", k=1.0), 0.5) < math.inf
    assert mu(by_name("exp", k=1.0), 0.5, "mean") == math.inf
    assert mu(by_name("exp", k=1.0, constant=0.1), 0.5) == math.inf
    assert mu(by_name("exp", k=1.0), 0.4) == math.inf  # 2 - 1/q^2 + 4 k < 0


def test_the_step_has_no_pathwise_gradient():
    variances = exact_variances(by_name("step", k=0.5), 0.0, 1.0)
    assert "pathwise" not in variances
    assert "measure_valued/coupled" in variances


@pytest.mark.parametrize(
    ("k", "mean", "std"), [(0.5, 0.0, 1.0), (3.0, -5.0, 1.0), (-1.0, 0.3, 0.2)]
)
def test_the_step_by_its_closed_forms(k, mean, std):
    """f^2 = f, so everything is a truncated normal moment."""
    a = (k - mean) / std
    density = math.exp(-0.5 * a * a) / math.sqrt(2.0 * math.pi)
    above = 0.5 * math.erfc(a / math.sqrt(2.0))
    variances = exact_variances(by_name("step", k=k), mean, std)
    gradient = density / std
    second = (above + a * density) / std**2
    assert variances["score_function/none"]["mu"] == pytest.approx(second - gradient**2, rel=1e-12)
    shifted = second - 2.0 * above * second + above**2 / std**2 - gradient**2
    assert variances["score_function/mean"]["mu"] == pytest.approx(shifted, rel=1e-11)
    # W passes |a| with probability exp(-a^2 / 2).
    coupled = math.exp(-0.5 * a * a) / (2.0 * math.pi * std**2) - gradient**2
    assert variances["measure_valued/coupled"]["mu"] == pytest.approx(coupled, rel=1e-11)


def test_samples_needed():
    assert samples_needed(2.0, 8.0) == pytest.approx(200.0)
    assert samples_needed(2.0, 0.0) == 1.0
    assert samples_needed(0.0, 8.0) == math.inf
    assert samples_needed(1.0, math.inf) == math.inf


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"batch_size": 1}, "at least 2"),
        ({"batch_size": 0}, "from 1"),
        ({"batch_size": 2.5}, "whole number"),
        ({"batch_size": math.nan}, "whole number"),
        ({"batch_size": math.inf}, "whole number"),
        ({"epsilon": 0.0}, "above 0"),
        ({"epsilon": math.nan}, "above 0"),
        ({"std": 0.0}, "above 0"),
        ({"std": math.inf}, "above 0"),
        ({"mean": math.nan}, "finite"),
        ({"baseline": math.inf}, "finite"),
        ({"behaviour": (0.0, 0.0)}, "above 0"),
        ({"mean": 1e200}, "overflows"),
        ({"std": 1e90}, "overflows"),
    ],
)
def test_bad_input_is_refused_in_words(change, words):
    arguments = {"objective": by_name("quartic"), "mean": 0.0, "std": 1.0} | change
    with pytest.raises(ParameterError, match=words):
        exact_variances(**arguments)

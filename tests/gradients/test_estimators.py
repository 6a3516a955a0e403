"""Every gradient estimator by Monte Carlo: unbiased where claimed, of the exact variance."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.core.run import Cancelled, Run
from engine.functions.objectives import NAMES, by_name
from engine.gradients.estimators.batches import NORMALS, Batches
from engine.gradients.estimators.catalogue import BY_NAME, ESTIMATORS
from engine.gradients.estimators.setting import Setting
from engine.gradients.exact import exact_moments, true_gradient
from engine.gradients.measured import measure

BEHAVIOUR = {"behaviour_mean": 0.5, "behaviour_std": 1.1}


def setting(name="square", k=0.5, mean=0.3, std=0.9, **more):
    return Setting(by_name(name, k=k), mean, std, **more)


@pytest.mark.parametrize("name", NAMES)
def test_whoever_claims_to_be_unbiased_is(name):
    """Means of 10^6 samples against the exact gradient, in standard errors."""
    question = setting(name, batch_size=10, baseline=0.4, **BEHAVIOUR)
    true = true_gradient(question.objective, question.mean, question.std)
    found = measure(question, 100_000, seed=11)
    claim = {each.name for each in ESTIMATORS if each.unbiased}
    assert claim - set(found.measured) == ({"pathwise"} if name == "step" else set())
    for each in claim & set(found.measured):
        measured = found.measured[each]
        for mean, error, exact in zip(
            measured.mean, measured.mean_error, true.values(), strict=False
        ):
            assert abs(mean - exact) <= 4.0 * error + 1e-12, each


def test_the_biased_have_the_bias_that_is_told():
    found = measure(setting("cos", k=2.0, batch_size=3, epsilon=2.0), 300_000, seed=5)
    exact = exact_moments(setting("cos", k=2.0, batch_size=3, epsilon=2.0))
    true = true_gradient(by_name("cos", k=2.0), 0.3, 0.9)
    biased = 0
    for name, moments in exact.items():
        measured = found.measured[name]
        for i, (coordinate, each) in enumerate(moments.items()):
            assert abs(measured.mean[i] - each.mean) <= 4.0 * measured.mean_error[i], name
            far = abs(measured.mean[i] - true[coordinate]) > 6.0 * measured.mean_error[i]
            biased += far
            assert far <= (name.startswith("zeroth") or name == "score_function/batch_mean")
    assert biased >= 5


def drawn_settings(count=100):
    rng = np.random.default_rng(2020)
    for index in range(count):
        name = NAMES[index % len(NAMES)]
        std = math.exp(rng.uniform(-1.5, 0.8))
        mean, k = rng.uniform(-2.0, 2.0), rng.uniform(0.1, 2.5)
        if name == "step":  # where samples reach it
            k = mean + std * rng.uniform(-1.0, 1.0)
        yield Setting(
            by_name(name, k=k, constant=rng.normal(), scale=rng.uniform(0.5, 2.0)),
            mean,
            std,
            batch_size=48,
            baseline=rng.normal(),
            epsilon=std * rng.uniform(0.5, 1.5),
            behaviour_mean=mean + 0.3 * std * rng.normal(),
            behaviour_std=std * rng.uniform(1.0, 1.6),
        )


def test_measured_variances_over_drawn_settings():
    """Within 4 of their own standard errors, over 100 settings and all estimators."""
    scores = {}
    for index, question in enumerate(drawn_settings()):
        found = measure(question, 2_000, seed=100 + index)
        for name, moments in exact_moments(question).items():
            measured = found.measured[name]
            for i, each in enumerate(moments.values()):
                away = measured.variance[i] - each.variance / question.batch_size
                if each.variance < 1e-20:  # pathwise of a line
                    assert abs(away) < 1e-20, (index, name, i)
                else:
                    scores[index, name, i] = away / measured.variance_error[i]
    assert {key: score for key, score in scores.items() if not abs(score) <= 4.0} == {}
    assert len(scores) > 2_500
    # Neither far too large nor far too small an error passes.
    assert 0.8 < np.std(list(scores.values())) < 1.25


def rows_of(question, repetitions=40, seed=3):
    """The shared draws, and the normals of each sample."""
    n = question.batch_size
    rng = np.random.default_rng(seed)
    normals = tuple(rng.standard_normal((repetitions, n)) for _ in range(NORMALS))
    expected = question.objective.moments(question.mean, question.std).mean
    return Batches(question, normals, expected), normals


def test_each_estimator_against_a_plain_loop():
    question = setting("cubic", k=0.7, batch_size=6, baseline=0.4, epsilon=0.5, **BEHAVIOUR)
    batches, normals = rows_of(question)
    objective, mean, std = question.objective, question.mean, question.std
    for row in range(3):
        z = normals[0][row]
        f = objective.value(mean + std * z)
        scores = np.stack([z / std, (z * z - 1.0) / std])
        others = [np.delete(f, i) for i in range(6)]
        loo = np.array([f[i] - np.mean(others[i]) for i in range(6)])
        deviations = np.array([np.std(each) for each in others])
        u = objective.value(mean + 0.5 * z)
        v = objective.value(mean - 0.5 * z)
        plain = {
            "score_function/none": (f * scores).mean(axis=1),
            "score_function/constant": ((f - 0.4) * scores).mean(axis=1),
            "score_function/batch_mean": ((f - f.mean()) * scores).mean(axis=1),
            "score_function/leave_one_out": (loo * scores).mean(axis=1),
            "score_function/standardised": ((f - f.mean()) / f.std() * scores).mean(axis=1),
            "score_function/leave_one_out_standardised": (loo / deviations * scores).mean(axis=1),
            "pathwise": (objective.gradient(mean + std * z) * np.stack([z**0, z])).mean(axis=1),
            "zeroth_order/one_sided": [np.mean(u * z) / 0.5],
            "zeroth_order/forward": [np.mean((u - float(objective(mean))) * z) / 0.5],
            "zeroth_order/antithetic": [np.mean((u - v) * z)],
        }
        for name, values in plain.items():
            estimates = BY_NAME[name].estimate(batches)[:, row]
            assert estimates == pytest.approx(values, rel=1e-11), name


def test_the_measure_valued_draws_have_their_laws():
    """W and M by their first moments; the normal beside M is a uniform share of it."""
    batches, (z, *_) = rows_of(setting(batch_size=100), repetitions=4_000)
    n = z.size
    linear = Batches(
        setting("linear", k=1.0, batch_size=100, mean=0.0, std=1.0), batches.normals, 0
    )
    w, m = batches.distances, linear.maxwell_rewards
    assert np.mean(w) == pytest.approx(math.sqrt(math.pi / 2.0), abs=4.0 * 0.66 / math.sqrt(n))
    assert np.mean(w**2) == pytest.approx(2.0, abs=4.0 * 2.0 / math.sqrt(n))
    assert np.mean(m) == pytest.approx(0.0, abs=4.0 * math.sqrt(3.0 / n))
    assert np.mean(m**2) == pytest.approx(3.0, abs=4.0 * math.sqrt(6.0 / n))
    share = z / m
    assert share.min() >= 0.0
    assert share.max() <= 1.0
    assert np.mean(share) == pytest.approx(0.5, abs=4.0 * math.sqrt(1.0 / 12.0 / n))
    assert np.mean(share * m**2) == pytest.approx(1.5, abs=0.02)  # apart from M


def test_one_answer_whatever_the_threads():
    question = setting("exp", k=1.0, batch_size=7)
    one = measure(question, 40_000, seed=3, run=Run(threads=1))
    two = measure(question, 40_000, seed=3, run=Run(threads=2))
    for name, measured in one.measured.items():
        assert np.array_equal(measured.variance, two.measured[name].variance), name
        assert np.array_equal(measured.cloud, two.measured[name].cloud), name


def test_the_cloud_holds_the_first_estimates():
    short = measure(setting(batch_size=10), 50, seed=3)
    long = measure(setting(batch_size=10), 50_000, seed=3)
    for name, measured in short.measured.items():
        cloud = long.measured[name].cloud
        assert measured.cloud.shape[1] == 50
        assert cloud.shape[1] == 2_000
        # Up to the order in which a sum of another length is taken.
        assert measured.cloud == pytest.approx(cloud[:, :50], rel=1e-11, abs=1e-13)
        assert measured.cloud.mean(axis=1) == pytest.approx(measured.mean, rel=1e-9, abs=1e-12)
        assert not measured.mean.flags.writeable
        assert not cloud.flags.writeable


def test_moments_and_errors_are_those_of_the_estimates():
    """All estimates are kept here, so every moment can be taken directly."""
    n = 1_500
    for measured in measure(setting("cos", batch_size=4, epsilon=0.3), n, seed=8).measured.values():
        away = measured.cloud - measured.cloud.mean(axis=1, keepdims=True)
        spread, fourth = np.mean(away**2, axis=1), np.mean(away**4, axis=1)
        variance = np.var(measured.cloud, axis=1, ddof=1)
        error = np.sqrt((fourth - spread**2 * (n - 3) / (n - 1)) / n)
        assert measured.variance == pytest.approx(variance, rel=1e-10)
        assert measured.mean_error == pytest.approx(np.sqrt(variance / n), rel=1e-10)
        assert measured.variance_error == pytest.approx(error, rel=1e-8)


def test_what_cannot_be_is_told_in_words():
    single = measure(setting("step", batch_size=1), 100, seed=1)
    assert "at least 2" in single.refused["score_function/leave_one_out"]
    assert "no gradient" in single.refused["pathwise"]
    assert "another Gaussian" in single.refused["off_policy/none"]
    assert not set(single.refused) & set(single.measured)
    pairs = measure(setting("step", batch_size=2), 100, seed=1)
    assert "rewards are equal" in pairs.refused["score_function/standardised"]
    triples = measure(setting("step", batch_size=3), 100, seed=1)
    assert "equal" in triples.refused["score_function/leave_one_out_standardised"]


def test_a_floor_under_the_deviation_makes_equal_rewards_harmless():
    found = measure(setting("step", batch_size=3, deviation_floor=1e-8), 1_000, seed=1)
    for name in ("standardised", "leave_one_out_standardised"):
        assert np.all(np.isfinite(found.measured[f"score_function/{name}"].cloud))


def test_equal_rewards_divided_by_their_deviation():
    question = setting("linear", k=0.0, batch_size=5)
    found = measure(question, 100, seed=1)
    for name in ("standardised", "leave_one_out_standardised"):
        assert "floor" in found.refused[f"score_function/{name}"]
    assert found.measured["score_function/none"].variance.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("n", [3, 43, 85])
def test_equal_rewards_are_found_though_their_mean_is_rounded(n):
    objective = by_name("step", k=0.0, constant=0.3, scale=0.3)
    question = Setting(objective, 1.5, 1.0, batch_size=n)
    for seed in range(3):
        found = measure(question, 5_000, seed=seed)
        for name in ("standardised", "leave_one_out_standardised"):
            assert "equal" in found.refused[f"score_function/{name}"]


def test_division_by_the_others_deviation_explodes_in_small_batches():
    def spread(n):
        name = "score_function/leave_one_out_standardised"
        cloud = measure(setting("square", batch_size=n), 2_000, seed=1).measured[name].cloud
        return np.max(np.abs(cloud)) / np.median(np.abs(cloud))

    assert spread(3) > 20.0 * spread(30)


def test_weights_that_overflow_are_told_and_the_others_go_on():
    question = Setting(
        by_name("square"), 0.0, 1.0, batch_size=2, behaviour_mean=0.0, behaviour_std=1e-3
    )
    found = measure(question, 100, seed=1)
    assert "score_function/none" in found.measured
    wide = Setting(
        by_name("square"), 0.0, 1e-3, batch_size=2, behaviour_mean=1e5, behaviour_std=1e3
    )
    assert np.all(np.isfinite(measure(wide, 100, seed=1).measured["off_policy/none"].cloud))


@pytest.mark.parametrize("repetitions", [0, 1, 2.5, math.nan, math.inf])
def test_too_few_repetitions(repetitions):
    with pytest.raises(ParameterError, match="2 or more"):
        measure(setting(), repetitions, seed=1)


@pytest.mark.parametrize(
    "change",
    [
        {"batch_size": 0},
        {"batch_size": 10**6},
        {"epsilon": 0.0},
        {"std": -1.0},
        {"mean": math.inf},
        {"behaviour_mean": 0.0},
        {"behaviour_mean": 0.0, "behaviour_std": 0.0},
        {"deviation_floor": -1.0},
    ],
)
def test_bad_settings_are_refused(change):
    with pytest.raises(ParameterError):
        setting(**change)


def test_a_measurement_can_be_cancelled():
    with pytest.raises(Cancelled):
        measure(setting(batch_size=100), 10_000, seed=1, run=Run(cancelled=lambda: True))


def test_only_those_asked_for():
    found = measure(setting(), 100, seed=1, names=("pathwise", "off_policy/none"))
    assert set(found.measured) == {"pathwise"}
    assert set(found.refused) == {"off_policy/none"}


def test_names_are_unique_and_described():
    assert len(BY_NAME) == len(ESTIMATORS)
    for each in ESTIMATORS:
        assert each.label
        assert each.formula
        assert each.evaluations in (1, 2)

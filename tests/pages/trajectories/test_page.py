"""The Trajectories page: measured beside exact, and what its figures hold."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.trajectories.estimators import CLOSED, STANDARDISED
from engine.pages.trajectories.options import COMPARED
from engine.pages.trajectories.page import PAGE
from engine.trajectories import LinearQuadraticTask
from engine.trajectories.noise_to_signal import noise_to_signal

PARAMETERS = ("k", "c", "log_sigma")


def drawn_scene(number: int) -> Scene:
    rng = np.random.default_rng([41, number])
    z = rng.normal(size=7)
    sigma, tau, v0 = np.exp(0.4 * rng.normal(size=3) - 0.5)
    task = LinearQuadraticTask(
        A=0.9 + 0.1 * z[0],
        B=0.6 + 0.2 * z[1],
        K=-0.5 + 0.2 * z[2],
        tau=tau * (number % 3 > 0),
        m0=z[3],
        v0=v0,
        r=(0.0, 0.1, 1.0)[number % 3],
        g=z[4],
        gamma=(1.0, 0.9)[number % 2],
        T=(1, 3, 8, 20)[number % 4],
    )
    return Scene(p=Gaussian.from_std(z[5], sigma), samples=40_000 * task.T, seed=number, task=task)


@pytest.mark.parametrize("number", range(20))
def test_sampled_means_and_variances_within_four_errors(number: int) -> None:
    result = PAGE.compute(drawn_scene(number), PAGE.options(lam=0.8, offset=0.4), Run())
    values = {readout.key: readout for readout in result.readouts}
    for name in CLOSED:
        for parameter in PARAMETERS:
            key = name.replace("/", ".")
            for column in ("mean", "variance"):
                exact = values[f"{key}.{column}.{parameter}"]
                found = values[f"{key}.measured_{column}.{parameter}"]
                away = abs(found.value - exact.value)
                assert away <= 4.0 * found.standard_error + 1e-12, (name, column, parameter)
    found, exact = values["return.measured"], values["return.expected"]
    assert abs(found.value - exact.value) < 4.0 * found.standard_error


def test_p_is_the_policy() -> None:
    scene = Scene(p=Gaussian.from_std(0.3, 0.7), samples=500)
    result = PAGE.compute(scene, PAGE.options(), Run())
    task = scene.task.replace(c=0.3, sigma=0.7)
    assert result["return.expected"].value == task.expected_return()
    for parameter, slope in zip(PARAMETERS, task.gradient().values(), strict=True):
        assert result[f"gradient.{parameter}"].value == slope
    variances = task.variances(0.95)
    assert result["gae.variance.k"].value == variances["K"]["gae"]
    assert result["total_reward.best.variance.c"].value == variances["c"]["total_reward/best"]
    expected = noise_to_signal(task, "total")
    assert result["total_reward.noise_to_signal"].value == pytest.approx(expected, rel=1e-12)


def test_too_few_trajectories_for_two_batches_is_said() -> None:
    result = PAGE.compute(Scene(samples=200), PAGE.options(batch=10), Run())
    found = result["reward_to_go.standardised.measured_variance.k"]
    assert found.kind == "unknown"
    assert "two batches" in found.note
    place = result.variances.names.index(STANDARDISED)
    assert np.all(np.isnan(result.variances.measured[place]))
    assert any("no more than 10 trajectories" in banner for banner in result.banners)


def test_a_policy_whose_states_outgrow_doubles_is_refused() -> None:
    task = LinearQuadraticTask(B=1e150, K=0.0, T=2)
    scene = Scene(Gaussian.from_std(0.0, 1e12), samples=500, task=task)
    with pytest.raises(ParameterError, match="must keep the rewards of 2 steps"):
        PAGE.compute(scene, PAGE.options(), Run())


def test_an_unstable_policy_is_said() -> None:
    scene = Scene(samples=500, task=LinearQuadraticTask(K=0.4))
    result = PAGE.compute(scene, PAGE.options(), Run())
    assert any("unstable: |A + B K| = 1.2" in banner for banner in result.banners)


def test_a_best_gain_that_is_one_of_many_says_so() -> None:
    # From one first state an action does the same by K and by c.
    task = LinearQuadraticTask(v0=0.0, r=0.0, T=2)
    result = PAGE.compute(Scene(samples=500, task=task), PAGE.options(), Run())
    assert "one of many" in result["best.k"].note
    assert result["best.return"].note == ""


def test_figures_meet_the_readouts() -> None:
    options = PAGE.options(by="c", lam=0.7, factor=1.5)
    result = PAGE.compute(Scene(samples=2_000), options, Run())
    against, place = result.against_lambda, None
    place = int(np.flatnonzero(against.lam == 0.7)[0])
    assert against.variance[place] == pytest.approx(result["gae.variance.c"].value, rel=1e-12)
    wrong = result["gae.critic.variance.c"].value
    assert against.wrong_variance[place] == pytest.approx(wrong, rel=1e-12)
    bias = result["gae.critic.bias.c"].value
    assert against.wrong_bias[place] == pytest.approx(bias, rel=1e-12)
    assert against.wrong_bias[-1] == 0.0
    steps = result.against_steps
    now = int(np.flatnonzero(steps.steps == 20.0)[0])
    for name, variance in zip(steps.names, steps.variance[now], strict=True):
        assert variance == result[f"{name.replace('/', '.')}.variance.c"].value
    split = result.split
    for part in ("state", "action", "trajectory"):
        total = getattr(split, part).sum()
        assert result[f"split.{part}"].value == pytest.approx(total, rel=1e-12)
    noise = result.noise_map
    assert noise.current == pytest.approx(result["total_reward.noise_to_signal"].value, rel=1e-12)


@pytest.mark.parametrize("compared", COMPARED)
def test_learning_is_shown_up_to_an_iteration(compared) -> None:
    options = PAGE.options(compared=compared, iterations=6, shown=4, batch=2)
    learning = PAGE.compute(Scene(samples=500), options, Run()).learning
    assert learning.iteration.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert learning.mean.shape == (5, len(COMPARED[compared]))
    whole = PAGE.compute(Scene(samples=500), options.replace(shown=1_000), Run()).learning
    assert np.array_equal(whole.mean[:5], learning.mean)
    assert whole.lowest == learning.lowest
    assert learning.best_constant < learning.riccati
    assert math.isfinite(learning.start)

"""The temperature page against its truths, SciPy, a search and samples."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import differential_evolution
from scipy.stats import truncnorm

from engine.core.run import Run
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.temperature.options import Options
from engine.pages.temperature.page import PAGE
from engine.policies.best_tanh_gaussian import best_tanh_gaussian
from tests.helpers.truth_tables import table


def computed(seed: int = 7, **options: object) -> Result:
    return PAGE.compute(Scene(samples=20_000, seed=seed), Options(**options), Run())


@pytest.mark.parametrize("row", table("temperature"))
def test_truths_on_the_line(row) -> None:
    found = computed(
        curvature=row["c"], centre=row["k"], alpha=row["alpha"], bounded=False, target=-1.0
    )
    truth = {name: float(value) for name, value in row["truth"].items()}
    assert found["entropy"].value == pytest.approx(truth["entropy"], rel=1e-9)
    assert found["soft_value"].value == pytest.approx(truth["soft_value"], rel=1e-9)
    assert found["alpha.meeting"].value == pytest.approx(
        truth["alpha_for_entropy_minus_1"], rel=1e-9
    )
    assert found["actor.std"].value == pytest.approx(math.sqrt(truth["variance"]), rel=1e-12)
    assert found["actor.kl"].value == 0.0


@pytest.mark.parametrize(("c", "k", "alpha"), [(1.0, 0.5, 0.2), (2.0, -1.5, 1.0), (0.3, 0.0, 4.0)])
def test_between_bounds_it_is_a_truncated_gaussian(c: float, k: float, alpha: float) -> None:
    found = computed(curvature=c, centre=k, alpha=alpha)
    std = math.sqrt(alpha / (2 * c))
    law = truncnorm((-1 - k) / std, (1 - k) / std, k, std)
    assert found["entropy"].value == pytest.approx(law.entropy(), rel=1e-9, abs=1e-11)
    expected = -c * (law.var() + (law.mean() - k) ** 2)
    assert found["return"].value == pytest.approx(expected, rel=1e-9)
    density = found.policies
    assert density.best == pytest.approx(law.pdf(density.action), rel=1e-9)


@pytest.mark.parametrize(
    ("c", "k", "alpha"), [(1.0, 0.5, 0.2), (2.0, -1.5, 1.0), (0.3, 0.0, 4.0), (1.0, 0.9, 0.01)]
)
def test_no_search_finds_a_better_actor(c: float, k: float, alpha: float) -> None:
    """A global search over the means and stds of the Gaussian, by SciPy's own quadrature."""
    z, weight = np.polynomial.hermite_e.hermegauss(200)
    weight = weight / math.sqrt(2 * math.pi)

    def loss(place: np.ndarray) -> float:
        u = place[0] + math.exp(place[1]) * z
        log_slope = 2 * (math.log(2) - u - np.logaddexp(0, -2 * u))
        entropy = 0.5 * math.log(2 * math.pi * math.e) + place[1] + weight @ log_slope
        return float(-(-c * (weight @ (np.tanh(u) - k) ** 2) + alpha * entropy))

    found = best_tanh_gaussian(c, k, alpha)
    search = differential_evolution(loss, [(-5, 5), (-5, 1)], seed=1, tol=1e-12, maxiter=400)
    reached = found.expected_reward + alpha * found.entropy
    assert reached >= -search.fun - 1e-7
    assert reached == pytest.approx(-search.fun, abs=1e-5)


@pytest.mark.parametrize("alpha", [0.02, 0.2, 3.0])
def test_the_actor_s_kl_is_the_integral(alpha: float) -> None:
    options = Options(alpha=alpha)
    found = computed(alpha=alpha)
    mean, std = found["actor.mean"].value, found["actor.std"].value
    best = found["soft_value"].value / options.alpha

    def integrand(u: float) -> float:
        density = math.exp(-0.5 * ((u - mean) / std) ** 2) / (std * math.sqrt(2 * math.pi))
        action = math.tanh(u)
        log_actor = math.log(density) - math.log1p(-(action**2))
        log_best = -options.curvature * (action - options.centre) ** 2 / options.alpha - best
        return density * (log_actor - log_best)

    true = quad(integrand, mean - 9 * std, mean + 9 * std, epsabs=1e-12, limit=200)[0]
    assert found["actor.kl"].value == pytest.approx(true, abs=1e-9)


@pytest.mark.parametrize("bounded", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_samples_agree_with_the_exact_values(bounded: bool, seed: int) -> None:
    drawn = np.random.default_rng(seed)
    found = computed(
        seed,
        curvature=float(drawn.uniform(0.2, 4)),
        centre=float(drawn.uniform(-1.5, 1.5)),
        alpha=float(drawn.uniform(0.05, 2)),
        bounded=bounded,
    )
    for exact in ("actor.return", "actor.entropy"):
        measured = found[f"{exact}.estimate"]
        assert abs(measured.value - found[exact].value) < 4.0 * measured.standard_error


def test_a_reward_that_dwarfs_the_entropy_keeps_the_digits_of_kl() -> None:
    """Near a bound the best policy is exponential in the distance d, and so is the actor's price:
    the same shape whatever the curvature."""
    far = computed(alpha=1e-6, centre=1e3)["actor.kl"].value
    near = computed(alpha=1e-6, centre=1.5)["actor.kl"].value
    assert far == pytest.approx(near, abs=1e-5)


def test_a_target_above_log_2_is_not_met_and_alpha_grows() -> None:
    found = computed(target=0.7, steps=500, rate=0.3)
    assert math.isinf(found["alpha.meeting"].value)
    assert found["alpha.meeting"].note
    assert found.banners
    assert np.all(np.diff(found.adjusting.alpha, axis=1) >= 0.0)
    assert not computed(target=0.69).banners


@pytest.mark.parametrize("bounded", [True, False])
def test_the_usual_rules_end_at_the_temperature_that_meets_the_target(bounded: bool) -> None:
    found = computed(bounded=bounded, target=-0.5, steps=1_000, rate=0.1, alpha=0.5)
    meeting = found["alpha.meeting"].value
    for rule in ("alpha", "log_alpha_plain"):
        assert found[f"alpha.after.{rule}"].value == pytest.approx(meeting, rel=1e-4)


def test_the_actor_s_curve_is_that_of_the_best_actors() -> None:
    curve = computed().against_alpha
    for place in (5, 20, 30, 40):
        best = best_tanh_gaussian(1.0, 0.5, float(curve.alpha[place]))
        assert curve.actor_entropy[place] == pytest.approx(best.entropy, abs=1e-5)


def test_the_curve_holds_the_meeting_point() -> None:
    found = computed(target=-0.5)
    curve = found.against_alpha
    at = np.interp(math.log(curve.meeting), np.log(curve.alpha), curve.entropy)
    assert at == pytest.approx(-0.5, abs=0.02)
    assert np.all(np.diff(curve.entropy) > 0.0)
    assert np.all(np.diff(curve.expected_reward) < 0.0)

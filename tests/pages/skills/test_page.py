"""The skills page against its truths, quadrature and samples."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import log_softmax
from scipy.stats import norm

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.skills.options import Options
from engine.pages.skills.page import PAGE
from tests.helpers.truth_tables import table


def computed(samples: int = 20_000, seed: int = 7, **options: object) -> Result:
    return PAGE.compute(Scene(samples=samples, seed=seed), Options(**options), Run())


@pytest.mark.parametrize("row", [r for r in table("skills") if len(r["means"]) <= 8])
def test_truths(row) -> None:
    found = computed(means=tuple(row["means"]), stds=tuple(row["stds"]), skills=8)
    truth = {name: float(value) for name, value in row["truth"].items()}
    assert found["information"].value == pytest.approx(truth["mutual_information"], abs=1e-11)
    assert found["ceiling"].value == pytest.approx(truth["log_number"], rel=1e-14)
    assert found["entropy.states"].value == pytest.approx(truth["entropy_of_states"], abs=1e-11)


@pytest.mark.parametrize("discriminator", ["fitted", "pooled", "linear"])
@pytest.mark.parametrize("seed", range(4))
def test_samples_agree_with_the_exact_values(discriminator: str, seed: int) -> None:
    drawn = np.random.default_rng(seed)
    k = int(drawn.integers(2, 7))
    means, stds = drawn.normal(0, 3, k), drawn.uniform(0.3, 2, k)
    found = computed(
        means=tuple(means),
        stds=tuple(stds),
        skills=8,
        discriminator=discriminator,
        seed=seed,
        fit_samples=30,
    )
    for exact, estimate in (("information", "information.estimate"), ("bound", "bound.estimate")):
        measured = found[estimate]
        assert abs(measured.value - found[exact].value) < 4.0 * measured.standard_error
    assert found["bound"].value <= found["information"].value
    paid = [found[f"reward[{i}]"].value for i in range(1, k + 1)]
    assert np.mean(paid) == pytest.approx(found["bound"].value, abs=1e-12)


def test_a_reward_is_its_integral() -> None:
    means, stds = (-1.0, 0.5, 3.0), (0.4, 2.0, 1.0)
    found = computed(means=means, stds=stds, discriminator="pooled")
    std = math.sqrt(np.mean(np.square(stds)))

    def integrand(s: float, skill: int) -> float:
        log_q = log_softmax(norm.logpdf(s, means, std))[skill]
        return float(norm.pdf(s, means[skill], stds[skill]) * (log_q + math.log(3)))

    for skill in range(3):
        ends = means[skill] - 12 * stds[skill], means[skill] + 12 * stds[skill]
        true = quad(integrand, *ends, args=(skill,), epsabs=1e-12, limit=200)[0]
        assert found[f"reward[{skill + 1}]"].value == pytest.approx(true, abs=1e-10)


def test_more_states_to_fit_lose_less() -> None:
    lost = [computed(fit_samples=n)["gap"].value for n in (3, 30, 3_000)]
    assert lost[0] > lost[1] > lost[2] > 0.0


def test_skills_that_are_alike_tell_nothing() -> None:
    found = computed(means=(1.0, 1.0), stds=(2.0, 2.0), discriminator="pooled")
    assert found["information"].value == 0.0
    assert found["bound"].value == pytest.approx(0.0, abs=1e-14)


def test_a_curve_passes_through_the_current_skills() -> None:
    spread = computed().spread
    at_one = np.interp(1.0, spread.factor, spread.information)
    assert at_one == pytest.approx(spread.current, abs=5e-3)
    assert spread.information[0] < spread.information[-1] <= spread.ceiling


def test_lists_of_different_lengths_are_refused() -> None:
    with pytest.raises(ParameterError, match=r"stds .* must have 3 entries"):
        Options(means=(0.0, 1.0, 2.0), stds=(1.0, 1.0))


def test_as_many_as_wanted_act_and_no_more_than_are_listed() -> None:
    assert Options().acting == (Options().means[:4], Options().stds[:4])
    assert len(Options(skills=8).acting[0]) == 8
    assert Options(means=(0.0, 1.0), stds=(1.0, 1.0)).acting == ((0.0, 1.0), (1.0, 1.0))
    assert computed(skills=3)["ceiling"].value == pytest.approx(math.log(3))

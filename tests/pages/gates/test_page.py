"""The page of gates against quadrature, the table of sequence ratios, and samples."""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.gates.options import Options
from engine.pages.gates.page import PAGE
from engine.pages.gates.quantities import NAMES

PAIR = Gaussian(0.3, 1.0), Gaussian(0.0, 1.0)


def computed(p: Gaussian, q: Gaussian, seed: int = 7, **options) -> Result:
    return PAGE.compute(Scene(p, q, samples=20_000, seed=seed), Options(**options), Run())


def test_without_a_gate_the_gradient_is_the_true_one() -> None:
    found = computed(*PAIR, bend=-0.7, slope=0.4)
    for coordinate in ("mu", "log_sigma"):
        true = found[f"true.{coordinate}"].value
        assert found[f"none.gradient.{coordinate}"].value == pytest.approx(true, rel=1e-12)
    assert found["none.kept"].value == 1.0
    assert found["none.angle"].value == pytest.approx(0.0, abs=1e-12)


def test_ppo_is_its_integral() -> None:
    found = computed(*PAIR, bend=-0.7, slope=0.4, constant=0.3)
    p, q = norm(0.3, 1.0), norm(0.0, 1.0)

    def flow(x: float) -> float:
        w, a = p.pdf(x) / q.pdf(x), 0.3 + 0.4 * x - 0.7 * x * x
        return w * a if (w <= 1.2 if a > 0 else w >= 0.8) else 0.0

    breaks = [0.15 + math.log(w) / 0.3 for w in (0.8, 1.2)]
    breaks += np.roots([-0.7, 0.4, 0.3]).tolist()
    ends = np.sort([-10.0, 10.0, *breaks])
    for coordinate, score in (
        ("mu", lambda x: x - 0.3),
        ("log_sigma", lambda x: (x - 0.3) ** 2 - 1),
    ):
        true = sum(
            quad(lambda x, s=score: q.pdf(x) * flow(x) * s(x), a, b, epsabs=1e-13)[0]
            for a, b in pairwise(ends)
        )
        assert found[f"ppo.gradient.{coordinate}"].value == pytest.approx(true, abs=1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_samples_agree_with_the_exact_means(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    p = Gaussian.from_std(drawn.normal(0, 0.4), drawn.uniform(0.7, 1.1))
    q = Gaussian.from_std(drawn.normal(0, 0.4), drawn.uniform(0.9, 1.2))
    found = computed(p, q, seed, slope=drawn.normal(), bend=drawn.normal(), tokens=50)
    for name in NAMES:
        for coordinate in ("mu", "log_sigma"):
            measured = found[f"{name}.gradient.estimate.{coordinate}"]
            exact = found[f"{name}.gradient.{coordinate}"].value
            assert abs(measured.value - exact) < 4.5 * measured.standard_error, (name, coordinate)
    for key in ("logged", "above", "truncated", "masked"):
        measured = found[f"sequence.{key}.estimate"]
        assert abs(measured.value - found[f"sequence.{key}"].value) < 4.5 * measured.standard_error


@pytest.mark.parametrize("tokens", [1, 20, 400])
def test_gspo_from_sequences(tokens: int) -> None:
    found = computed(*PAIR, tokens=tokens, bend=0.5)
    measured = found["gspo.gradient.estimate.mu"]
    assert abs(measured.value - found["gspo.gradient.mu"].value) < 4.0 * measured.standard_error
    other = computed(Gaussian(0.3, 1.1), PAIR[1])
    assert other["gspo.kept"].kind == "unknown"


@pytest.mark.parametrize(
    ("square", "share", "logged", "mean"),
    [
        (0.25, 0.779, 0.824, 0.974),
        (1.0, 0.368, 0.632, 0.809),
        (2.25, 0.105, 0.468, 0.612),
        (4.0, 0.0183, 0.330, 0.435),
        (9.0, 1.2e-4, 0.140, 0.186),
    ],
)
def test_the_share_that_is_logged_beside_the_true_one(square, share, logged, mean) -> None:
    found = computed(*PAIR, tokens=100, token_variance=square / 100.0, cap=2.0)
    assert found["sequence.share"].value == pytest.approx(share, rel=0.03)
    assert found["sequence.logged"].value == pytest.approx(logged, abs=5e-4)
    assert found["sequence.truncated"].value == pytest.approx(mean, abs=1e-3)
    assert bool(found.banners) is False or square >= 4.0


def test_the_error_of_a_batch_is_bias_and_noise() -> None:
    small, large = (computed(*PAIR, batch=b)["tis.error"].value for b in (1, 10**7))
    found = computed(*PAIR)
    std, root = 1.0, math.sqrt(2.0)
    bias = math.hypot(
        std * (found["tis.gradient.mu"].value - found["true.mu"].value),
        (found["tis.gradient.log_sigma"].value - found["true.log_sigma"].value) / root,
    )
    noise = found["tis.variance.mu"].value + found["tis.variance.log_sigma"].value / 2.0
    true = math.hypot(found["true.mu"].value, found["true.log_sigma"].value / root)
    assert small == pytest.approx(math.sqrt(bias**2 + noise) / true, rel=1e-12)
    assert large == pytest.approx(math.sqrt(bias**2 + noise / 1e7) / true, rel=1e-12)


def test_an_infinite_variance_says_so() -> None:
    found = computed(Gaussian(0.0, 2.5), Gaussian(0.0, 1.0))
    readout = found["none.variance.mu"]
    assert math.isinf(readout.value)
    assert "infinite" in readout.note
    assert math.isfinite(found["tis.variance.mu"].value)
    assert math.isinf(found["none.gradient.estimate.mu"].standard_error)

"""The Evidence page against SciPy, its own samples, and what must be known of it."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from engine.core.cache import Cache
from engine.core.quantity import Readout
from engine.core.run import Run
from engine.divergence import kl
from engine.gaussian import Gaussian
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.evidence_bound import gather
from engine.pages.evidence_bound.options import Options
from engine.pages.evidence_bound.page import PAGE
from engine.weights.largest import kept_for
from engine.weights.pareto.smoothing import pareto_smooth
from tests.helpers.truth_tables import table

SCENES = [
    (Gaussian(1.0, 1.0), Options()),
    (Gaussian.from_std(0.3, 0.6), Options(1.0, 0.7, 1.2, 1)),
    (Gaussian.from_std(-0.8, 0.5), Options(2.0, 0.5, -1.0, 40)),
    (Gaussian.from_std([0.3, 1.0], [0.6, 0.8], 0.4), Options(1.0, 0.7, 1.2, 3)),
]
POSTERIOR = Gaussian.from_std(0.8, math.sqrt(0.2))
NEAR = Gaussian.from_std(0.6, 0.5)


def computed(q: Gaussian, options: Options | None = None, samples: int = 200_000) -> Result:
    scene = Scene(p=Gaussian(np.zeros(q.dimension), np.eye(q.dimension)), q=q, samples=samples)
    return PAGE.compute(scene, options or Options(), Run())


def by_key(result: Result) -> dict[str, Readout]:
    return {readout.key: readout for readout in result.readouts}


@pytest.mark.parametrize(("mean", "std", "tau", "s", "x"), [(0, 1, 1, 0.5, 1), (2, 0.3, 3, 2, -4)])
def test_the_bound_is_the_integral_of_log_p_less_log_q(mean, std, tau, s, x) -> None:
    found = computed(Gaussian.from_std(mean, std), Options(tau, s, x))

    def integrand(z: float) -> float:
        log_p = norm.logpdf(z, 0, tau) + norm.logpdf(x, z, s)
        return norm.pdf(z, mean, std) * (log_p - norm.logpdf(z, mean, std))

    bound = quad(integrand, mean - 12 * std, mean + 12 * std, epsabs=1e-12)[0]
    assert found["elbo.exact"].value == pytest.approx(bound, rel=1e-9)
    parts = found["reconstruction"].value - found["kl.prior"].value
    assert parts == pytest.approx(bound, rel=1e-12)
    assert found["evidence.log"].value == pytest.approx(norm.logpdf(x, 0, (tau**2 + s**2) ** 0.5))


@pytest.mark.parametrize(("q", "options"), SCENES, ids=range(len(SCENES)))
def test_every_estimate_is_near_its_exact_twin(q: Gaussian, options: Options) -> None:
    found, compared = by_key(computed(q, options)), 0
    for key, readout in found.items():
        if readout.kind != "estimated":
            continue
        twin = found.get(key.removesuffix(".measured").replace("estimate", "exact"))
        if twin is None or twin.key == key or key == "tail.k_hat":
            continue
        compared += 1
        assert readout.standard_error is not None
        assert abs(readout.value - twin.value) < 4.0 * readout.standard_error + 1e-12, key
    assert compared >= 30


def test_signal_to_noise_tends_to_its_limit() -> None:
    found = by_key(computed(Gaussian.from_std(0.3, 0.6), Options(1.0, 0.7, 1.2, 512), 10**6))
    compared = 0
    for key, readout in found.items():
        if key.endswith(".snr"):
            limit = found[f"{key}_limit"].value
            assert readout.standard_error is not None
            assert readout.value == pytest.approx(limit, abs=4.0 * readout.standard_error, rel=0.05)
            compared += 1
    assert compared == 5


@pytest.mark.parametrize("row", table("elbo"), ids=lambda row: str(row["id"]))
def test_variances_of_the_table(row: dict) -> None:
    q = Gaussian.from_std(row["q_mu"], row["q_sigma"])
    found = by_key(computed(q, Options(row["tau"], row["s"], row["x"], 2), 1_000))
    for name, by_parameter in row["truth"]["variance"].items():
        for parameter, text in by_parameter.items():
            value = found[f"{name}.{parameter}.variance"].value
            assert value == pytest.approx(float(text), rel=1e-9, abs=1e-25)
    if "iwae_2" in row["truth"]:
        assert found["iwae.exact"].value == pytest.approx(float(row["truth"]["iwae_2"]), abs=1e-10)


def test_k_hat_is_that_of_the_weights() -> None:
    q, options = Gaussian.from_std(0.3, 0.35), Options(1.0, 0.7, 1.2)
    found = by_key(computed(q, options, 50_000))
    z = q.sample(50_000, 7)[:, 0]
    log_w = norm.logpdf(z, 0, 1) + norm.logpdf(1.2, z, 0.7) - norm.logpdf(z, 0.3, 0.35)
    assert found["tail.k_hat"].value == pytest.approx(pareto_smooth(log_w).k_hat, rel=1e-6)
    assert abs(found["tail.k_hat"].value - found["tail.k"].value) < 0.2


def test_the_posterior_has_no_gap_and_no_noise() -> None:
    found = by_key(computed(POSTERIOR))
    assert found["gap"].value < 1e-30
    assert found["iwae.exact"].value == pytest.approx(found["evidence.log"].value, abs=1e-11)
    assert found["sticking_the_landing.mu.variance"].value < 1e-28
    assert found["pathwise.log_sigma.variance"].value == pytest.approx(2.0)
    result = computed(POSTERIOR)
    assert result.bounds.elbo == pytest.approx(result.bounds.log_evidence)


def test_a_narrow_q_says_so() -> None:
    result = computed(Gaussian.from_std(0.8, 0.2))
    found = by_key(result)
    assert found["chi_square"].value == math.inf
    assert "too narrow" in found["chi_square"].note
    assert found["iwae.predicted"].kind == "unknown"
    assert found["iwae.pathwise.mu.snr_limit"].kind == "unknown"
    assert found["tail.k"].value == pytest.approx(0.8)
    assert any("infinite" in banner for banner in result.banners)
    assert not len(result.bounds.predicted)


def test_where_there_is_no_exact_bound_the_measured_one_stands_alone() -> None:
    result = computed(Gaussian.from_std(-500.0, 40.0), Options(1.0, 0.1, 3.0), 5_000)
    found = by_key(result)
    assert found["iwae.exact"].kind == "unknown"
    assert found["iwae.estimate"].kind == "estimated"
    assert any("no exact value" in banner for banner in result.banners)
    assert result.signals is None
    assert result.bounds.k.tolist() == [1.0]
    assert len(result.bounds.measured)


def test_too_few_samples_for_a_set_say_so() -> None:
    found = by_key(computed(Gaussian(1.0, 1.0), Options(k=4_096), 5_000))
    assert found["iwae.estimate"].kind == "unknown"
    assert "raise n" in found["iwae.estimate"].note
    assert found["iwae.exact"].kind == "exact"


def test_figures_are_those_of_the_numbers() -> None:
    result = computed(Gaussian(1.0, 1.0), Options(k=16))
    found, bounds = by_key(result), result.bounds
    for k, value in zip(bounds.k, bounds.exact, strict=True):
        if k == 16:
            assert value == pytest.approx(found["iwae.exact"].value, rel=1e-12)
    place = list(bounds.measured_k).index(16)
    # Of the first 65,536 samples.
    assert (
        abs(bounds.measured[place] - found["iwae.exact"].value) < 4 * bounds.measured_error[place]
    )
    at = np.interp(0.0, np.log(result.bound.std), result.bound.elbo)
    assert at == pytest.approx(found["elbo.exact"].value, abs=0.01)
    signals = result.signals
    assert signals.slope[0] == pytest.approx(-0.5, abs=0.1)
    assert signals.slope[4] == pytest.approx(0.5, abs=0.1)
    assert result.parts.elbo == found["elbo.exact"].value
    z, densities = result.densities.z, result.densities
    for name in ("prior", "likelihood", "posterior", "q"):
        assert np.trapezoid(getattr(densities, name), z) == pytest.approx(1.0, abs=1e-3)


def test_the_encoder_counts_every_coordinate() -> None:
    q = Gaussian.from_std([1.0, 0.0, -0.5], [0.5, 1.0, 2.0], 0.3)
    result = computed(q, Options(tau=1.0), 1_000)
    found = by_key(result)
    parts = [
        kl(Gaussian.from_std(m, s), Gaussian(0.0, 1.0)) for m, s in zip(q.mean, q.std, strict=True)
    ]
    assert result.encoder.cost == pytest.approx(parts, abs=1e-15)
    assert found["encoder.kl"].value == pytest.approx(sum(parts))
    assert found["encoder.kl_full"].value == pytest.approx(kl(q, Gaussian(np.zeros(3), np.eye(3))))
    assert found["encoder.used"].value == 2.0


@pytest.mark.parametrize("floor", [-math.inf, math.inf])
def test_a_floor_for_the_largest_weights_only_saves_work(
    floor: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = by_key(computed(NEAR))
    monkeypatch.setattr(gather, "expected_floor", lambda *_: floor)
    monkeypatch.setattr(gather, "_kept", Cache(1))
    found = by_key(computed(NEAR))
    assert {key: each.value for key, each in found.items()} == {
        key: each.value for key, each in wanted.items()
    }


@pytest.mark.parametrize("q", [q for q, _ in SCENES] + [Gaussian.from_std(-3.0, 2.0)])
def test_the_floor_lets_a_few_more_than_the_largest_weights_in(q: Gaussian) -> None:
    samples = 200_000
    bound = Options().bound(gather.first_coordinate(q))
    logs = bound.log_ratio.centred(np.random.default_rng(3).normal(size=samples))
    above = np.count_nonzero(logs >= gather.expected_floor(bound, samples))
    assert 1.1 * kept_for(samples) < above < 1.6 * kept_for(samples)

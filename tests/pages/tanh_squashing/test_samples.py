"""One pass over samples of a squashed Gaussian against the exact values and plain NumPy."""

import math
from dataclasses import replace

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.core.run import Cancelled, Run
from engine.divergence.closed_forms import kl
from engine.gaussian.gaussian import Gaussian
from engine.pages.tanh_squashing.plan import ACTION_BINS, KL, RATIOS, squash_plan
from engine.pages.tanh_squashing.ratio_counts import ratio_counts
from engine.pages.tanh_squashing.samples import SquashSamples, squash_samples
from engine.sampling.normals import BLOCK_ROWS
from engine.squash.ratio import log_mean_new_only, log_mean_old_only
from engine.squash.squashed_gaussian import SquashedGaussian

N = 200_000
SEED = 11
PAIRS = {
    "one": (Gaussian.from_std(0.3, 0.6), Gaussian.from_std(0.0, 0.7)),
    "independent": (Gaussian.from_std([0.3, -0.2], [0.5, 0.4]), Gaussian.from_std(0.0, [0.5, 0.5])),
    "correlated": (
        Gaussian([0.1, 0.2], [[0.3, 0.1], [0.1, 0.2]]),
        Gaussian([0.0, 0.3], [[0.3, -0.05], [-0.05, 0.3]]),
    ),
    "five": (
        Gaussian(np.linspace(-0.2, 0.2, 5), 0.2 * np.eye(5) + 0.05),
        Gaussian(np.zeros(5), 0.25 * np.eye(5) + 0.04),
    ),
}


def policies(name: str) -> tuple[SquashedGaussian, SquashedGaussian]:
    first, second = PAIRS[name]
    low, high = -np.ones(first.dimension), np.linspace(1.0, 2.0, first.dimension)
    return SquashedGaussian(first, low, high), SquashedGaussian(second, low, high)


def sampled_once(
    sampled: SquashedGaussian,
    other: SquashedGaussian,
    n: int,
    axis: int | None = 0,
    threads: int = 2,
) -> SquashSamples:
    plan = squash_plan(sampled, other, axis=axis)
    return squash_samples((plan,), n, SEED, Run(threads=threads))()[0]


def within(samples: SquashSamples, name: str, exact: float) -> None:
    estimate = samples.estimate(name)
    distance = abs(estimate.value - exact) / estimate.standard_error
    assert distance < 4.5, f"{name}: {estimate} against {exact}"


@pytest.mark.parametrize("name", PAIRS)
def test_estimates_agree_with_the_exact_values(name: str) -> None:
    sampled, other = policies(name)
    samples = sampled_once(sampled, other, N)
    within(samples, "kl_before", kl(sampled.gaussian, other.gaussian))
    within(samples, "ratio", 1.0)
    new_only, old_only = log_mean_new_only(other), log_mean_old_only(other)
    assert new_only is not None
    within(samples, "ratio_other_only", math.exp(new_only))
    if old_only is None:
        assert name in ("correlated", "five")
    else:
        within(samples, "ratio_sampled_only", math.exp(old_only))
    assert samples.held == 0


@pytest.mark.parametrize("name", PAIRS)
def test_every_mean_is_that_of_plain_numpy(name: str) -> None:
    sampled, other = policies(name)
    samples = sampled_once(sampled, other, 70_000)
    u = sampled.gaussian.sample(70_000, SEED)
    log_jacobian = np.log(1.0 - np.tanh(u) ** 2).sum(axis=1) + sampled.bounds.log_scale
    log_sampled = np.atleast_1d(sampled.gaussian.log_density(u))
    log_other = np.atleast_1d(other.gaussian.log_density(u))
    w = np.exp(log_other - log_sampled)
    expected = {
        "kl_before": log_sampled - log_other,
        "kl_after": sampled.log_density_from_pre_tanh(u) - other.log_density_from_pre_tanh(u),
        "ratio": w,
        "ratio_other_only": w / np.exp(log_jacobian),
        "ratio_sampled_only": w * np.exp(log_jacobian),
    }
    assert set(expected) == {*KL, *RATIOS} == set(samples.names)
    for quantity, values in expected.items():
        estimate = samples.estimate(quantity)
        assert estimate.value == pytest.approx(np.mean(values), rel=1e-9), quantity
        error = np.std(values, ddof=1) / math.sqrt(len(values))
        assert estimate.standard_error == pytest.approx(error, rel=1e-6), quantity


@pytest.mark.parametrize("name", PAIRS)
def test_kl_is_the_same_before_and_after_squashing(name: str) -> None:
    samples = sampled_once(*policies(name), N)
    before, after = samples.estimate("kl_before"), samples.estimate("kl_after")
    assert before.value > 100.0 * 1e-12
    assert after.value == pytest.approx(before.value, abs=1e-12)
    assert after.standard_error == pytest.approx(before.standard_error, abs=1e-12)


@pytest.mark.parametrize(("name", "axis"), [("one", 0), ("correlated", 1), ("five", 3)])
def test_actions_fall_into_their_bins(name: str, axis: int) -> None:
    sampled, other = policies(name)
    edges = np.linspace(sampled.low[axis], sampled.high[axis], ACTION_BINS + 1)
    counts = sampled_once(sampled, other, 90_000, axis).actions
    expected, _ = np.histogram(sampled.sample(90_000, SEED).action[:, axis], edges)
    # An action on an edge, to the last digit, may fall to either side.
    assert np.sum(np.abs(counts - expected)) <= 4


@pytest.mark.parametrize(("name", "n"), [("correlated", 4_000_000), ("five", 300_000)])
def test_bit_identical_on_one_and_two_threads(name: str, n: int) -> None:
    one, two = (sampled_once(*policies(name), n, threads=t) for t in (1, 2))
    assert np.array_equal(one.moments.mean, two.moments.mean)
    assert np.array_equal(one.moments.squares, two.moments.squares)
    assert np.array_equal(one.actions, two.actions)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((0.0, 1e-12), (0.0, 1e3)),
        ((0.0, 1e3), (0.0, 1e-12)),
        ((50.0, 1e3), (-50.0, 1e3)),
        ((1e6, 1e-6), (-1e6, 1e3)),
        ((-1e11, 1e-8), (0.0, 3e-6)),  # log-ratios of 5e32, all but equal
    ],
)
def test_extremes_draw_no_nan(first: tuple[float, float], second: tuple[float, float]) -> None:
    sampled = SquashedGaussian(Gaussian.from_std(*first))
    other = SquashedGaussian(Gaussian.from_std(*second))
    samples = sampled_once(sampled, other, 5_000)
    found = ratio_counts(sampled, other, 5_000, SEED)
    for values in (samples.moments.mean, samples.moments.standard_error, found.counts):
        assert np.all(np.isfinite(values))
    assert samples.actions.sum() == 5_000
    assert np.all(found.counts.sum(axis=1) == 5_000)
    assert found.samples == 5_000


def test_ratios_beyond_any_double_are_counted() -> None:
    wide = SquashedGaussian(Gaussian.from_std(0.0, 1e3))
    assert sampled_once(wide, wide, 5_000).held > 4_000


def test_the_one_sided_means_in_closed_form() -> None:
    # E cosh^2 u, by quadrature that knows no closed form.
    z, weights = np.polynomial.hermite_e.hermegauss(60)
    weights = weights / weights.sum()
    policy = SquashedGaussian(Gaussian.from_std(0.4, 0.5))
    expected = np.sum(weights * np.cosh(0.4 + 0.5 * z) ** 2)
    assert log_mean_new_only(policy) == pytest.approx(math.log(expected), rel=1e-12)
    tied = Gaussian([0.4, -0.1], [[0.25, 0.1], [0.1, 0.3]])
    u = np.stack(np.meshgrid(z, z, indexing="ij"), axis=-1) @ tied.cholesky.T + tied.mean
    expected = np.sum(np.outer(weights, weights) * np.prod(np.cosh(u) ** 2, axis=-1))
    found = log_mean_new_only(SquashedGaussian(tied, low=0.0, high=[2.0, 4.0]))
    assert found == pytest.approx(math.log(expected / 2.0), rel=1e-12)
    assert log_mean_new_only(SquashedGaussian(Gaussian(np.zeros(9), np.eye(9) + 1.0))) is None


def test_the_policies_must_share_their_bounds() -> None:
    one, _ = policies("one")
    with pytest.raises(ParameterError, match="those of the sampled policy"):
        squash_plan(one, SquashedGaussian(one.gaussian, low=-2.0))


def test_it_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        squash_samples((squash_plan(*policies("one")),), N, SEED, Run(cancelled=lambda: True))()


@pytest.mark.parametrize(("std", "steps"), [(0.02, "near"), (0.9, "plain")])
def test_the_steps_for_any_u_give_the_same(std: float, steps: str) -> None:
    sampled = SquashedGaussian(Gaussian.from_std([0.0, 0.05], std, correlation=0.4), 0.0, 3.0)
    other = SquashedGaussian(Gaussian.from_std(0.0, [0.8 * std, std]), 0.0, 3.0)
    plan = squash_plan(sampled, other, axis=0)
    assert plan.steps == steps
    assert plan.fits
    anywhere = replace(plan, steps="far", fits=False)
    fast, slow = squash_samples((plan, anywhere), 50_000, SEED, Run())()
    assert slow.moments.mean == pytest.approx(fast.moments.mean, rel=1e-11)
    assert slow.moments.standard_error == pytest.approx(fast.moments.standard_error, rel=1e-8)
    assert np.array_equal(slow.actions, fast.actions)


def test_counts_of_log_ratios_are_those_of_the_densities() -> None:
    sampled, other = policies("correlated")
    n = BLOCK_ROWS + 5_000
    found = ratio_counts(sampled, other, n, SEED)
    u = sampled.sample(n, SEED).pre_tanh[:BLOCK_ROWS]
    squashed = [policy.log_density_from_pre_tanh(u) for policy in (other, sampled)]
    plain = [policy.gaussian.log_density(u) for policy in (other, sampled)]
    for counts, new, old in zip(
        found.counts, (squashed, squashed, plain), (squashed, plain, squashed), strict=True
    ):
        expected, _ = np.histogram(new[0] - old[1], found.bins.edges)
        # A log-ratio on an edge, to the last digit, may fall to either side.
        assert np.sum(np.abs(counts[1:-1] - expected)) <= 4
        assert counts.sum() == BLOCK_ROWS


def test_several_plans_share_one_pass() -> None:
    p, q = policies("correlated")
    plans = squash_plan(p, q, ratios=False), squash_plan(q, p, axis=1)
    first, second = squash_samples(plans, 70_000, SEED, Run())()
    assert first.names == KL
    assert first.actions is None
    assert first.held == 0
    alone = sampled_once(p, q, 70_000)
    for name in KL:
        assert first.estimate(name) == alone.estimate(name)
    alone = sampled_once(q, p, 70_000, axis=1)
    assert np.array_equal(second.moments.mean, alone.moments.mean)
    assert np.array_equal(second.actions, alone.actions)

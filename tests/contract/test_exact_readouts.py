"""Every readout of two pages that is called exact, computed a second time with mpmath."""

import itertools
import math

import mpmath
import numpy as np
import pytest
from mpmath import mp

from engine.core.run import Run
from engine.divergence.exact_moments import exact_moments
from engine.divergence.kl_losses import expected_gradients, expected_mean_gradients
from engine.functions.test_function import NAMES
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.importance_weights import page as importance_weights
from engine.pages.importance_weights.options import Options
from engine.pages.kl_divergence import page as kl_divergence
from engine.pages.kl_divergence.integrand import areas
from engine.weights.exact.density import log_weight_above, log_weight_below, log_weight_shares
from tests.helpers.readouts import readout
from tests.oracles import importance_weights as weights
from tests.oracles import kl_divergence as kl
from tests.oracles.compare import check, wrong
from tests.oracles.line import MANY_DIGITS, Line, Moments
from tests.oracles.line_scenes import draws, kl_options, weights_options

PAGES = {
    "weights": (importance_weights.PAGE, weights, weights_options),
    "kl": (kl_divergence.PAGE, kl, kl_options),
}
# An indicator where q is and p is not, at and beyond the boundary of a finite variance; f that
# hardly varies; a variance above and a standard error below 1.8e308; p equal to q or nearly.
WEIGHTS = [
    ((0.0, 1.0), (6.0, 1.0), "indicator", 6.0, 1.0),
    ((0.0, 2.0), (9.0, 1.5), "indicator", 9.0, 1.0),
    ((0.0, math.sqrt(2.0)), (3.0, 1.0), "indicator", 3.0, 2.0),
    ((0.0, 2.0), (1.0, 1.0), "x^2", 0.0, 3.0),
    ((-50.0, 1.0), (-49.0, 1.0), "sigmoid", 0.0, 1.0),
    ((50.0, 4.0), (49.0, 4.5), "sigmoid", -60.0, 0.9),
    ((1e3, 1e-3), (1e3, 1.1e-3), "x", 0.0, 1.0),
    ((-3.625, 0.00296), (-3.483, 0.00412), "x", 0.0, 3.7),
    ((0.0, 1.0), (0.3, 1.2), "indicator", 30.0, 1.0),
    ((1.0, 2.0), (1.0, 2.0), "distance", 1.0, 1.0),
    ((1.0, 2.0), (1.0 + 1e-9, 2.0), "1", 0.0, 1.0),
    ((15.0, 0.37), (3.6, 0.51), "indicator", 0.0, 6e7),
    ((5.0, 1e-6), (0.0, 1e3), "distance", 5.0, 1e3),
]


@pytest.mark.parametrize(("p", "q", "name", "point", "clip"), WEIGHTS)
def test_weights_where_they_are_hard(p, q, name, point, clip):
    scene = Scene(Gaussian.from_std(*p), Gaussian.from_std(*q), samples=1_000)
    options = Options(name, point, clip)
    found, _ = check(importance_weights.PAGE, weights, scene, options)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("name", "count"), [("weights", 18), ("kl", 20)])
def test_drawn_scenes(name, count):
    page, oracle, draw_options = PAGES[name]
    bad, seen = [], set()
    for number, (scene, rng) in enumerate(draws(20, count)):
        options = draw_options(scene, rng, number)
        found, readouts = check(page, oracle, scene, options)
        bad += found
        seen |= {readout.name for readout in readouts}
    assert not bad, "\n".join(bad)
    # No oracle is left behind when a readout gets another name.
    assert set(oracle.truths(scene, options)) <= seen


def test_an_exact_readout_without_an_oracle_and_a_wrong_one_are_found():
    new = readout("a new one", 1.0)
    assert wrong([new], {}) == ["a new one is called exact, and nothing computes it a second time"]
    assert not wrong([new], {"a new one": mpmath.mpf(1)})
    off = mpmath.mpf(1) + mpmath.mpf("2e-9")
    assert wrong([new], {"a new one": off})
    assert not wrong([readout("a new one", 1.0, note="right to 8 digits")], {"a new one": off})
    assert wrong([readout("a new one", 1.0, note="right to 9 digits")], {"a new one": off})
    assert not wrong([readout("a new one", 1.0, note="right within 3e-9")], {"a new one": off})
    assert not wrong([readout("a new one", 1.0, 0.1, "estimated")], {})


def test_the_named_case_of_the_plain_standard_error():
    """Var w f = e^36 Phi(-12) - Phi(-6)^2."""
    scene = Scene(Gaussian(0.0, 1.0), Gaussian(6.0, 1.0), samples=10_000)
    options = Options("indicator", 6.0)
    readouts = importance_weights.PAGE.compute(scene, options, Run()).readouts
    values = {readout.name: readout.value for readout in readouts}
    assert values["variance of w f"] == pytest.approx(6.685470543e-18, rel=1e-9)
    assert values["plain standard error"] == pytest.approx(2.5856277e-11, rel=1e-7)


PAIRS = [((0.3, 1.2), (0.0, 1.0)), ((4.0, 0.2), (-1.0, 2.0)), ((1.0, 1.0 + 1e-9), (1.0, 1.0))]


def _scenes():
    return [Scene(Gaussian.from_std(*p), Gaussian.from_std(*q), samples=100) for p, q in PAIRS]


@pytest.mark.parametrize("scene", _scenes())
@pytest.mark.parametrize("name", NAMES)
def test_the_frontier(scene, name):
    options = Options(name, 0.4)
    frontier = importance_weights.PAGE.compute(scene, options, Run()).frontier
    for place in (0, 24):
        with mp.workdps(MANY_DIGITS):
            line = Line(scene.p, scene.q)
            moments, c = Moments(line, name, 0.4), mpmath.mpf(frontier.c[place])
            for repair in ("clip", "mask"):
                bias, variance = weights.repaired(line, moments, c, repair)
                found = getattr(frontier, f"{repair}_mse")[place]
                right = float(bias**2 + variance / scene.samples)
                assert found == pytest.approx(right, rel=1e-9, abs=1e-28)


@pytest.mark.parametrize("scene", _scenes())
def test_shares_of_log_w(scene):
    """Of a histogram's bins, the Lorenz curve, and both tails."""
    p, q = scene.p, scene.q
    spread = exact_moments(p, q).k1.std
    edges = np.linspace(-20.0, 20.0, 9) * spread
    shares = log_weight_shares(p, q, np.concatenate([[-np.inf], edges]))
    above, below = log_weight_above(p, q, edges), log_weight_below(p, q, edges)
    with mp.workdps(MANY_DIGITS):
        line = Line(p, q)
        moments = Moments(line, "1", 0)
        exact = [moments(0, 0, line.above(mpmath.mpf(edge))) for edge in edges]
        expected = [1 - exact[0], *(a - b for a, b in itertools.pairwise(exact))]
        rest = [1 - each for each in exact]
    for found, right in ((above, exact), (below, rest), (shares, expected)):
        np.testing.assert_allclose(found, [float(x) for x in right], rtol=1e-9, atol=1e-290)


@pytest.mark.parametrize("scene", _scenes())
def test_areas_of_the_integrand(scene):
    with mp.workdps(MANY_DIGITS):
        line = Line(scene.p, scene.q)
        moments = Moments(line, "x", 0)
        a, b, c = (y - x for x, y in zip(line.quadratic(0), line.quadratic(1), strict=True))
        large = tuple(line.above(mpmath.mpf(0)))
        x = [moments(0, order, large) for order in (0, 1, 2)]
        first = (x[1] - line.q_mean * x[0]) / line.q_std
        second = (x[2] - 2 * line.q_mean * x[1] + line.q_mean**2 * x[0]) / line.q_std**2
        negative = -a * second / 2 + b * first + c * x[0]
        positive = negative + weights.kl(line)[1]
    found = areas(scene.p, scene.q)
    assert found == pytest.approx((float(positive), float(negative)), rel=1e-9)


@pytest.mark.parametrize("off", [1.0, 1e-3, 1e-9])
def test_gradients_of_the_losses_near_equality(off):
    q_mean, q_std, p_mean, p_std = 0.5 + off, 2.0 * (1.0 - 0.3 * off), 0.5, 2.0
    found = expected_gradients(q_mean, q_std, p_mean, p_std)
    with mp.workdps(100):
        m, s, away, t = (mpmath.mpf(x) for x in (q_mean, q_std, p_mean, p_std))
        d = m - away
        level = (s**2 + d**2) / (2 * t**2) - mpmath.mpf(1) / 2 - mpmath.log(s / t)
        bend, linear = (s**2 / t**2 - 1) / 2, d * s / t**2
        true = {"mu": d / t**2, "sigma": s / t**2 - 1 / s}
        reverse = {"mu": d / s**2, "sigma": 1 / s - (t**2 + d**2) / s**3}
        squared = {
            "mu": linear * (level + 2 * bend) / s,
            "sigma": (linear**2 + 2 * level * bend + 4 * bend**2) / s,
        }
        for name in ("mu", "sigma"):
            for value, right in (
                (found.loss["k2"], true[name]),
                (found.loss["k3"], reverse[name]),
                (found.reward["k2"], squared[name]),
                (found.reward["k3"], true[name] - reverse[name]),
            ):
                assert value[name] == pytest.approx(float(right), rel=1e-9)
    both = [Gaussian.from_std(p_mean, p_std), Gaussian.from_std(q_mean, q_std)]
    vectors = expected_mean_gradients(*both)
    for estimator in ("k2", "k3"):
        wanted = found.reward[estimator]["mu"]
        assert vectors.reward[estimator][0] == pytest.approx(wanted, rel=1e-6)


def test_the_blind_demonstration():
    """p = (N(-10, 1) + N(10, 1)) / 2, q = N(10, 1), by quadrature."""
    options = Options(blind_ess=True)
    readouts = importance_weights.PAGE.compute(Scene(samples=100), options, Run()).readouts
    values = {r.name: r.value for r in readouts if r.kind == "exact"}

    def density(x, mean):
        return mpmath.exp(-((x - mean) ** 2) / 2) / mpmath.sqrt(2 * mp.pi)

    with mp.workdps(30):
        ends = list(range(-45, 46, 10))

        def w(x):
            return (density(x, -10) / density(x, 10) + 1) / 2

        def over(f):
            return mpmath.quad(f, ends)

        square = over(lambda x: w(x) ** 2 * density(x, 10))
        right = {
            "limit of ESS/n": 1 / square,
            "exact k": 0,
            "E w": 1,
            "chi-square(p||q)": square - 1,
            "KL(p||q)": over(lambda x: w(x) * mpmath.log(w(x)) * density(x, 10)),
            "KL(q||p)": -over(lambda x: mpmath.log(w(x)) * density(x, 10)),
            "E_p f": mpmath.mpf(1) / 2,
            "k-hat": None,
        }
    # 1[x < 0] of p is a half but for 1e-24.
    assert not wrong([r for r in readouts if r.kind == "exact"], right), values

"""Fisher's metric, its geodesics, and the best policy in a ball of KL divergence."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.parameter import ParameterError
from engine.divergence import kl
from engine.gaussian import Gaussian
from engine.gradients import natural
from engine.gradients.natural.edge import signed_inverse
from engine.objectives import by_name
from tests.helpers.truth_tables import misc_rows, table

DIRECTIONS = ("new_old", "old_new")


def distance(new: Gaussian, old: Gaussian, direction: str) -> float:
    return kl(new, old) if direction == "new_old" else kl(old, new)


def ends(gaussian: Gaussian) -> tuple[float, float]:
    return float(gaussian.mean[0]), float(gaussian.std[0])


@pytest.mark.parametrize("row", misc_rows("fisher_1d"), ids=lambda row: str(row["id"]))
def test_fisher(row: dict) -> None:
    gaussian = Gaussian.from_std(row["mu"], row["sigma"])
    for name, chart in (
        ("F_mu_sigma", "sigma"),
        ("F_mu_logsigma", "log_sigma"),
        ("F_mu_var", "variance"),
    ):
        truth = np.array(row["truth"][name], dtype=float)
        np.testing.assert_allclose(natural.fisher(gaussian, chart), truth, rtol=1e-12)
    np.testing.assert_array_equal(natural.fisher(gaussian), natural.fisher(gaussian, "sigma"))


@pytest.mark.parametrize("chart", ["sigma", "log_sigma", "variance"])
def test_fisher_is_the_bend_of_the_divergence(chart: str) -> None:
    old = Gaussian.from_std([0.5, -1.0], [0.7, 1.8], 0.4)
    into = {"sigma": old.std, "log_sigma": np.log(old.std), "variance": old.std**2}[chart]
    out = {"sigma": lambda v: v, "log_sigma": np.exp, "variance": np.sqrt}[chart]
    matrix = natural.fisher(old, chart)
    rng = np.random.default_rng(2)
    for _ in range(5):
        step = 1e-4 * rng.standard_normal(4)
        moved = [
            kl(old, Gaussian.from_std(old.mean + t * step[:2], out(into + t * step[2:]), 0.4))
            for t in (1.0, -1.0)
        ]
        assert np.mean(moved) == pytest.approx(0.5 * step @ matrix @ step, rel=1e-6)


@pytest.mark.parametrize("row", misc_rows("fisher_rao_distance_1d"), ids=lambda r: str(r["id"]))
def test_distance(row: dict) -> None:
    p, q = Gaussian.from_std(*row["p"]), Gaussian.from_std(*row["q"])
    truth = float(row["truth"]["distance"])
    assert natural.fisher_rao_distance(p, q) == pytest.approx(truth, rel=1e-12)
    assert natural.fisher_rao_distance(q, p) == pytest.approx(truth, rel=1e-12)


def test_distance_of_near_and_far_pairs() -> None:
    p = Gaussian.from_std(0.0, 1.0)
    assert natural.fisher_rao_distance(p, p) == 0.0
    tiny = natural.fisher_rao_distance(p, Gaussian.from_std(1e-12, 1.0))
    assert tiny == pytest.approx(1e-12, rel=1e-12)
    far = natural.fisher_rao_distance(p, Gaussian.from_std(0.0, 1e100))
    assert far == pytest.approx(math.sqrt(2.0) * math.log(1e100), rel=1e-12)
    each = [natural.fisher_rao_distance(p, Gaussian.from_std(m, s)) for m, s in ((1, 2), (-3, 0.5))]
    both = natural.fisher_rao_distance(
        Gaussian.from_std([0.0, 0.0], 1.0), Gaussian.from_std([1.0, -3.0], [2.0, 0.5])
    )
    assert both == pytest.approx(math.hypot(*each))
    with pytest.raises(ParameterError, match="diagonal"):
        natural.fisher_rao_distance(
            Gaussian.from_std([0.0, 0.0], 1.0, 0.5), Gaussian.from_std([0.0, 0.0], 1.0)
        )


@pytest.mark.parametrize("q", [(0.0, 5.0), (3.0, 0.2), (-2.0, 1.0), (0.0, 1.0)])
def test_the_geodesic_is_as_long_as_the_distance(q: tuple[float, float]) -> None:
    p, q = Gaussian.from_std(0.0, 1.0), Gaussian.from_std(*q)
    mean, std = natural.geodesic(p, q, 401)
    points = [Gaussian.from_std(*each) for each in zip(mean, std, strict=True)]
    assert ends(points[0]) == pytest.approx(ends(p))
    assert ends(points[-1]) == pytest.approx(ends(q))
    parts = [natural.fisher_rao_distance(*pair) for pair in itertools.pairwise(points)]
    whole = natural.fisher_rao_distance(p, q)
    assert math.fsum(parts) == pytest.approx(whole, abs=1e-12, rel=1e-10)
    assert np.ptp(parts) <= 1e-9 * whole


@pytest.mark.parametrize("row", misc_rows("natural_gradient_square"), ids=lambda r: str(r["id"]))
def test_natural_gradient(row: dict) -> None:
    f, gaussian = by_name("square", row["k"]), Gaussian.from_std(row["mu"], row["sigma"])
    for chart, name in (("sigma", "natgrad_mu_sigma"), ("log_sigma", "natgrad_mu_logsigma")):
        truth = [float(text) for text in row["truth"][name]]
        assert natural.natural_gradient(f, gaussian, chart) == pytest.approx(truth, rel=1e-11)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("row", table("trust_region"), ids=lambda row: str(row["id"]))
def test_best_in_ball(row: dict, direction: str) -> None:
    linear = row["kind"] == "largest_mean"
    f = by_name("linear", 1.0) if linear else by_name("square", row["k"], scale=-1.0)
    old = Gaussian.from_std(row["mu"], row["sigma"])
    found = natural.best_in_ball(f, old, row["delta"], direction)
    truth = {name: float(text) for name, text in row["truth"][f"kl_{direction}"].items()}
    assert ends(found) == pytest.approx((truth["mu"], truth["sigma"]), abs=1e-6)
    assert distance(found, old, direction) == pytest.approx(row["delta"], rel=1e-9)
    if linear:
        assert ends(found) == pytest.approx((truth["mu"], truth["sigma"]), rel=1e-12)
        step = natural.natural_step(f, old, row["delta"])
        wanted = row["truth"]["natural_step"]
        assert ends(step) == pytest.approx((float(wanted["mu"]), float(wanted["sigma"])))
    else:
        assert f.moments(*ends(found)).mean == pytest.approx(truth["value"], abs=1e-10)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize(
    ("name", "k", "scale"),
    [
        ("exp", 8.0, 1.0),
        ("exp", 0.3, -1.0),
        ("cos", 9.0, 1.0),
        ("quartic", 2.0, -1.0),
        ("step", 1.0, 1.0),
        ("cubic", 1.0, 1.0),
        ("square", 0.4, 1.0),
    ],
)
@pytest.mark.parametrize("delta", [1e-8, 0.05, 2.0])
def test_nothing_in_the_ball_is_better(name, k, scale, delta, direction) -> None:
    f, old = by_name(name, k, scale=scale), Gaussian.from_std(0.4, 0.6)
    found = natural.best_in_ball(f, old, delta, direction)
    assert distance(found, old, direction) <= delta * (1.0 + 1e-7)
    best = f.moments(*ends(found)).mean
    rng = np.random.default_rng(4)
    reach = math.sqrt(2.0 * delta)
    for _ in range(600):
        m, v = reach * rng.uniform(-2.5, 2.5), reach * rng.uniform(-2.0, 2.0)
        other = Gaussian.from_std(0.4 + 0.6 * m, 0.6 * math.exp(v))
        if distance(other, old, direction) <= delta:
            assert f.moments(*ends(other)).mean <= best + 1e-12 * max(1.0, abs(best))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_any_function_will_do(direction: str) -> None:
    old = Gaussian.from_std(1.0, 0.5)
    known = natural.best_in_ball(by_name("quartic", 1.0, scale=-1.0), old, 0.1, direction)
    other = natural.best_in_ball(lambda x: -(x**4) + x**2, old, 0.1, direction)
    assert ends(other) == pytest.approx(ends(known), rel=1e-9)
    assert natural.best_in_ball(lambda x: 3.3 + 0.0 * x, old, 0.1, direction) == old
    assert natural.best_in_ball(by_name("linear", 0.0), old, 0.1, direction) == old
    assert natural.best_in_ball(by_name("linear"), old, 0.0, direction) == old


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("slope", [3.0, -0.7])
def test_downhill_is_as_far_as_uphill(slope: float, direction: str) -> None:
    old, delta = Gaussian.from_std(1.0, 2.0), 0.2
    found = natural.best_in_ball(by_name("linear", slope), old, delta, direction)
    rise = math.sqrt(2.0 * delta if direction == "new_old" else math.expm1(2.0 * delta))
    spread = 1.0 if direction == "new_old" else math.exp(delta)
    wanted = 1.0 + math.copysign(2.0 * rise, slope), 2.0 * spread
    assert ends(found) == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_small_and_large_balls(direction: str) -> None:
    old, f = Gaussian.from_std(1.0, 2.0), by_name("linear", 1.0)
    for delta in (1e-20, 1e-10, 20.0):
        found = natural.best_in_ball(f, old, delta, direction)
        rise = math.sqrt(2.0 * delta if direction == "new_old" else math.expm1(2.0 * delta))
        spread = 1.0 if direction == "new_old" else math.exp(delta)
        assert float(found.mean[0]) - 1.0 == pytest.approx(2.0 * rise, rel=1e-9, abs=1e-15)
        assert float(found.std[0]) == pytest.approx(2.0 * spread, rel=1e-9)


@given(st.floats(-30.0, 30.0))
def test_the_inverse_of_the_divergence_of_a_spread(rise: float) -> None:
    (y,) = signed_inverse(np.array([rise]))
    assert np.sign(y) == np.sign(rise)
    h = math.expm1(y) - y if abs(y) > 0.1 else sum(y**n / math.factorial(n) for n in range(2, 12))
    assert h == pytest.approx(rise * rise, rel=1e-9, abs=1e-300)


def test_small_steps_agree_and_finite_ones_do_not() -> None:
    f, old = by_name("square", 3.0, scale=-1.0), Gaussian.from_std(1.0, 0.8)
    mirror = ends(natural.mirror_step(f, old, 1e-6))
    direction = natural.natural_gradient(f, old)
    assert mirror[0] - 1.0 == pytest.approx(1e-6 * direction.mu, rel=1e-5)
    assert mirror[1] - 0.8 == pytest.approx(1e-6 * direction.spread, rel=1e-5)
    by_chart = [ends(natural.natural_step(f, old, 0.3, chart)) for chart in ("sigma", "log_sigma")]
    assert by_chart[0][0] == by_chart[1][0]
    assert by_chart[0][1] < by_chart[1][1]
    reached = [kl(natural.natural_step(f, old, d), old) / d for d in (1e-6, 1e-3)]
    assert reached[0] == pytest.approx(1.0, rel=2e-3)
    best = natural.best_in_ball(f, old, 1e-8)
    small = natural.natural_step(f, old, 1e-8)
    assert ends(best) == pytest.approx(ends(small), abs=1e-7)


def test_plain_and_mirror_steps() -> None:
    f, old = by_name("square", 3.0, scale=-1.0), Gaussian.from_std(1.0, 0.8)
    assert ends(natural.gradient_step(f, old, 0.1)) == pytest.approx((1.4, 0.8 - 0.16))
    wanted = 0.8 * math.exp(-0.1 * 2.0 * 0.64)
    assert ends(natural.gradient_step(f, old, 0.1, "log_sigma")) == pytest.approx((1.4, wanted))
    # By -(x - 3)^2 the precision grows by 2 a step, whatever the size.
    assert ends(natural.mirror_step(f, old, 10.0))[1] ** -2 == pytest.approx(0.8**-2 + 20.0)
    with pytest.raises(ParameterError, match="rate"):
        natural.mirror_step(by_name("square", 3.0), old, 10.0)
    with pytest.raises(ParameterError, match="above 0"):
        natural.gradient_step(f, old, 10.0)


def test_what_cannot_be_taken_is_named() -> None:
    f, old = by_name("linear"), Gaussian.from_std(0.0, 1.0)
    with pytest.raises(ParameterError, match="delta"):
        natural.best_in_ball(f, old, -1.0)
    with pytest.raises(ParameterError, match="direction"):
        natural.best_in_ball(f, old, 0.1, "both")
    with pytest.raises(ParameterError, match="dimension"):
        natural.best_in_ball(f, Gaussian.from_std([0.0, 0.0], 1.0), 0.1)
    with pytest.raises(ParameterError, match="coordinates"):
        natural.fisher(old, "std")
    with pytest.raises(ParameterError, match="chart"):
        natural.natural_gradient(f, old, "std")
    with pytest.raises(ParameterError, match="delta"):
        natural.natural_step(f, old, math.nan)

"""The Trust region page against tables, its own samples, and what must be known of it."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from engine.core.quantity import Readout
from engine.core.run import Run
from engine.divergence import kl
from engine.gaussian import Gaussian
from engine.gradients import natural
from engine.objectives import by_name
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.trust_region.options import Options
from engine.pages.trust_region.page import PAGE
from engine.pages.trust_region.steps import METHODS
from tests.helpers.truth_tables import table

SCENES = [
    (Gaussian(1.0, 1.0), {}),
    (Gaussian.from_std(0.4, 0.6), {"objective": "cos", "k": 2.0, "factor": 1.0, "delta": 0.02}),
    (Gaussian.from_std(0.4, 0.6), {"objective": "exp", "k": 0.7, "factor": 2.0, "delta": 0.3}),
    (Gaussian.from_std(-1.0, 1.5), {"objective": "step", "k": 0.5, "factor": 1.0, "delta": 0.05}),
    (Gaussian.from_std([1.0, 0.4], [1.0, 2.0]), {"objective": "square", "k": 0.5}),
    (
        Gaussian.from_std([1.0, 0.4], [1.0, 2.0], 0.6),
        {"objective": "cubic", "k": 3.0, "factor": 1.0},
    ),
]


def computed(q: Gaussian, samples: int = 200_000, **options: object) -> Result:
    p = Gaussian(np.zeros(q.dimension), np.eye(q.dimension))
    return PAGE.compute(Scene(p=p, q=q, samples=samples), Options(**options), Run())


def by_key(result: Result) -> dict[str, Readout]:
    return {readout.key: readout for readout in result.readouts}


@pytest.mark.parametrize("ball", ["old||new", "new||old"])
@pytest.mark.parametrize("row", table("trust_region"), ids=lambda row: str(row["id"]))
def test_the_table(row: dict, ball: str) -> None:
    linear = row["kind"] == "largest_mean"
    reward = {"objective": "linear", "k": 1.0, "factor": 1.0}
    if not linear:
        reward = {"objective": "square", "k": row["k"], "factor": -1.0}
    q = Gaussian.from_std(row["mu"], row["sigma"])
    found = by_key(computed(q, 100, delta=row["delta"], ball=ball, **reward))
    key = "kl_old_new" if ball == "old||new" else "kl_new_old"
    truth = {name: float(text) for name, text in row["truth"][key].items()}
    assert found["best.mean"].value == pytest.approx(truth["mu"], abs=1e-6)
    assert found["best.std"].value == pytest.approx(truth["sigma"], abs=1e-6)
    assert found[f"best.{key}"].value == pytest.approx(row["delta"], rel=1e-9)
    if linear:
        step = row["truth"]["natural_step"]
        assert found["natural_sigma.mean"].value == pytest.approx(float(step["mu"]), rel=1e-12)
    else:
        assert found["best.return"].value == pytest.approx(truth["value"], abs=1e-10)


@pytest.mark.parametrize(("q", "options"), SCENES, ids=range(len(SCENES)))
def test_every_estimate_is_near_its_exact_twin(q: Gaussian, options: dict) -> None:
    found, compared = by_key(computed(q, **options)), 0
    for key, readout in found.items():
        if readout.kind == "estimated":
            twin = found[key.removesuffix(".measured")].value
            assert readout.standard_error is not None
            assert abs(readout.value - twin) < 4.0 * readout.standard_error + 1e-12, key
            compared += 1
    assert compared >= 11


@pytest.mark.parametrize("q", [q for q, _ in SCENES if q.dimension == 1])
def test_readouts_are_those_of_the_engine_on_the_line(q: Gaussian) -> None:
    options = {"objective": "quartic", "k": 1.0, "factor": -1.0, "delta": 0.05}
    found, f = by_key(computed(q, 100, **options)), by_name("quartic", 1.0, scale=-1.0)
    ends = {
        "natural_sigma": natural.natural_step(f, q, 0.05),
        "natural_log_sigma": natural.natural_step(f, q, 0.05, "log_sigma"),
        "best": natural.best_in_ball(f, q, 0.05, "old_new"),
    }
    for name, end in ends.items():
        assert found[f"{name}.mean"].value == pytest.approx(end.mean[0], rel=1e-12)
        assert found[f"{name}.kl_old_new"].value == pytest.approx(kl(q, end), rel=1e-9)
        assert found[f"{name}.kl_new_old"].value == pytest.approx(kl(end, q), rel=1e-9)
        distance = natural.fisher_rao_distance(q, end)
        assert found[f"{name}.distance"].value == pytest.approx(distance, rel=1e-9)
        value = f.moments(float(end.mean[0]), float(end.std[0])).mean
        assert found[f"{name}.return"].value == pytest.approx(value, rel=1e-9)


def test_two_directions_share_one_delta() -> None:
    """Of the reward x + y in KL(new||old) the best is q moved by S 1 sqrt(2 delta / 1' S 1)."""
    q = Gaussian.from_std([1.0, 0.4], [1.0, 2.0], 0.5)
    # Along principal directions the reward is the sum of both coordinates turned.
    options = {"objective": "linear", "k": 1.0, "factor": 1.0, "ball": "new||old", "delta": 0.1}
    found = by_key(computed(q, 100, **options))
    values = np.linalg.eigvalsh(q.covariance)
    rise = math.sqrt(0.2 * float(np.sum(values)))
    assert found["best.return"].value - found["q.return"].value == pytest.approx(rise, rel=1e-9)
    assert found["best.kl_old_new"].value == pytest.approx(0.1, rel=1e-9)
    assert found["natural_sigma.kl_new_old"].value == pytest.approx(0.1, rel=1e-9)


def test_other_dimensions_are_left_alone_and_said_to_be() -> None:
    q = Gaussian.from_std([1.0, 0.0, 0.5], [1.0, 0.1, 2.0])
    result = computed(q, 1_000)
    two = computed(Gaussian.from_std([1.0, 0.5], [1.0, 2.0]), 1_000)
    assert any("largest variances" in banner for banner in result.banners)
    same = by_key(two)
    for key, readout in by_key(result).items():
        if readout.kind == "exact" and not key.startswith("p."):
            assert readout.value == pytest.approx(same[key].value, rel=1e-12), key


def test_a_step_that_would_leave_no_std_says_so() -> None:
    result = computed(Gaussian(0.0, 1.0), 1_000, delta=2.0)
    found = by_key(result)
    assert found["natural_sigma.return"].kind == "unknown"
    assert "smaller delta" in found["natural_sigma.return"].note
    assert found["natural_log_sigma.return"].kind == "exact"
    assert any("natural (μ, σ)" in banner for banner in result.banners)
    assert "natural_sigma" not in result.plane.names


def test_no_gradient_no_direction() -> None:
    result = computed(Gaussian(0.0, 1.0), 1_000, objective="linear", k=0.0)
    found = by_key(result)
    assert found["best.kl_old_new"].value == found["gradient.kl_old_new"].value == 0.0
    assert any("gradient is 0" in banner for banner in result.banners)
    assert result.limit is None


def test_the_balls_edges_are_delta_away() -> None:
    result = computed(Gaussian.from_std(1.0, 0.8), 100, delta=0.2)
    plane, q = result.plane, Gaussian.from_std(1.0, 0.8)
    for delta, ball in zip(plane.deltas, plane.old_new, strict=True):
        for x, y in list(zip(ball.x, ball.y, strict=True))[::20]:
            assert kl(q, Gaussian.from_std(x, y)) == pytest.approx(delta, rel=1e-9)
    for delta, ball in zip(plane.deltas, plane.new_old, strict=True):
        for x, y in list(zip(ball.x, ball.y, strict=True))[::20]:
            assert kl(Gaussian.from_std(x, y), q) == pytest.approx(delta, rel=1e-9)
    # The widest policy in the ball of KL(old||new), at the mean of q.
    top = brentq(lambda s: kl(q, Gaussian.from_std(1.0, s)) - 0.2, 0.8, 8.0)
    assert np.max(plane.old_new[1].y) == pytest.approx(top, rel=1e-3)
    heights = plane.value[30], plane.std[30]
    expected = -(plane.mean**2 + heights[1] ** 2)
    np.testing.assert_allclose(heights[0], expected, rtol=1e-12)


def test_paths_are_steps_repeated() -> None:
    options = {"delta": 0.05, "steps": 4}
    result = computed(Gaussian.from_std(1.0, 0.8), 100, **options)
    policy, f = Gaussian.from_std(1.0, 0.8), by_name("square", 0.0, scale=-1.0)
    path = result.paths.paths[result.paths.names.index("natural_log_sigma")]
    for i in range(5):
        assert path.mean[i] == pytest.approx(policy.mean[0], rel=1e-9)
        assert path.std[i] == pytest.approx(policy.std[0], rel=1e-9)
        assert path.kl[i] == pytest.approx(kl(Gaussian.from_std(1.0, 0.8), policy), abs=1e-12)
        policy = natural.natural_step(f, policy, 0.05, "log_sigma")
    best = result.paths.paths[result.paths.names.index("best")]
    assert best.kl[1] == pytest.approx(0.05, rel=1e-6)
    assert np.all(np.diff(best.value) > 0.0)
    longer = computed(Gaussian.from_std(1.0, 0.8), 100, delta=0.05, steps=6)
    again = longer.paths.paths[longer.paths.names.index("best")]
    np.testing.assert_array_equal(again.mean[:5], best.mean)


@pytest.mark.parametrize("q", [Gaussian(1.0, 1.0), Gaussian.from_std([1.0, 0.4], [1.0, 2.0], 0.3)])
@pytest.mark.parametrize("ball", ["old||new", "new||old"])
def test_small_steps_reach_delta_and_point_one_way(q: Gaussian, ball: str) -> None:
    result = computed(q, 100, ball=ball)
    reached, limit = result.reached, result.limit
    np.testing.assert_allclose(reached.old_new[:, -1], 1.0, atol=5e-3)
    np.testing.assert_allclose(reached.new_old[:, -1], 1.0, atol=5e-3)
    for i, name in enumerate(METHODS):
        end = limit.gradient if name == "gradient" else limit.natural
        assert (limit.across[i, -1], limit.up[i, -1]) == pytest.approx(end, abs=3e-3)
    across, up = limit.natural
    if q.dimension == 1:
        assert across**2 + 2.0 * up**2 == pytest.approx(1.0)
        assert limit.gradient[0] ** 2 + 2.0 * limit.gradient[1] ** 2 == pytest.approx(1.0)


def test_the_geodesic_runs_from_q_to_p() -> None:
    plane = computed(Gaussian.from_std(1.0, 0.8), 100).plane
    assert (plane.geodesic_mean[0], plane.geodesic_std[0]) == pytest.approx((1.0, 0.8))
    assert (plane.geodesic_mean[-1], plane.geodesic_std[-1]) == pytest.approx((0.0, 1.0))

"""What the squash page draws: planes, precision, entropies and objectives against plain NumPy."""

import math

import numpy as np
import pytest
from scipy import integrate

from engine.core.parameter import ParameterError
from engine.core.quantity import Readout
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.tanh_squashing.options import Options
from engine.pages.tanh_squashing.page import PAGE
from engine.pages.tanh_squashing.reward import ActionReward

G = Gaussian.from_std
N = 20_000
PLANE = Scene(G([0.0, 0.2], [0.6, 1.2], 0.4), G([0.5, 0.0], 0.8, -0.2), samples=N)


def scene(p: Gaussian, q: Gaussian | None = None, samples: int = N) -> Scene:
    return Scene(p, q or G(np.zeros(p.dimension), 1.0), samples=samples)


def computed(where: Scene, **options: object) -> Result:
    return PAGE.compute(where, Options(**options), Run(threads=1))


def readouts(where: Scene, **options: object) -> dict[str, Readout]:
    return {each.name: each for each in computed(where, **options).readouts}


def test_levels_enclose_their_share_of_the_samples() -> None:
    for jacobian in (True, False):
        plane = computed(PLANE, jacobian=jacobian).plane
        u = PLANE.p.sample(40_000, 3)
        log_height = PLANE.p.log_density(u)
        weight = np.ones(len(u))
        if jacobian:
            log_height = log_height - np.log(1.0 - np.tanh(u) ** 2).sum(axis=1)
        else:
            weight = (1.0 - np.tanh(u) ** 2).prod(axis=1)
        for level, mass in zip(plane.p.levels, plane.masses, strict=True):
            share = np.average(log_height >= math.log(level), weights=weight)
            assert share == pytest.approx(mass, abs=0.015)


def test_contours_lie_at_their_levels_and_points_are_samples() -> None:
    plane = computed(PLANE, low=-2.0, high=1.0).plane
    contours = plane.p.contours
    t = (np.stack([contours.x, contours.y], axis=-1) + 0.5) / 1.5
    t = t[np.all(np.abs(t) < 0.98, axis=1)]
    log_density = PLANE.p.log_density(np.arctanh(t)) - np.log(1.5 * (1.0 - t**2)).sum(axis=1)
    away = np.abs(log_density[:, np.newaxis] - np.log(plane.p.levels))
    assert np.max(np.min(away, axis=1)) < 0.02
    assert len(np.unique(np.argmin(away, axis=1))) == 4
    expected = -0.5 + 1.5 * np.tanh(PLANE.p.sample(len(plane.p.points), PLANE.seed))
    np.testing.assert_allclose(plane.p.points, expected, atol=1e-12)


def test_the_second_action_may_have_bounds_of_its_own() -> None:
    own = {"second_bounds": "own", "second_low": 0.0, "second_high": 5.0}
    result = computed(PLANE, low=-1.0, high=2.0, coordinate=2, **own)
    plane = result.plane
    np.testing.assert_array_equal(plane.low, [-1.0, 0.0])
    np.testing.assert_array_equal(plane.high, [2.0, 5.0])
    half = np.array([1.5, 2.5])
    u = np.arctanh((plane.centres - [0.5, 2.5]) / half)
    points = np.stack(np.meshgrid(*u.T, indexing="ij"), axis=-1)
    jacobian = np.prod(half * (1.0 - np.tanh(points) ** 2), axis=-1)
    expected = np.exp(PLANE.p.log_density(points)) / jacobian
    np.testing.assert_allclose(plane.p.density, expected, rtol=1e-9)
    assert np.all((plane.p.points >= plane.low) & (plane.p.points <= plane.high))
    found = {each.name: each for each in result.readouts}
    same = {each.name: each for each in computed(PLANE, low=0.0, high=5.0, coordinate=2).readouts}
    for name in ("mean of p", "variance of q"):
        assert found[name].value == pytest.approx(same[name].value, rel=1e-13)
    # The action 0 is a bound of the second.
    assert found["log-density at the action of p"].value == -math.inf
    wider = math.log(3.0 * 5.0 / 4.0)
    usual = {each.name: each.value for each in computed(PLANE).readouts}
    for name in ("Jacobian term of p", "squashed entropy of q"):
        assert found[name].value == pytest.approx(usual[name] + wider, rel=1e-12)


def test_bounds_of_the_second_action_are_checked_where_they_count() -> None:
    assert Options(second_low=2.0).bounds(2).low[1] == -1.0
    with pytest.raises(ParameterError, match="second_low = 2: must be less than second_high = 1"):
        Options(second_bounds="own", second_low=2.0)
    own = Options(second_bounds="own", second_low=0.0)
    assert [own.bounds(d).low.tolist() for d in (1, 2, 3)] == [[-1.0], [-1.0, 0.0], [-1.0] * 3]


def test_the_plane_without_jacobian_has_its_area() -> None:
    plane = computed(PLANE, jacobian=False).plane
    cell = np.prod(np.diff(plane.centres, axis=0)[0])
    for policy in (plane.p, plane.q):
        assert np.sum(policy.density) * cell == pytest.approx(
            policy.area, abs=4.5 * policy.area_error + 1e-3
        )
        assert policy.area < 0.9
    independent = computed(scene(G([0.0, 0.0], [1.0, 0.5])), jacobian=False).plane
    assert independent.p.area_error == 0.0


def test_precision_is_infinite_where_tanh_rounds_to_one() -> None:
    found = computed(scene(G(0.0, 1.0)), cursor=50.0).precision
    naive, fudged, softplus = (found.names.index(name) for name in ("naive", "+ 1e-6", "softplus"))
    assert found.at_cursor_float64[naive] == -math.inf
    assert found.at_cursor_float64[fudged] == pytest.approx(84.8, abs=0.1)
    assert abs(found.at_cursor_float64[softplus]) < 1e-13
    assert found.infinite_float64[naive] == pytest.approx(19.06, abs=0.1)
    assert 9.0 <= found.infinite_float32[naive] <= 10.0
    assert math.isinf(found.breaks_float64[softplus])
    readout = readouts(scene(G(0.0, 1.0)), cursor=50.0)["naive in float64"]
    assert readout.value == -math.inf
    assert "rounded" in readout.note


def test_the_entropy_of_mean_zero_is_largest_at_0_874() -> None:
    found = computed(scene(G(0.0, 1.0))).entropies
    assert found.best_std == pytest.approx(0.8744, abs=1e-4)
    assert found.best_entropy == pytest.approx(0.6836, abs=1e-4)
    assert np.max(found.squashed) <= found.best_entropy < found.uniform == math.log(2.0)
    np.testing.assert_allclose(found.squashed, found.base + found.jacobian_term, rtol=1e-14)


def test_without_the_jacobian_sac_has_another_best_std() -> None:
    where = scene(G(0.3, 1.0))
    found = computed(where, alpha=0.3, target=0.6).objective
    std, value = found.best_with
    u = np.linspace(-15.0, 15.0, 300_001)

    def objective(at: float) -> float:
        bell = np.exp(-0.5 * ((u - 0.3) / at) ** 2) / (at * math.sqrt(2.0 * math.pi))
        log_pi = -0.5 * ((u - 0.3) / at) ** 2 - math.log(at * math.sqrt(2.0 * math.pi))
        log_pi = log_pi + 2.0 * np.log(np.cosh(u))
        return float(integrate.trapezoid(bell * (-((np.tanh(u) - 0.6) ** 2) - 0.3 * log_pi), u))

    assert value == pytest.approx(objective(std), rel=1e-9)
    assert objective(std) > max(objective(0.97 * std), objective(1.03 * std))
    assert not found.with_at_edge
    for peak, _ in found.peaks_without:
        assert peak > std
    # Every nat of ln std is worth alpha, in the end.
    far = np.diff(found.without_jacobian[-2:]) / np.diff(np.log(found.std[-2:]))
    assert far == pytest.approx(0.3, rel=0.05)


@pytest.mark.parametrize(
    ("name", "target", "formula", "values"),
    [
        ("quadratic", 0.5, "−(a − 0.5)²", [-2.25, -0.25, -0.25]),
        ("quadratic", 0.0, "−a²", [-1.0, 0.0, -1.0]),
        ("linear", -0.5, "a + 0.5", [-0.5, 0.5, 1.5]),
        ("step", 0.0, "1[a > 0]", [0.0, 0.0, 1.0]),
    ],
)
def test_rewards(name: str, target: float, formula: str, values: list[float]) -> None:
    reward = ActionReward(name, target)
    assert reward.formula == formula
    np.testing.assert_array_equal(reward([-1.0, 0.0, 1.0]), values)


@pytest.mark.parametrize("reward", ["quadratic", "linear", "step"])
@pytest.mark.parametrize("target", [-1.0, 0.2, 5.0])
def test_every_reward_has_its_curve(reward: str, target: float) -> None:
    found = computed(scene(G(0.0, 1.0)), reward=reward, target=target)
    assert np.all(np.isfinite(found.objective.with_jacobian))
    assert np.all(np.isfinite(found.objective.without_jacobian))


def test_the_best_std_without_jacobian_is_said_to_be_no_maximum() -> None:
    peaked = readouts(scene(G(0.0, 1.0)), alpha=0.2)
    assert "local maximum only" in peaked["best std without Jacobian"].note
    assert peaked["best std without Jacobian"].value > peaked["best std with Jacobian"].value
    without = readouts(scene(G(0.0, 1.0)), alpha=5.0)
    assert without["best std without Jacobian"].value == math.inf
    assert "rises without end" in without["best std without Jacobian"].note

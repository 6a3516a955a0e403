"""The squash page against published numbers, reference tables and plain NumPy and SciPy."""

import math

import numpy as np
import pytest
from scipy import integrate

from engine.core.parameter import ParameterError
from engine.core.quantity import Readout
from engine.core.run import Run
from engine.divergence.closed_forms import kl
from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.tanh_squashing.options import Options
from engine.pages.tanh_squashing.page import PAGE
from tests.helpers.truth_tables import library_case, table

G = Gaussian.from_std
N = 20_000
PLANE = Scene(G([0.0, 0.2], [0.6, 1.2], 0.4), G([0.5, 0.0], 0.8, -0.2), samples=N)
LINE = {"curves", "histogram", "modes"}


def scene(p: Gaussian, q: Gaussian | None = None, samples: int = N) -> Scene:
    return Scene(p, q or G(np.zeros(p.dimension), 1.0), samples=samples)


def computed(where: Scene, **options: object) -> Result:
    return PAGE.compute(where, Options(**options), Run(threads=1))


def readouts(where: Scene, **options: object) -> dict[str, Readout]:
    return {each.name: each for each in computed(where, **options).readouts}


def test_the_published_squashed_density() -> None:
    case = library_case("squashed_density")
    found = readouts(scene(G(case["inputs"]["mu"], case["inputs"]["sigma"])))
    for u, density in zip(case["inputs"]["pretanh"], case["published"]["prob"], strict=True):
        assert math.exp(found[f"log-density at u = {u:g}"].value) == pytest.approx(
            density, abs=1e-4
        )


@pytest.mark.parametrize("row", [r for r in table("tanh") if r["kind"] == "expectation"])
def test_entropies_and_moments_are_those_of_the_table(row: dict) -> None:
    found = readouts(scene(G(row["mu"], row["sigma"])))
    for name, column in (
        ("base entropy of p", "gaussian_entropy"),
        ("Jacobian term of p", "E_log1m_tanh2"),
        ("squashed entropy of p", "entropy_squashed"),
        ("mean of p", "mean_action"),
        ("variance of p", "var_action"),
    ):
        truth = float(row["truth"][column])
        assert found[name].value == pytest.approx(truth, rel=1e-10, abs=1e-12), name


@pytest.mark.parametrize(("mean", "std"), [(0.0, 0.3), (0.0, 2.0), (-0.7, 0.9), (1.5, 0.4)])
@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (0.5, 3.0)])
def test_areas_are_those_of_the_curves(mean: float, std: float, low: float, high: float) -> None:
    result = computed(scene(G(mean, std)), low=low, high=high)
    curves, found = result.curves, {each.name: each for each in result.readouts}
    # Over u, where nothing is steep, da = half (1 - tanh^2 u) du.
    half = 0.5 * (high - low)

    def slope(u: float) -> float:
        return half / math.cosh(u) ** 2

    def bell(u: float) -> float:
        return math.exp(-0.5 * ((u - mean) / std) ** 2) / (std * math.sqrt(2.0 * math.pi))

    without, _ = integrate.quad(
        lambda u: bell(u) * slope(u), mean - 12 * std, mean + 12 * std, limit=400
    )
    assert found["area of p without Jacobian"].value == pytest.approx(without, abs=1e-9)
    assert found["area of p"].value == 1.0
    np.testing.assert_allclose(curves.p_gaussian, [bell(u) for u in curves.u], atol=1e-12)
    near = np.abs(curves.u) < 15.0
    drawn = curves.p_density[near] * [slope(u) for u in curves.u[near]]
    np.testing.assert_allclose(drawn, curves.p_gaussian[near], rtol=1e-9, atol=1e-300)
    # The trapezoidal rule on the very points that are drawn.
    assert integrate.trapezoid(curves.p_density, curves.action) == pytest.approx(1.0, abs=0.01)
    assert integrate.trapezoid(curves.p_gaussian, curves.action) == pytest.approx(without, rel=0.01)


def test_the_histogram_agrees_with_the_corrected_curve_only() -> None:
    result = computed(scene(G(0.0, 1.0), samples=200_000))
    histogram, curves = result.histogram, result.curves
    assert np.sum(histogram.p * np.diff(histogram.edges)) == pytest.approx(1.0, abs=1e-12)
    middle = 0.5 * (histogram.edges[1:] + histogram.edges[:-1])
    inner = np.abs(middle) < 0.9
    right = np.interp(middle, curves.action, curves.p_density)[inner]
    wrong = np.interp(middle, curves.action, curves.p_gaussian)[inner]
    error = np.sqrt(right / (histogram.samples * np.diff(histogram.edges)[inner]))
    assert np.max(np.abs(histogram.p[inner] - right) / error) < 5.0
    assert np.max(np.abs(histogram.p[inner] - wrong) / error) > 30.0


def test_mean_zero_has_two_modes_from_a_half_root_of_two_on() -> None:
    for std, count in ((0.7, 1), (0.7071, 1), (0.7072, 2), (0.8, 2), (2.0, 2)):
        result = computed(scene(G(0.0, std)))
        found = {each.name: each for each in result.readouts}
        assert found["modes of p"].value == count
        assert found["bimodal std of p"].value == pytest.approx(math.sqrt(0.5), rel=1e-12)
        marks, curves = result.modes, result.curves
        assert len(marks.p_action) == count
        assert np.max(curves.p_density) <= np.max(marks.p_density) * (1.0 + 1e-12)


def test_kl_is_the_same_before_and_after_and_unbiased() -> None:
    for where in (scene(G(0.3, 0.7)), PLANE, PLANE.resized(5)):
        found = readouts(where)
        for name, exact in (
            ("KL(p||q)", kl(where.p, where.q)),
            ("KL(q||p)", kl(where.q, where.p)),
        ):
            before, after = (found[f"{name} {when} squashing"] for when in ("before", "after"))
            assert found[name].value == exact
            assert after.value == pytest.approx(before.value, abs=1e-12)
            assert abs(before.value - exact) < 4.5 * before.standard_error


def test_the_ratio_is_one_with_both_corrections_and_biased_with_one() -> None:
    found = readouts(scene(G(0.2, 0.5), G(0.0, 0.6), samples=200_000))
    u = np.linspace(-12.0, 12.0, 200_001)
    density = np.exp(-0.5 * ((u - 0.2) / 0.5) ** 2) / (0.5 * math.sqrt(2.0 * math.pi))
    expected = {
        "both sides": 1.0,
        "p only": integrate.trapezoid(density * np.cosh(u) ** 2, u),
        "q only": integrate.trapezoid(density / np.cosh(u) ** 2, u),
    }
    for sides, value in expected.items():
        name = f"mean ratio, {sides} corrected"
        assert found[f"exact {name}"].value == pytest.approx(value, rel=1e-9)
        estimate = found[name]
        assert abs(estimate.value - value) < 4.5 * estimate.standard_error
    biased = found["mean ratio, p only corrected"]
    assert biased.value - 1.0 > 20.0 * biased.standard_error


def test_a_heavy_tail_is_said_in_words() -> None:
    found = readouts(scene(G(0.0, 3.0), G(0.0, 3.0)))
    assert "neither this value nor its error" in found["mean ratio, p only corrected"].note
    log_mean = found["log of the exact mean ratio, p only corrected"].value
    assert log_mean == pytest.approx(math.log(0.5 * (1.0 + math.exp(18.0))), rel=1e-12)


def test_ratios_too_large_to_average_are_said_in_words() -> None:
    result = computed(scene(G(0.0, 200.0), G(0.0, 200.0)))
    assert result.ratios.held > 0
    names = {each.name for each in result.readouts}
    assert "mean ratio, p only corrected" not in names
    assert any("above e^300" in sentence for sentence in result.banners)
    exact = {each.name: each for each in result.readouts}["exact mean ratio, p only corrected"]
    assert math.isinf(exact.value)
    assert "finite" in exact.note


@pytest.mark.parametrize("where", [scene(G(0.0, 1.0)), PLANE, PLANE.resized(5)])
def test_two_actions_have_a_plane_and_others_a_line(where: Scene) -> None:
    result = computed(where)
    none = {name for name in result.figures if result.figure(name) is None}
    assert none == (LINE if where.dimension == 2 else {"plane"})


def test_every_readout_is_of_a_declared_quantity() -> None:
    declared = {quantity.key: quantity for quantity in PAGE.quantities}
    assert len(declared) == len(PAGE.quantities)
    for where in (scene(G(0.3, 2.0)), PLANE, PLANE.resized(5)):
        for readout in computed(where).readouts:
            assert declared[readout.key] is readout.quantity
            assert readout.kind in readout.quantity.known


def test_bad_options_are_refused_in_one_line() -> None:
    for options, words in (
        ({"low": 1.0, "high": 1.0}, "low = 1: must be less than high = 1"),
        ({"low": 2.0}, "low = 2: must be less than high = 1"),
        ({"action": 1.5}, "action = 1.5: must lie from -1 to 1"),
        ({"low": math.nan}, "low = nan"),
        ({"cursor": -1.0}, "cursor = -1"),
        ({"alpha": 0.0}, "alpha = 0"),
    ):
        with pytest.raises(ParameterError) as caught:
            Options(**options)
        assert words in str(caught.value)


def test_an_action_on_a_bound_has_density_0_in_words() -> None:
    for action in (-1.0, 1.0):
        readout = readouts(scene(G(0.0, 2.0)), action=action)["log-density at the action of p"]
        assert readout.value == -math.inf
        assert "bound" in readout.note
    found = computed(scene(G(0.0, 2.0)), low=1.0, high=3.0)
    assert not any("at the action" in each.name for each in found.readouts)
    assert any("outside the bounds" in sentence for sentence in found.banners)


def test_all_mass_at_the_bound_is_said_in_words() -> None:
    result = computed(scene(G(50.0, 1.0)))
    (sentence,) = result.banners
    assert "within 7.4e-44 of 1" in sentence
    assert all(np.all(np.isfinite(part)) for part in (result.curves.u, result.curves.action))


@pytest.mark.parametrize("std", [1e-12, 1e3])
@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_extremes_have_numbers(std: float, dimension: int) -> None:
    correlation = 0.5 if dimension > 1 else None
    where = Scene(
        G(np.full(dimension, 0.1), std, correlation), G(np.zeros(dimension), 1.0), samples=500
    )
    for jacobian in (True, False):
        result = computed(where, jacobian=jacobian)
        for readout in result.readouts:
            assert readout.note or math.isfinite(readout.value), readout.name


def test_five_dimensions_show_one_coordinate_and_say_so() -> None:
    five = Scene(
        G(np.linspace(-1.0, 1.0, 5), np.linspace(0.3, 1.5, 5)), G(np.zeros(5), 1.0), samples=N
    )
    result = computed(five, coordinate=4)
    assert result.curves.coordinate == 4
    assert "coordinate 4 of 5" in result.banners[0]
    alone = computed(scene(G(0.5, 1.2))).curves
    np.testing.assert_allclose(result.curves.p_density, alone.p_density, rtol=1e-9)
    assert np.sum(result.histogram.p) == pytest.approx(50.0, abs=1e-9)
    (_, second) = computed(five, coordinate=9).banners
    assert "no coordinate 9" in second

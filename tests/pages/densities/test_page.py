"""The densities page against SciPy and quadrature, and where numbers are extreme."""

import dataclasses
import math
import re
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad

from engine.core.run import Cancelled, Run
from engine.gaussian.density_curves import density_curves, natural_range
from engine.gaussian.density_image import density_image
from engine.gaussian.ellipse import ellipses
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.spectrum import spectra
from engine.page.result import Result
from engine.page.scene import Scene, structured_gaussian
from engine.pages.densities.options import Options
from engine.pages.densities.page import PAGE

P = Gaussian.from_std([0.5, -1.0], [1.5, 0.4], 0.7)
Q = Gaussian.from_std([0.0, -0.8], [1.2, 0.5], 0.2)

means = st.floats(-1e6, 1e6)
stds = st.floats(-12.0, 12.0).map(lambda power: 10.0**power)
correlations = st.floats(-0.999999, 0.999999)


def result(p: Gaussian, q: Gaussian, **options) -> Result:
    return PAGE.compute(Scene(p=p, q=q), Options(**options), Run())


def values(found: Result) -> dict[str, float]:
    return {readout.name: readout.value for readout in found.readouts}


def assert_finite(found: Result) -> None:
    """Every array of every plot."""
    for name in found.figures:
        table = found.figure(name)
        if dataclasses.is_dataclass(table):
            for column in dataclasses.fields(table):
                array = getattr(table, column.name)
                assert np.all(np.isfinite(array)), f"{name}.{column.name}"
                assert not array.flags.writeable, f"{name}.{column.name}"


@pytest.mark.parametrize(("mean", "std"), [(0.0, 1.0), (3.0, 0.01), (-40.0, 7.0), (0.3, 1e-6)])
def test_curves_are_the_densities_and_integrate_to_one(mean, std):
    p, q = Gaussian.from_std(mean, std), Gaussian.from_std(0.0, 1e3 if std < 1e-3 else 1.0)
    curves = density_curves(p, q)
    for name, law in (("p", stats.norm(mean, std)), ("q", stats.norm(0.0, q.std[0]))):
        density = getattr(curves, f"{name}_density")
        np.testing.assert_allclose(density, law.pdf(curves.x), rtol=1e-9, atol=1e-300)
        np.testing.assert_allclose(
            getattr(curves, f"{name}_log_density"), law.logpdf(curves.x), rtol=1e-9
        )
        assert np.trapezoid(density, curves.x) == pytest.approx(1.0, abs=2e-3)
        assert density.max() == pytest.approx(law.pdf(law.mean()), rel=1e-9)


def test_the_log_ratio_keeps_its_digits_near_equality():
    p, q = Gaussian.from_std(0.0, 1.0), Gaussian.from_std(1e-9, 1.0)
    curves = density_curves(p, q)
    # log p - log q = (m^2 - 2 m x) / 2 for equal std
    np.testing.assert_allclose(curves.log_ratio, 1e-9 * (0.5e-9 - curves.x), rtol=1e-6, atol=1e-16)


def test_marginals_are_the_coordinates_of_the_joint():
    found = result(*(structured_gaussian(n, 3, m, s) for n, m, s in (("p", 1.0, 2.0), ("q", 0, 1))))
    table = found.marginals
    np.testing.assert_allclose(table.p_along_x, stats.norm(1.0, 2.0).pdf(table.x), atol=1e-15)
    np.testing.assert_allclose(table.q_along_y, stats.norm(0.0, 1.0).pdf(table.y), atol=1e-15)


def test_image_and_ellipses_agree_with_scipy():
    law = stats.multivariate_normal(P.mean, P.covariance)
    image = density_image(P, (0, 1))
    at = np.stack([image.x, image.y], axis=-1)
    np.testing.assert_allclose(image.density, law.pdf(at), rtol=1e-9)
    rims = ellipses(P, Q, (0, 1))
    for k in range(3):
        rim = np.stack([rims.p_x[:, k], rims.p_y[:, k]], axis=-1) - P.mean
        distance = np.einsum("ni,ij,nj->n", rim, np.linalg.inv(P.covariance), rim)
        np.testing.assert_allclose(distance, (k + 1.0) ** 2, rtol=1e-9)


def test_swapped_axes_give_the_transposed_picture():
    p, q = (structured_gaussian(n, 4, [0, 1, 2, 3], [1, 2, 3, 4], 0.3) for n in "pq")
    one = result(p, q, x_axis=2, y_axis=4).ellipses
    other = result(p, q, x_axis=4, y_axis=2).ellipses
    assert one.p_x.max() == pytest.approx(other.p_y.max())
    assert one.p_x.max() == pytest.approx(1.0 + 3 * 2.0, rel=1e-3)


def test_spectra_are_the_eigenvalues():
    found = spectra(P, Q)
    np.testing.assert_allclose(found.p, np.linalg.eigvalsh(P.covariance)[::-1], rtol=1e-12)
    graded = Gaussian.from_std([0, 0, 0], [1e-12, 1.0, 1e12])
    np.testing.assert_allclose(spectra(graded, graded).p, [1e24, 1.0, 1e-24], rtol=1e-12)


@pytest.mark.parametrize(("p", "q"), [((0.0, 1.0), (1.0, 1.2)), ((2.0, 0.5), (1.5, 0.7))])
def test_readouts_against_quadrature(p, q):
    a, b = stats.norm(*p), stats.norm(*q)
    found = values(result(Gaussian.from_std(*p), Gaussian.from_std(*q), alpha=1.5))

    def integral(function):
        return quad(function, -12.0, 12.0, limit=300, epsabs=1e-13, epsrel=1e-12, points=[0, 1])[0]

    def mixed(x):
        return 0.5 * (a.pdf(x) + b.pdf(x))

    kl = integral(lambda x: a.pdf(x) * (a.logpdf(x) - b.logpdf(x)))
    js = a.entropy() + b.entropy()
    js = -integral(lambda x: mixed(x) * np.log(mixed(x))) - 0.5 * js
    tv = 0.5 * integral(lambda x: abs(a.pdf(x) - b.pdf(x)))
    bc = integral(lambda x: math.sqrt(a.pdf(x) * b.pdf(x)))
    renyi = 2.0 * math.log(integral(lambda x: a.pdf(x) ** 1.5 / math.sqrt(b.pdf(x))))
    chi_square = integral(lambda x: a.pdf(x) ** 2 / b.pdf(x)) - 1.0
    cross = -integral(lambda x: b.pdf(x) * a.logpdf(x))
    for name, expected in (
        ("KL(p||q)", kl),
        ("Jensen-Shannon", js),
        ("total variation", tv),
        ("Bhattacharyya coefficient", bc),
        ("squared Hellinger", 1.0 - bc),
        ("Rényi(p||q)", renyi),
        ("chi-square(p||q)", chi_square),
        ("log(1+chi-square)(p||q)", math.log1p(chi_square)),
        ("cross-entropy H(q,p)", cross),
        ("entropy of q", float(b.entropy())),
        ("Wasserstein-2", math.hypot(p[0] - q[0], p[1] - q[1])),
        ("Mahalanobis distance(p||q)", abs(p[0] - q[0]) / q[1]),
        ("λ(q||p)", (q[1] / p[1]) ** 2),
    ):
        assert found[name] == pytest.approx(expected, rel=1e-7), name


def test_every_readout_explains_itself_and_has_its_own_place():
    readouts = result(P, Q).readouts
    assert len({readout.name for readout in readouts}) == len(readouts)
    assert len({readout.place for readout in readouts}) == len(readouts)
    assert all(len(readout.help) > 40 and "{" not in readout.help for readout in readouts)


def test_the_explanation_asks_for_readouts_that_exist():
    text = files("resources").joinpath("pages/densities/explanation.md").read_text(encoding="utf-8")
    prose = re.sub(r"```math.*?```", "", text, flags=re.DOTALL)
    asked = set(re.findall(r"\{([^{}]+)\}", prose))
    assert len(asked) >= 5
    assert asked <= {readout.key for readout in result(P, Q).readouts}


def test_infinities_are_said_in_words_with_their_cause():
    found = result(Gaussian(0.0, 2.25), Gaussian(0.0, 1.0), alpha=3.0)
    notes = {readout.name: readout.note for readout in found.readouts}
    infinite = {name for name, value in values(found).items() if math.isinf(value)}
    assert infinite == {"chi-square(p||q)", "log(1+chi-square)(p||q)", "Rényi(p||q)"}
    assert "2 Sq - Sp is not positive definite, λ = 2.25" in notes["chi-square(p||q)"]
    assert "3 Sq - 2 Sp" in notes["Rényi(p||q)"]
    assert "1.5" in notes["Rényi(p||q)"]
    assert any("chi-square(p||q) is infinite" in banner for banner in found.banners)
    assert not any("chi-square(q||p)" in banner for banner in found.banners)


def test_the_border_lam_two_is_infinite_and_just_below_is_not():
    assert math.isinf(values(result(Gaussian(0.0, 2.0), Gaussian(0.0, 1.0)))["chi-square(p||q)"])
    below = Gaussian(0.0, math.nextafter(2.0, 0.0))
    assert math.isfinite(values(result(below, Gaussian(0.0, 1.0)))["chi-square(p||q)"])


def test_a_chi_square_that_only_overflows_is_not_called_infinite_in_theory():
    found = result(Gaussian(0.0, 1.0), Gaussian(100.0, 1.0))
    note = next(r.note for r in found.readouts if r.name == "chi-square(p||q)")
    assert "too large" in note
    assert values(found)["log(1+chi-square)(p||q)"] == pytest.approx(1e4)
    assert any("do not overlap" in banner for banner in found.banners)


def test_equal_gaussians_have_a_banner_and_zeros():
    found = result(P, P)
    assert "the same Gaussian" in found.banners[0]
    for name in ("KL(p||q)", "chi-square(q||p)", "total variation", "Jensen-Shannon"):
        assert values(found)[name] == 0.0


def test_an_estimated_total_variation_lies_within_its_error():
    # Pairs this close are the ones whose quadrature cancels.
    near = Gaussian(P.mean + 1e-8, P.covariance * np.array([[1.0, 1.0], [1.0, 1.0 + 1e-7]]))
    readout = next(r for r in result(P, near).readouts if r.name == "total variation")
    assert (readout.kind == "estimated") == (readout.standard_error is not None)
    assert 0.0 < readout.value < 1e-6


def test_points_are_the_first_samples_of_q_on_the_shown_axes():
    p, q = (structured_gaussian(n, 5, 0.0, 1.0, 0.4) for n in "pq")
    found = result(p, q, x_axis=5, y_axis=2, points=100)
    np.testing.assert_array_equal(found.points.x, q.sample(200, 7)[:100, [4, 1]])
    assert result(p, q).points is None


@pytest.mark.parametrize(
    ("chosen", "shown"), [((4, 2), (2, 1)), ((2, 2), (1, 0)), ((1, 9), (0, 2)), ((1, 1), (0, 1))]
)
def test_axes_that_the_scene_has_not_give_way_and_say_so(chosen, shown):
    p, q = (structured_gaussian(n, 3, 0.0, 1.0) for n in "pq")
    x_axis, y_axis = chosen
    assert Options(x_axis=x_axis, y_axis=y_axis).axes(3) == shown
    banner = result(p, q, x_axis=x_axis, y_axis=y_axis).banners[0]
    assert f"coordinates {shown[0] + 1} and {shown[1] + 1}" in banner


def test_axes_do_not_matter_up_to_two_dimensions():
    assert result(P, Q, x_axis=50, y_axis=50).ellipses is not None


def test_a_cancelled_run_stops():
    with pytest.raises(Cancelled):
        PAGE.compute(Scene(), Options(), Run(cancelled=lambda: True))


@given(p=st.tuples(means, stds), q=st.tuples(means, stds))
def test_extreme_lines_have_no_nan(p, q):
    assert_finite(result(Gaussian.from_std(*p), Gaussian.from_std(*q)))


@given(
    p=st.tuples(means, means, stds, stds, correlations),
    q=st.tuples(means, means, stds, stds, correlations),
)
def test_extreme_planes_have_no_nan(p, q):
    made = [Gaussian.from_std([a, b], [s, t], r) for a, b, s, t, r in (p, q)]
    assert_finite(result(*made))


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ((0.0, 1.0), (1e6, 1.0)),
        ((0.0, 1e-6), (0.0, 1e3)),
        ((1e12, 1e-12), (-1e12, 1e12)),
        ((1e12, 1e-12), (1e12, 1e-12)),
    ],
)
@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_the_named_extremes_draw_no_nan(p, q, dimension):
    made = [structured_gaussian(n, dimension, *g) for n, g in (("p", p), ("q", q))]
    assert_finite(result(*made, points=10))


def test_a_natural_range_is_never_empty():
    low, high = natural_range((1e12, 1e-12), (1e12, 1e-12))
    assert low < high

"""The Gradients page: exact numbers, measured ones, curves, and what it says in words."""

import itertools
import json
import math

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from engine.cli import main as cli
from engine.core.run import Run
from engine.functions.objectives import NAMES, by_name
from engine.gaussian.gaussian import Gaussian
from engine.gradients.exact import exact_variances
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.gradient_variance.options import Options
from engine.pages.gradient_variance.page import PAGE
from tests.helpers.truth_tables import table

G = Gaussian.from_std
UNIT = Scene(G(1.0, 1.0), G(0.0, 1.0), samples=20_000)
PLANE = Scene(G([0.5, -0.3], [0.8, 1.2]), G([0.0, 0.0], [1.0, 1.0]), samples=20_000)


def answer(scene: Scene = UNIT, **options: object) -> Result:
    return PAGE.compute(scene, Options(**options), Run(threads=1))


def numbers(result: Result) -> dict[str, float]:
    return {readout.name: readout.value for readout in result.readouts}


def test_the_command_line_reads_the_worked_example(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["run", "gradient-variance", "--objective", "cos", "--k", "1", "--json"]
    assert cli.main(words) == 0
    out = json.loads(capsys.readouterr().out)
    found = {each["name"]: each["value"] for each in out["readouts"]}
    assert round(found["score_function/mean variance mu"], 3) == 0.431
    assert round(found["score_function/none variance mu"], 3) == 0.324
    assert (PAGE.start.p.mean[0], PAGE.start.p.std[0]) == (1.0, 1.0)


@pytest.mark.parametrize("row", table("gradients")[::7], ids=lambda row: f"{row['id']}")
def test_readouts_are_those_of_the_reference_table(row: dict) -> None:
    scene = Scene(G(row["mu"], row["sigma"]), G(0.0, 1.0), samples=1_000)
    found = numbers(
        answer(scene, objective=row["cost"], k=row["k"], estimators="all", batch_size=16)
        if row["cost"] in NAMES
        else answer(scene, objective="quartic", k=row["k"], estimators="all", batch_size=16)
    )
    names = {"sf_none": "score_function/none", "sf_mean": "score_function/mean",
             "sf_opt": "score_function/optimal", "pathwise": "pathwise",
             "mvd_coupled": "measure_valued/coupled",
             "mvd_independent": "measure_valued/independent"}  # fmt: skip
    for coordinate in ("mu", "sigma"):
        for column, name in names.items():
            true = float(row["truth"][f"var_{column}_{coordinate}"])
            assert found[f"{name} variance {coordinate}"] == pytest.approx(true, 1e-10, 1e-15)
        rloo = 16 * float(row["truth"][f"var_rloo_N16_{coordinate}"])
        got = found[f"score_function/leave_one_out variance {coordinate}"]
        assert got == pytest.approx(rloo, rel=1e-10, abs=1e-14)
        true = float(row["truth"][f"grad_{coordinate}"])
        assert found[f"true gradient {coordinate}"] == pytest.approx(true, rel=1e-10, abs=1e-15)


@pytest.mark.parametrize("objective", NAMES)
@pytest.mark.parametrize("scene", [UNIT, PLANE], ids=["d=1", "d=2"])
def test_measured_numbers_agree_with_the_exact_ones(scene: Scene, objective: str) -> None:
    scene = scene.replace(samples=10**5)
    result = answer(
        scene, objective=objective, k=0.6, estimators="all", batch_size=5, repetitions=20_000
    )
    found = {readout.name: readout for readout in result.readouts}
    compared = 0
    for name, measured in found.items():
        for kind in ("mean", "variance"):
            exact = found.get(name.replace(f"measured {kind}", kind))
            if f"measured {kind}" not in name or exact is None:
                continue
            assert measured.standard_error is not None
            away = abs(measured.value - exact.value)
            assert away <= 4.5 * measured.standard_error + 1e-12, name
            compared += 1
    assert compared >= 40


def test_samples_needed_give_an_error_of_a_tenth() -> None:
    found = numbers(answer(objective="exp", k=1.0))
    for name in ("score_function/none", "pathwise", "measure_valued/coupled"):
        n = found[f"{name} samples needed mu"]
        error = math.sqrt(found[f"{name} variance mu"] / n)
        assert n == int(n)
        assert 0.99 <= error / abs(0.1 * found["true gradient mu"]) * math.sqrt(n / (n - 1)) <= 1.1
        assert error <= abs(0.1 * found["true gradient mu"])


def test_a_gradient_of_nothing_needs_infinitely_many_samples() -> None:
    found = {r.name: r for r in answer(objective="square", k=1.0).readouts}
    needed = found["score_function/none samples needed mu"]
    assert needed.value == math.inf
    assert "gradient is 0" in needed.note


def test_no_key_or_name_holds_the_value_of_an_option() -> None:
    usual = answer(PLANE, estimators="all", sampling="off-policy")
    names = {readout.key: readout.name for readout in usual.readouts}
    for changed in ({"width": "log sigma"}, {"coordinate": 2}, {"batch_size": 77}, {"k": 1.3}):
        other = answer(PLANE, estimators="all", sampling="off-policy", **changed)
        assert {readout.key: readout.name for readout in other.readouts} == names
    assert "score_function.none.variance.mu" in names
    assert any("log σ" in banner for banner in answer(width="log sigma").banners)


def test_the_parabolas_have_their_minima_at_the_marks() -> None:
    scene = Scene(G(0.4, 0.7), G(0.0, 1.0), samples=1_000)
    curve = answer(scene, objective="cubic", k=0.5, baseline=0.3).baseline
    assert curve is not None
    objective = by_name("cubic", k=0.5)

    def variance(b: float, index: int) -> float:
        found = exact_variances(objective, 0.4, 0.7, baseline=b)["score_function/constant"]
        return (found["mu"], found["sigma"], found["mu"] + found["sigma"])[index]

    for index, mark in enumerate((2, 3, 4)):
        best = minimize_scalar(variance, args=(index,), bracket=(-2.0, 2.0))
        assert curve.mark_b[mark] == pytest.approx(best.x, abs=1e-6)
        assert curve.mark_variance[mark, index] == pytest.approx(best.fun, rel=1e-9)
        assert curve.current_variance[index] == pytest.approx(variance(0.3, index), rel=1e-12)
        here = [variance(b, index) for b in curve.b[::40]]
        assert curve.variance[::40, index] == pytest.approx(here, rel=1e-10)
    assert curve.mark_b[0] == 0.0
    assert curve.mark_b[1] == pytest.approx(objective.moments(0.4, 0.7).mean, rel=1e-12)


def test_variances_against_n() -> None:
    found = answer(objective="cos", k=1.0, estimators="all").against_n
    assert found is not None
    at = {name: index for index, name in enumerate(found.names)}
    plain = found.exact[:, at["score_function/none"], 0]
    assert plain * found.n == pytest.approx(np.full(len(found.n), plain[0]), rel=1e-12)
    n = found.n[1:]
    loo = found.exact[1:, at["score_function/leave_one_out"], 0]
    biased = found.exact[1:, at["score_function/batch_mean"], 0]
    assert biased == pytest.approx(loo * (1.0 - 1.0 / n) ** 2, rel=1e-12)
    reference = exact_variances(by_name("cos"), 1.0, 1.0, batch_size=int(n[3]))
    assert loo[3] * n[3] == pytest.approx(reference["score_function/leave_one_out"]["mu"])
    assert math.isnan(found.exact[0, at["score_function/leave_one_out"], 0])
    sizes = found.sampled_n.astype(int).tolist()
    assert sizes == sorted(sizes)
    assert found.current_n in sizes
    checked = 0
    for row, index, c in itertools.product(range(len(sizes)), range(len(found.names)), (0, 1)):
        exact = np.interp(math.log(sizes[row]), np.log(found.n), found.exact[:, index, c] * found.n)
        error = sizes[row] * found.measured_error[row, index, c]
        if math.isfinite(exact + error) and found.n[1] <= sizes[row]:
            tolerance = 4.5 * error + 0.02 * exact  # chords between the points of the curve
            assert abs(sizes[row] * found.measured[row, index, c] - exact) <= tolerance
            checked += 1
    assert checked > 100


@pytest.mark.parametrize(
    ("name", "low", "high"), [("square", -3.0, 3.0), ("exp", 0.1, 10.0), ("cos", 0.5, 5.0)]
)
def test_the_published_figures(name: str, low: float, high: float) -> None:
    """Mohamed et al. 2020, figures 2 and 3: mu = sigma = 1."""
    found = answer(objective=name, k=2.0, estimators="all").against_k
    assert found is not None
    assert (found.k[0], found.k[-1]) == (low, high)
    assert np.all(np.diff(found.k) > 0.0)
    assert found.logarithmic == (name == "exp")
    rows = [row for row in table("gradients") if (row["mu"], row["sigma"]) == (1.0, 1.0)]
    rows = [row for row in rows if row["cost"] == name and low <= row["k"] <= high]
    index = {each: i for i, each in enumerate(found.names)}
    for k in found.k[:: len(found.k) // 6]:
        reference = exact_variances(by_name(name, k=float(k)), 1.0, 1.0)
        at = np.searchsorted(found.k, k)
        for each in ("score_function/mean", "pathwise", "measure_valued/coupled"):
            expected = [reference[each]["mu"], reference[each]["sigma"]]
            assert found.variance[at, index[each]] == pytest.approx(expected, rel=1e-11, abs=1e-20)
    for row in rows:
        true = float(row["truth"]["var_sf_mean_mu"])
        column = found.variance[:, index["score_function/mean"], 0]
        assert np.interp(row["k"], found.k, column) == pytest.approx(true, rel=0.05)
    assert rows or name == "cos"


def test_coupled_and_pathwise_cross_at_1_913() -> None:
    found = answer(objective="square").against_k
    assert found is not None
    assert found.crossing_distance == pytest.approx(1.913, abs=5e-4)
    assert found.crossing_k == pytest.approx([1.0 - 1.9131, 1.0 + 1.9131], abs=1e-3)
    for k in found.crossing_k:
        variances = exact_variances(by_name("square", k=float(k)), 1.0, 1.0)
        for name in ("pathwise", "measure_valued/coupled"):
            assert variances[name]["mu"] == pytest.approx(found.crossing_variance, rel=1e-12)
    wide = answer(UNIT.replace(p=G(0.2, 1.7)), factor=-0.5).against_k
    assert wide is not None
    k = float(wide.crossing_k[0])
    variances = exact_variances(by_name("square", k=k, scale=-0.5), 0.2, 1.7)
    assert variances["pathwise"]["mu"] == pytest.approx(wide.crossing_variance, rel=1e-12)
    assert variances["measure_valued/coupled"]["mu"] == pytest.approx(wide.crossing_variance)
    others = answer(objective="cos").against_k
    assert others is not None
    assert len(others.crossing_k) == 0


def test_ellipses_hold_95_percent_where_estimates_are_gaussian() -> None:
    scene = UNIT.replace(samples=10**6)
    cloud = answer(scene, batch_size=500, repetitions=2_000).cloud
    assert cloud is not None
    for name in ("score_function/mean", "pathwise", "measure_valued/coupled"):
        index = cloud.names.index(name)
        points, ellipse = cloud.points[:, index], cloud.ellipse[:, index]
        basis = np.stack([ellipse[0], ellipse[15]]) - cloud.centre[index]  # conjugate radii
        inside = np.sum(((points - cloud.centre[index]) @ np.linalg.inv(basis)) ** 2, axis=1) <= 1
        assert abs(inside.mean() - 0.95) < 5.0 * math.sqrt(0.95 * 0.05 / len(points))
    zeroth = cloud.names.index("zeroth_order/antithetic")
    low, high = cloud.ellipse[[0, -1], zeroth, 0]
    share = np.mean((low <= cloud.points[:, zeroth, 0]) & (cloud.points[:, zeroth, 0] <= high))
    assert abs(share - 0.95) < 0.05
    assert np.all(np.isnan(cloud.ellipse[:, zeroth, 1]))


def test_kl_estimators_as_losses() -> None:
    scene = Scene(G(0.0, 1.0), G(0.7, 0.9), samples=1_000)
    losses = answer(scene).kl_losses
    assert losses is not None
    shown = [losses.true[0], *losses.loss[:, 0]]
    assert [round(float(each), 3) for each in shown] == [0.7, 0.0, 0.7, 0.864]
    assert losses.reward[0] == pytest.approx(losses.true, rel=1e-12)
    assert losses.reward[2] == pytest.approx(losses.true - losses.loss[2], rel=1e-12)
    plane = answer(PLANE, coordinate=2).kl_losses
    assert plane is not None
    expected = (PLANE.q.mean - PLANE.p.mean) / PLANE.p.std**2
    assert plane.true == pytest.approx(expected[[1, 0]], rel=1e-12)
    assert plane.by == ("μ₂", "μ₁")


def test_log_sigma_by_the_chain_rule() -> None:
    scene = UNIT.replace(p=G(0.3, 0.6))
    by_sigma, by_log = numbers(answer(scene)), numbers(answer(scene, width="log sigma"))
    compared = 0
    for name, value in by_log.items():
        if not name.endswith(" sigma") or "KL" in name or "best" in name or "needed" in name:
            continue
        factor = 0.36 if "variance" in name else 0.6
        assert value == pytest.approx(factor * by_sigma[name], rel=1e-11), name
        compared += 1
    assert compared > 30
    both = answer(scene, width="log sigma").baseline
    assert both is not None
    parts = both.variance[:, :2].sum(axis=1)
    assert both.variance[:, 2] == pytest.approx(parts)
    assert both.mark_variance[4, 2] <= parts.min()

"""Samples of two groups on the densities page."""

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.data.source import DataSource
from engine.page.data_scene import scene_with_data
from engine.page.page import page_named
from engine.page.scene import Scene
from engine.pages.densities.figures import MOST_POINTS

PAGE = page_named("densities")


def written(folder, groups: dict[str, np.ndarray]) -> DataSource:
    d = next(iter(groups.values())).shape[1]
    names = [f"a{i + 1}" for i in range(d)]
    lines = [",".join(["policy", *names])]
    for name, x in groups.items():
        lines += [",".join([name, *map(repr, row)]) for row in x.tolist()]
    path = folder / "groups.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return DataSource(str(path), "groups", tuple(names), group="policy", groups=tuple(groups))


def computed(folder, groups, **options):
    source = written(folder, groups)
    scene = scene_with_data(Scene(), source, Run())
    return scene, PAGE.compute(scene, PAGE.options(**options), Run())


def samples(d, n=3_000, m=5_000, seed=1):
    rng = np.random.default_rng(seed)
    mix = np.eye(d) + 0.2 * rng.standard_normal((d, d))
    return {
        "new": rng.standard_normal((n, d)) @ mix + 1.0,
        "old": 2.0 * rng.standard_normal((m, d)),
    }


@pytest.mark.parametrize("d", [1, 2, 5])
def test_the_fits_become_p_and_q(tmp_path, d):
    groups = samples(d)
    scene, result = computed(tmp_path, groups)
    for side, x in zip("pq", groups.values(), strict=True):
        gaussian = getattr(scene, side)
        assert gaussian.mean == pytest.approx(x.mean(axis=0), rel=1e-9)
        assert gaussian.covariance == pytest.approx(np.cov(x.T).reshape(d, d), rel=1e-9, abs=1e-12)
        assert result[f"groups.{side}.samples"].value == len(x)
        readout = result[f"groups.{side}.mean.1"]
        assert readout.place == ("mean a1", side)
        assert readout.value == pytest.approx(x[:, 0].mean())
        error = x[:, 0].std(ddof=1) / np.sqrt(len(x))
        assert readout.standard_error == pytest.approx(error)
        assert result[f"groups.{side}.variance.1"].value == pytest.approx(x[:, 0].var(ddof=1))
        quantiles = getattr(result.groups, f"{side}_quantiles")
        assert quantiles.samples == len(x)
        assert quantiles.inside > 0.8
    assert not any("Gaussian" in text for text in result.banners)
    assert result.facts.used == 8_000


@pytest.mark.parametrize("d", [1, 2, 12])
def test_every_number_of_the_groups_is_declared_and_named_as_in_the_file(tmp_path, d):
    _, result = computed(tmp_path, samples(d))
    assert all(readout.quantity in PAGE.quantities for readout in result.readouts)
    keys = [readout.key for readout in result.readouts]
    assert len(set(keys)) == len(keys)
    assert len({readout.place for readout in result.readouts}) == len(keys)
    last = min(d, 10)
    found = result[f"groups.q.mean.{last}"]
    assert (found.place, found.note) == ((f"mean a{last}", "q"), f"of a{last}")
    assert ("groups.p.covariance.1_2" in keys) == (d == 2)


def test_points_are_some_of_the_samples_and_said_so(tmp_path):
    groups = samples(2)
    _, result = computed(tmp_path, groups)
    points = result.groups.points
    assert (len(points.p), points.p_samples) == (MOST_POINTS, 3_000)
    assert (len(points.q), points.q_samples) == (MOST_POINTS, 5_000)
    assert np.all(np.isin(points.p[:, 0], groups["new"][:, 0]))
    _, few = computed(tmp_path, samples(2, 30, 40))
    assert len(few.groups.points.p) == 30


def test_histograms_are_densities_of_all_samples(tmp_path):
    groups = samples(1)
    _, result = computed(tmp_path, groups)
    shown = result.groups.histograms
    for side, x in zip("pq", groups.values(), strict=True):
        edges, density = getattr(shown, f"{side}_edges"), getattr(shown, f"{side}_density")
        counts, _ = np.histogram(x[:, 0], edges)
        assert density * np.diff(edges) * len(x) == pytest.approx(counts)
        assert getattr(shown, f"{side}_outside") == len(x) - counts.sum()


def test_samples_that_are_not_gaussian_and_few_samples_are_said(tmp_path):
    rng = np.random.default_rng(7)
    groups = {"new": rng.standard_t(4, (4_000, 1)), "old": rng.standard_exponential((4_000, 1))}
    _, result = computed(tmp_path, groups)
    assert sum("are not Gaussian" in text for text in result.banners) == 2
    _, few = computed(tmp_path, samples(5, 30, 2_000))
    assert any("p (new): 30 samples are few for 5 dimensions" in text for text in few.banners)
    assert len(few.groups.p_quantiles.low) == 0
    kurtosis = [few[f"groups.{side}.kurtosis"] for side in "pq"]
    assert [(each.kind, each.note) for each in kurtosis] == [
        ("unknown", "too few samples"), ("estimated", "")
    ]  # fmt: skip


def test_a_coordinate_that_does_not_vary_is_named(tmp_path):
    groups = samples(2)
    for x in groups.values():
        x[:, 1] = 0.5
    with pytest.raises(ParameterError, match=r"column a2 = 0\.5: is the same in every row"):
        scene_with_data(Scene(), written(tmp_path, groups), Run())
    with pytest.raises(ParameterError, match="column a2"):
        scene_with_data(Scene(), written(tmp_path, groups), Run())


def test_dragged_gaussians_stay_beside_the_samples(tmp_path):
    scene, _ = computed(tmp_path, samples(1))
    moved = scene.replace(p=scene.q)
    result = PAGE.compute(moved, PAGE.options(), Run())
    assert result.groups.p_fit.mean[0] == pytest.approx(scene.p.mean[0])


def test_another_dimension_than_that_of_p_and_q_is_refused(tmp_path):
    source = written(tmp_path, samples(2))
    with pytest.raises(ParameterError, match="coordinates"):
        Scene(data=source)


def test_log_ratios_and_groups_are_for_their_own_pages(tmp_path):
    source = written(tmp_path, samples(1))
    scene = scene_with_data(Scene(samples=1_000), source, Run())
    for name in ("kl-divergence", "importance-weights", "tanh-squashing"):
        page = page_named(name)
        assert not page.shows_data(scene)
        assert page.compute(scene, page.options(), Run()).readouts

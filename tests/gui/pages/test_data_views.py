"""Pages on own data: drawn in every case, back again, and exported."""

import numpy as np
import pyqtgraph as pg
import pytest

import main
from engine.cli import main as cli
from engine.core.run import Run
from engine.data.source import DataSource
from engine.page.data_scene import scene_with_data
from engine.page.page import page_named
from engine.page.scene import Scene
from engine.session.session import Session
from gui.figure.file import draw_offscreen
from tests.helpers.card_views import words

RNG = np.random.default_rng(53)
SIZES = [(720, 400), (1100, 680)]


def normal(n):
    return 0.3 * RNG.standard_normal(n) - 0.045


def with_value(values, places, value):
    values = values.copy()
    values[places] = value
    return values


RATIOS = {
    "ordinary": normal(5_000),
    "two": normal(2),
    "few": normal(40),
    "equal": np.full(300, 0.1),
    "nearly equal": 1e-9 * RNG.standard_normal(2_000),
    "heavy": 1.1 * RNG.standard_exponential(5_000),
    "zeros": with_value(normal(5_000), [0, 30, 4_000], -np.inf),
    "mostly zeros": with_value(normal(500), slice(0, 490), -np.inf),
    "large": with_value(normal(5_000), 7, 800.0),
    "small": normal(2_000) - 900.0,
    "far": with_value(normal(2_000), 5, -1e20),
}


def ratio_scene(folder, logs):
    np.save(folder / "ratios.npy", logs)
    return Scene(data=DataSource(str(folder / "ratios.npy"), "log-ratios", ("1",)))


def group_scene(folder, d, n=600):
    x = np.vstack([RNG.normal(1.0, 1.0, (n, d)), RNG.standard_t(3, (n, d))])
    table = np.column_stack([np.repeat([0.0, 1.0], n), x])
    np.savetxt(folder / "groups.csv", table, delimiter=",", fmt="%.17g")
    columns = tuple(str(i + 2) for i in range(d))
    source = DataSource(str(folder / "groups.csv"), "groups", columns, group="1")
    return scene_with_data(Scene(), source, Run())


def drawn(qtbot, page, scene, size, **options):
    session = Session(scene, page=page)
    session = session.with_options(page, session.options[page].replace(**options))
    result = page_named(page).compute(scene, session.options[page], Run())
    view = draw_offscreen(page, session, result, size)
    qtbot.addWidget(view)
    assert not view.grab().isNull()
    for item in view.figure.scene().items():
        if isinstance(item, pg.PlotCurveItem) and item.getData()[0] is not None:
            for values in item.getData():
                assert np.all(np.isfinite(values))
    assert "nan" not in words(view).lower()
    return view, session, result


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("case", RATIOS)
@pytest.mark.parametrize("page", ["kl-divergence", "importance-weights"])
def test_log_ratios_are_drawn(qtbot, tmp_path, page, case, size):
    drawn(qtbot, page, ratio_scene(tmp_path, RATIOS[case]), size)


@pytest.mark.parametrize("case", RATIOS)
def test_weights_themselves_are_drawn(qtbot, tmp_path, case):
    scene = ratio_scene(tmp_path, RATIOS[case])
    drawn(qtbot, "importance-weights", scene, SIZES[1], histogram="w", clip=0.01)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("d", "n"), [(1, 600), (1, 3), (2, 600), (5, 600), (5, 20), (12, 600)])
def test_groups_are_drawn(qtbot, tmp_path, d, n, size):
    drawn(qtbot, "densities", group_scene(tmp_path, d, n), size, points=50)


def test_a_page_goes_to_and_from_data(qtbot, tmp_path):
    scenes = [Scene(samples=1_000), ratio_scene(tmp_path, RATIOS["ordinary"])]
    for page in ("kl-divergence", "importance-weights"):
        view, session, _ = drawn(qtbot, page, scenes[1], SIZES[1])
        for scene in (*scenes, scenes[0]):
            result = page_named(page).compute(scene, session.options[page], Run())
            view.draw(session.replace(scene=scene), result)
            assert not view.grab().isNull()
    groups = [group_scene(tmp_path, 2), Scene(samples=1_000).resized(2), Scene().resized(3)]
    view, session, _ = drawn(qtbot, "densities", groups[0], SIZES[1])
    for scene in (*groups, groups[0]):
        result = page_named("densities").compute(scene, session.options["densities"], Run())
        view.draw(session.replace(scene=scene), result)
        assert not view.grab().isNull()


def test_the_plots_show_the_results_arrays(qtbot, tmp_path):
    scene = ratio_scene(tmp_path, RATIOS["ordinary"])
    view, _, result = drawn(qtbot, "importance-weights", scene, (1100, 2000))
    x, y = view.panel("clipping").curves["clipped"].graphics.getData()
    assert x == pytest.approx(np.log10(result.clipping.c))
    assert y == pytest.approx(100.0 * result.clipping.clipped)
    x, y = view.panel("mean").curves["q"].graphics.getData()
    assert (x[-1], y[-1]) == (np.log10(5_000), result.mean_weight.mean[-1])
    assert "estimates" not in view.board.shown
    view, _, result = drawn(qtbot, "densities", group_scene(tmp_path, 2), SIZES[1])
    for name in "pq":
        quantiles = getattr(result.groups, f"{name}_quantiles")
        x, y = view.panel(f"quantiles-{name}").observed.graphics.getData()
        assert np.array_equal(x, quantiles.theory)
        assert np.array_equal(y, quantiles.observed)
        dots = np.transpose(view.panel("plane").group_dots[name].graphics.getData())
        assert np.array_equal(dots, getattr(result.groups.points, name))


@pytest.mark.parametrize("page", ["kl-divergence", "importance-weights", "densities"])
def test_the_command_line_exports_them(qtbot, tmp_path, capsys, page):
    scene = group_scene(tmp_path, 2) if page == "densities" else None
    scene = scene or ratio_scene(tmp_path, RATIOS["zeros"])
    source = scene.data
    arguments = ["export", page, "--data", source.path, "--columns", ",".join(source.columns)]
    arguments += ["--group", source.group] if source.group else []
    out = tmp_path / "out"
    arguments += ["--format", "png,svg,pdf,csv,npz", "--out", str(out)]
    assert cli.main(arguments, main.save_figures) == 0
    assert capsys.readouterr().err == ""
    assert {path.suffix for path in out.iterdir()} == {".png", ".svg", ".pdf", ".csv", ".npz"}
    text = next(out.glob("*readouts.csv")).read_text(encoding="utf-8")
    if page != "densities":
        assert ",unknown," in text

"""What the densities page draws."""

import dataclasses
import math

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene, structured_gaussian
from engine.pages.densities.options import Options
from engine.pages.densities.page import PAGE
from engine.session.session import Session
from gui.look.theme import LIGHT
from gui.pages.densities.view import PageView
from tests.helpers.densities_page import (
    LINE,
    PLANE,
    SCENES,
    SPACE,
    assert_drawn_finite,
    inked,
    page,
    show,
)


@pytest.mark.parametrize("dimension", SCENES)
@pytest.mark.parametrize("size", [(720, 420), (1100, 650)])
def test_every_dimension_is_drawn_with_both_colours(qtbot, dimension, size):
    view = page(qtbot, SCENES[dimension], size, points=50)
    assert_drawn_finite(view)
    assert inked(view, "p") > 100
    assert inked(view, "q") > 100


def test_the_ratio_and_the_logs_are_those_of_the_densities(qtbot):
    view = page(qtbot, LINE)
    x, y = view.panel("ratio").ratio.graphics.getData()
    at = np.argmin(np.abs(x - 1.0))
    assert y[at] == pytest.approx(LINE.p.log_density(x[at]) - LINE.q.log_density(x[at]), rel=1e-9)
    x, y = view.panel("logs").logs["q"].graphics.getData()
    assert y[at] == pytest.approx(LINE.q.log_density(x[at]), rel=1e-9)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ((0.0, 1.0), (1e6, 1.0)),
        ((0.0, 1e-6), (0.0, 1e3)),
        ((0.0, 1e3), (0.0, 1e-6)),
        ((1e12, 1e-12), (-1e12, 1e12)),
        ((1e12, 1e-12), (1e12, 1e-12)),
    ],
)
@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_extremes_are_drawn_without_nan_and_both_are_visible(qtbot, dimension, p, q):
    scene = Scene(*(structured_gaussian(n, dimension, *g) for n, g in (("p", p), ("q", q))))
    view = page(qtbot, scene, points=10)
    assert_drawn_finite(view)
    if p != q:
        assert inked(view, "p") > 20
    assert inked(view, "q") > 20


def test_a_small_change_leaves_the_range_and_a_large_one_does_not(qtbot):
    view = page(qtbot, LINE)
    before = view.panel("densities").plot.vb.viewRange()[0]
    show(view, LINE.replace(p=Gaussian.from_std(0.3, 1.1)))
    assert view.panel("densities").plot.vb.viewRange()[0] == before
    show(view, LINE.replace(p=Gaussian.from_std(30.0, 1.1)))
    assert view.panel("densities").plot.vb.viewRange()[0][1] > 31.0


def test_drawing_again_only_changes_data(qtbot):
    for scene in (LINE, PLANE, SPACE):
        view = page(qtbot, scene)
        items = set(view.figure.scene().items())
        show(view, scene.replace(p=Gaussian(scene.p.mean + 0.1, 1.1 * scene.p.covariance)))
        assert set(view.figure.scene().items()) == items


def test_the_picture_changes_with_the_dimension_and_leaves_nothing_behind(qtbot):
    view = page(qtbot, LINE)
    once: dict[int, int] = {}
    for _ in range(3):
        for dimension, main in ((1, "densities"), (2, "plane"), (5, "plane")):
            show(view, SCENES[dimension])
            assert view.board.main == main
            assert ("covariance-p" in view.board.shown) == (dimension == 5)
            handles = view.panel(main).screen_only()
            assert handles
            assert all(handle.scene() is view.figure.scene() for handle in handles)
            count = len([item for item in view.figure.scene().items() if item.isVisible()])
            assert once.setdefault(dimension, count) == count


def test_the_images_are_as_high_as_the_densities_and_in_their_place(qtbot):
    view = page(qtbot, PLANE)
    image = view.panel("plane").images["p"]
    middle = image.width() / 2.0
    at = image.mapToParent(QPointF(middle, middle))
    assert (at.x(), at.y()) == pytest.approx(tuple(PLANE.p.mean), abs=1e-9)
    # One std along the major axis lies 12 pixels from the middle, whose density is the peak's.
    along = image.mapToParent(QPointF(middle + 12.0, middle)) - at
    step = np.array([along.x(), along.y()])
    assert step @ np.linalg.solve(PLANE.p.covariance, step) == pytest.approx(1.0, rel=1e-9)
    assert image.image[48, 60] == round(255 * math.exp(-0.5))


def test_the_matrices_stand_as_they_are_written(qtbot):
    view = page(qtbot, SPACE)
    image = view.panel("covariance-p").matrix.image
    np.testing.assert_array_equal(image.image, SPACE.p.covariance)
    assert view.panel("covariance-p").plot.vb.yInverted()


def test_results_are_not_changed_by_drawing(qtbot):
    session = Session(PLANE)
    result = PAGE.compute(PLANE, Options(), Run(threads=1))
    before = dataclasses.asdict(result.ellipses)
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.draw(session, result)
    for name, array in before.items():
        np.testing.assert_array_equal(array, getattr(result.ellipses, name))


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES.keys())
def test_drawing_asks_for_no_figure_that_is_not_announced(qtbot, scene):
    session = Session(scene, page="densities")
    result = PAGE.compute(scene, Options(), Run(threads=1))
    asked = []
    make = result.figure
    result.figure = lambda name, run=None: (asked.append(name), make(name, run))[1]
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.draw(session, result)
    assert asked
    assert set(asked) <= set(view.shown_figures(session))
    assert "p_image" not in asked

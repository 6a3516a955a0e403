"""What a sweep shows: lines and maps, read off and opened, by mouse and by key."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.session.address import address
from engine.session.plan import SweepPlan
from engine.sweep.figures import point_at
from engine.sweep.row import Row
from gui.plotkit.words import plain
from tests.gui.sweep.conftest import MAP
from tests.helpers.cards import click, double_click, hover

ENTER = Qt.Key.Key_Return


def place_of(view, name, x, y):
    """The pixel of the figure at (x, y) of a card's plot."""
    return view.figure.mapFromScene(view.panel(name).reader.point_of(x, y))


def test_lines_read_off_with_their_errors(computed):
    window = computed()
    view = window.sweeps.place.picture.view
    figure = window.sweeps.place.picture.response.result.figure("k3.estimate")
    panel = view.panel("together0")
    curve, _, band = panel._lines[0]
    np.testing.assert_array_equal(curve.data[1], figure.value)
    np.testing.assert_allclose(band.data[2] - band.data[1], 4.0 * figure.error)
    hover(view, place_of(view, "together0", 0.5, float(figure.value[3])))
    words = plain(panel.frame.header.reading[0][0])
    assert "k3 estimate" in words
    assert "±" in words


def test_where_an_error_is_infinite_the_line_goes_on_without_a_band(computed):
    window = computed()
    view = window.sweeps.place.picture.view
    figure = window.sweeps.place.picture.response.result.figure("k3.estimate")
    panel = view.panel("together0")
    error = np.array([np.inf, 1e308, np.nan, *figure.error[3:]])
    panel.draw(dataclasses.replace(figure, error=error), *[figure] * (len(panel._lines) - 1))
    curve, _, band = panel._lines[0]
    np.testing.assert_array_equal(curve.data[1], figure.value)
    np.testing.assert_array_equal(band.data[0], figure.x.values[2:])
    assert "standard error ∞ at 1 points" in " ".join(map(plain, panel.frame.header.notes))


@pytest.mark.parametrize("by", ["mouse", "key"])
def test_a_point_opens_in_its_page_as_one_step(computed, qtbot, by):
    window = computed()
    view = window.sweeps.place.picture.view
    at = place_of(view, view.board.main, 0.5, 0.1)
    if by == "mouse":
        click(view, at)
    else:
        hover(view, at)
        QTest.keyClick(view.figure, ENTER)
    qtbot.waitUntil(lambda: not window.sweeps.shown, timeout=5000)
    session = window.store.session
    assert session.page == "kl-divergence"
    assert address("q.mean").get(session) == 0.5
    window.store.undo_stack.undo()
    assert window.sweeps.shown
    assert not window.store.undo_stack.can_undo
    assert len(window.sweeps.run.rows) == 10


def test_a_click_on_a_symbol_is_one_on_the_plot(computed, qtbot):
    window = computed()
    picture = window.sweeps.place.picture
    figure = picture.response.result.figure("k3.estimate")
    click(picture.view, place_of(picture.view, "together0", 0.5, float(figure.value[3])))
    qtbot.waitUntil(lambda: not window.sweeps.shown, timeout=5000)
    assert address("q.mean").get(window.store.session) == 0.5


def test_a_point_that_was_opened_does_not_undo_the_sweep(computed, qtbot):
    window = computed()
    window.sweeps.place._open(point_at(window.sweeps.run.sweep, {"q.mean": 4}))
    assert not window.sweeps.shown
    window.rail.buttons["sweep"].click()
    assert window.sweeps.place.bar.button.text() == "Done"
    assert window.sweeps.place.picture.response is not None


def test_a_double_click_fits_and_opens_nothing(computed, qtbot):
    window = computed()
    view = window.sweeps.place.picture.view
    double_click(view, place_of(view, view.board.main, 0.5, 0.1))
    qtbot.wait(600)
    assert window.sweeps.shown


def test_a_map_says_what_stands_in_its_cells(computed, qtbot):
    window = computed(MAP)
    view = window.sweeps.place.picture.view
    panel = view.panel("k3.std")
    figure = window.sweeps.place.picture.response.result.figure("k3.std")
    assert panel.image.image.shape == (4, 5)
    assert panel.contours.drawn
    words = panel.words_at(0.1, 2.0)
    assert words.startswith("q.mean = 0, q.std = 2:")
    assert f"{figure.value[3, 2]:.3g}" in words
    assert panel.words_at(9.0, 1.0) == ""
    click(view, place_of(view, "k3.std", 1.0, 0.8))
    qtbot.waitUntil(lambda: not window.sweeps.shown, timeout=5000)
    session = window.store.session
    assert (address("q.mean").get(session), address("q.std").get(session)) == (1.0, 0.8)


def test_few_values_of_nothing_do_not_hide_decades(computed):
    plan = SweepPlan("kl-divergence", ("p.mean=0:2:5", "p.std=.6:1.4:5"), ("k3.std",), 1, True)
    window = computed(plan)
    picture = window.sweeps.place.picture
    panel, values = picture.view.panel("k3.std"), picture.response.result.figure("k3.std").value
    assert values.min() == 0.0
    assert values.max() > 1000.0
    positive = values[values > 0.0]
    assert panel.image.image.max() == pytest.approx(np.log10(values.max()), rel=1e-12)
    assert panel.image.image.min() == pytest.approx(np.log10(positive.min()), rel=1e-12)


def test_points_that_failed_are_listed_with_why(computed):
    window = computed()
    run = window.sweeps.run
    rows = dict(run.rows)
    rows[3] = Row(3, (), "it broke")
    run.take(run.sweep, rows, None)
    failures = window.sweeps.place.failures
    assert not failures.isHidden()
    assert failures.list.item(0).text() == "q.mean = -0.5, seed = 7:  it broke"
    window.sweeps.place.failures.opened.emit(3)
    assert address("q.mean").get(window.store.session) == -0.5


def test_a_line_has_the_colour_of_what_it_is_about():
    from gui.sweep.lines import roles_of

    found = roles_of(["ess", "k3.std", "k1.std", "k1.mean"])
    assert (found["k3.std"], found["k1.std"]) == ("k3", "k1")
    assert len(set(found.values())) == 4


def test_what_stands_side_by_side_is_named_under_every_bar(computed):
    plan = SweepPlan("importance-weights", ("weights.function=x,x^2,indicator",), ("ess",), 1, True)
    window = computed(plan)
    panel = window.sweeps.place.picture.view.panel("ess")
    axis = panel.plot.getAxis("bottom")
    window.grab()
    assert axis.things
    assert [text for _, text in axis._tickLevels[0]] == ["x", "x^2", "indicator"]
    assert "→ weights.function" in [plain(note) for note in panel.frame.header.notes]
    assert "samples · seed 7" in window.sweeps.place.foot.facts.text()


def test_contour_lines_are_seen_on_either_end_of_the_colours(computed):
    plan = SweepPlan("kl-divergence", ("p.mean=0:2:9", "p.std=.6:1.3:9"), ("k1.std",), 1, True)
    window = computed(plan)
    contours = window.sweeps.place.picture.view.panel("k1.std").contours
    assert all(len(curve.getData()[0]) > 0 for curve in contours.curves.values())
    run = window.sweeps.run
    run.take(run.sweep, {point: run.rows[point] for point in range(1, 60)}, None)
    assert not contours.drawn, "parts of lines say little"

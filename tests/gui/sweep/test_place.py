"""The sweep in the window: planned, run, read off and opened, by mouse and by key."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.session.address import address
from engine.session.plan import SweepPlan
from engine.sweep.figures import point_at
from engine.sweep.row import Row
from engine.sweep.saved import read_saved
from gui.plotkit.words import plain
from gui.shell.palette import Palette
from tests.gui.sweep.conftest import PLAN
from tests.helpers.cards import click, double_click, hover

MAP = SweepPlan("kl-divergence", ("q.mean=-1:1:5", "q.std=0.8:2:4:log"), ("k3.std",), 1, True)
ENTER = Qt.Key.Key_Return
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def place_of(view, name, x, y):
    """The pixel of the figure at (x, y) of a card's plot."""
    return view.figure.mapFromScene(view.panel(name).reader.point_of(x, y))


def type_in(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, ENTER)


def test_a_right_click_on_a_slider_plans_a_sweep_over_it(open_sweep):
    window = open_sweep(None)
    window.inputs.addressed()["q.mean[1]"].entries["sweep"].trigger()
    assert window.sweeps.shown
    plan = window.store.session.sweep
    assert plan.page == "kl-divergence"
    assert [text.partition("=")[0] for text in plan.axes] == ["q.mean[1]"]
    window.store.undo_stack.undo()
    assert not window.sweeps.shown
    assert window.store.session.sweep is None


def test_the_rail_leads_to_it_and_back(open_sweep):
    window = open_sweep(None)
    window.rail.buttons["sweep"].click()
    assert window.sweeps.shown
    assert window.rail.buttons["sweep"].isChecked()
    assert not window.store.undo_stack.canUndo()
    assert not window.sweeps.place.bar.button.isEnabled()
    assert "Choose what the sweep is over" in window.sweeps.place.picture.words.text()
    window.rail.buttons["kl-divergence"].click()
    assert not window.sweeps.shown
    assert window.rail.buttons["kl-divergence"].isChecked()


def test_a_key_leads_to_it(open_sweep):
    window = open_sweep(None)
    QTest.keyClick(window, Qt.Key.Key_W, CONTROL | SHIFT)
    assert window.sweeps.shown
    titles = [entry.title for entry in window.palette_entries.all() if entry.kind == "page"]
    assert "Sweep" in titles


def test_it_is_the_last_of_the_pages_for_the_keys(open_sweep):
    window = open_sweep(None)
    window.show_page("rollouts")
    QTest.keyClick(window, Qt.Key.Key_Tab, CONTROL)
    assert window.sweeps.shown
    QTest.keyClick(window, Qt.Key.Key_Tab, CONTROL)
    assert not window.sweeps.shown
    assert window.store.session.page == "densities"


def test_the_panels_are_visited_by_a_key(open_sweep):
    window = open_sweep()
    place, found = window.sweeps.place, []
    for _ in range(4):
        QTest.keyClick(window, Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        found.append(next(i for i, p in enumerate([window.rail, *place.panels])
                          if p.isAncestorOf(focus)))  # fmt: skip
    assert sorted(set(found)) == [0, 1, 2]


def test_the_start_page_goes_back_to_it(open_sweep):
    window = open_sweep()
    window.rail.buttons["start"].click()
    assert not window.sweeps.shown
    window.rail.buttons["sweep"].click()
    assert window.sweeps.shown
    assert not window.start.shown


def test_axes_and_quantities_are_found_by_name(open_sweep):
    window = open_sweep(SweepPlan("kl-divergence", (), ("k3.std",), 1, True))
    panel = window.sweeps.place.plan_panel
    for button, typed in ((panel.add_axis, "q.std"), (panel.add_quantity, "k1.std")):
        button.click()
        palette = window.findChildren(Palette)[-1]
        QTest.keyClicks(palette.field, typed)
        QTest.keyClick(palette.field, ENTER)
    plan = window.store.session.sweep
    assert plan.axes[0].startswith("q.std=")
    assert plan.keys == ("k3.std", "k1.std")
    panel.chosen.buttons["k3.std"].click()
    assert window.store.session.sweep.keys == ("k1.std",)
    assert not panel.chosen.buttons["k1.std"].isEnabled()
    panel.axes["q.std"].removed.emit()
    assert window.store.session.sweep.axes == ()


def test_values_are_typed_as_a_range_or_a_list(open_sweep):
    window = open_sweep()
    box = window.sweeps.place.plan_panel.axes["q.mean"]
    type_in(box.fields["from"], "-1/2")
    type_in(box.fields["count"], "7")
    assert window.store.session.sweep.axes == ("q.mean=-0.5:1:7",)
    type_in(box.values, "1, 2, 4")
    assert window.store.session.sweep.axes == ("q.mean=1,2,4",)
    assert box.fields["from"].text() == ""
    type_in(box.values, "one")
    assert "q.mean" in box.problem.text()
    assert window.store.session.sweep.axes == ("q.mean=1,2,4",)
    for _ in range(3):
        window.store.undo_stack.undo()
    assert window.store.session.sweep == PLAN
    assert box.values.text() == "-1:1:5"
    assert box.problem.isHidden()


def test_equal_ratios_need_a_beginning_above_nothing(open_sweep):
    window = open_sweep(MAP)
    box = window.sweeps.place.plan_panel.axes["q.std"]
    assert box.log.isChecked()
    box.log.click()
    assert window.store.session.sweep.axes[1] == "q.std=0.8:2:4"
    window.sweeps.place.plan_panel.axes["q.mean"].log.click()
    assert "above 0" in window.sweeps.place.plan_panel.axes["q.mean"].problem.text()


def test_another_page_keeps_what_matters_there(open_sweep):
    window = open_sweep()
    page = window.sweeps.place.plan_panel.page
    page.chosen.emit("importance-weights")
    plan = window.store.session.sweep
    assert (plan.page, plan.axes) == ("importance-weights", PLAN.axes)
    assert page.currentData() == "importance-weights"


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
    assert not window.store.undo_stack.canUndo()
    assert len(window.sweeps.run.rows) == 10


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
    assert len(panel.contours.getData()[0]) > 0
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


def test_another_plan_waits_for_its_start(computed):
    window = computed()
    place = window.sweeps.place
    place.plan_panel.seeds.setValue(3)
    assert place.bar.button.text() == "Start"
    assert place.picture.response is None
    assert place.picture.words.text() == "Start computes 15 points."
    window.store.undo_stack.undo()
    assert place.bar.button.text() == "Done"
    assert place.picture.response is not None


def test_the_theme_changes_and_nothing_is_computed_again(computed):
    window = computed()
    before = window.sweeps.place
    window.appearance.set_mode("dark")
    place = window.sweeps.place
    assert place is not before
    assert window.sweeps.shown
    assert place.picture.view.theme.name == "dark"
    assert place.bar.button.text() == "Done"
    window.appearance.set_mode("light")


@pytest.mark.parametrize("kind", ["png", "csv", "npz"])
def test_it_is_exported(computed, tmp_path, kind):
    window = computed(MAP)
    path = tmp_path / f"sweep.{kind}"
    window.exporter.write(kind, path)
    assert path.stat().st_size > 0
    if kind == "csv":
        run = window.sweeps.run
        assert read_saved(path) == (run.sweep, run.rows)
    elif kind == "npz":
        figure = window.sweeps.place.picture.response.result.figure("k3.std")
        with np.load(path) as arrays:
            np.testing.assert_array_equal(arrays["k3.std.value"], figure.value)
    else:
        from engine.export.provenance import read_provenance

        assert read_provenance(path).sweep == MAP


def test_code_and_command_and_numbers_are_those_of_the_sweep(computed):
    window = computed()
    clipboard = QGuiApplication.clipboard()
    window.exporter.copy_command()
    assert "main.py sweep kl-divergence" in clipboard.text()
    assert "--over=q.mean=-1:1:5" in clipboard.text()
    window.exporter.copy_code("numpy")
    assert "SweepRunner" in clipboard.text()
    window.exporter.copy_numbers()
    assert len(clipboard.text().splitlines()) == 11
    assert clipboard.text().startswith("point\tq.mean\tseed\tk3.estimate")
    assert not window.action_list["export.code.torch"].isEnabled()


def test_a_table_is_opened_with_its_plan_and_gone_on_with(computed, qtbot, tmp_path):
    window = computed()
    path = tmp_path / "table.csv"
    window.exporter.write("csv", path)
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-4]))
    other = computed(MAP)
    other.sweeps.open(str(path))
    assert other.store.session.sweep == PLAN
    place = other.sweeps.place
    assert place.bar.button.text() == "Continue"
    assert place.plan_panel.file.text() == "table.csv"
    place.bar.button.click()
    qtbot.waitUntil(lambda: not other.sweeps.run.running, timeout=20_000)
    assert path.read_bytes() == whole


def test_a_foreign_file_leads_to_a_message(open_sweep, tmp_path, qtbot):
    window = open_sweep()
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    window.sweeps.open(str(tmp_path / "other.csv"))
    from PySide6.QtWidgets import QMessageBox

    box = window.findChildren(QMessageBox)[-1]
    assert "holds no sweep of this program" in box.informativeText()
    box.close()


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

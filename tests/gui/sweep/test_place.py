"""The sweep in the window: planned, started and found, by mouse and by key."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.session.plan import SweepPlan
from gui.shell.palette import Palette
from tests.gui.sweep.conftest import MAP, PLAN
from tests.helpers.palettes import enter

ENTER = Qt.Key.Key_Return
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


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
    assert not window.store.undo_stack.can_undo
    assert not window.sweeps.place.bar.button.isEnabled()
    assert "Choose what the sweep is over" in window.sweeps.place.bar.words.text()
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
        enter(palette, typed)
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


def test_the_bar_below_speaks_where_something_is_said_and_the_picture_is_not_alone(open_sweep):
    place = open_sweep(PLAN).sweeps.place
    assert place.foot.facts.text()
    assert place.foot.isVisible()
    place.set_bare(True)
    place.show_run()
    place.notify("something")
    assert not place.foot.isVisible()
    place.set_bare(False)
    assert place.foot.isVisible()
    place.foot.facts.setText("")
    place.notify("")
    assert not place.foot.isVisible()

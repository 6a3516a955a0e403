"""A sweep beside the rest of the window: other pages, other windows, files, languages, the end."""

import multiprocessing
import threading

import pytest

from engine.page.page import all_pages, page_named
from engine.session.address import address
from engine.session.file import load_session
from engine.session.plan import SweepPlan
from engine.session.session import Session
from engine.sweep.planned import first_plan, planned, with_axis
from engine.sweep.processes import Processes
from engine.sweep.row import Row
from engine.sweep.runner import ENDED
from engine.sweep.workers import Serial
from gui.base.request import Failure
from gui.shell.input_panel import OFFERED
from tests.gui.sweep.conftest import PLAN

LONG = SweepPlan("kl-divergence", ("q.mean=-1:1:201",), ("k3.estimate",), 5, True)


def ended(window):
    names = {thread.name for thread in threading.enumerate()}
    return not window.sweeps.run.running and "sweep" not in names


def test_it_goes_on_while_a_page_is_used(open_sweep, qtbot):
    window = open_sweep(LONG)
    window.sweeps.place.toggle()
    window.rail.buttons["densities"].click()
    with qtbot.waitSignal(window.drawn, timeout=20_000):
        window.store.propose(address("q.mean").set(window.store.session, 2.0))
    assert address("q.mean").get(window.store.session) == 2.0
    qtbot.waitUntil(lambda: not window.sweeps.run.running, timeout=60_000)
    window.rail.buttons["sweep"].click()
    assert window.sweeps.place.bar.button.text() == "Done", "q.mean is the axis: the same points"
    assert len(window.sweeps.run.rows) == 1005


def test_a_window_that_closes_ends_its_processes(open_sweep, qtbot):
    window = open_sweep(LONG)
    window.sweeps.run.workers = Processes
    window.sweeps.place.plan_panel.processes.setValue(1)
    window.sweeps.place.toggle()
    qtbot.waitUntil(lambda: len(window.sweeps.run.rows) > 0, timeout=60_000)
    assert window.sweeps.run.running
    assert multiprocessing.active_children()
    window.close()
    assert ended(window)
    assert not multiprocessing.active_children()


def test_a_window_that_closes_at_once_ends_what_has_just_begun(open_sweep):
    window = open_sweep(LONG)
    window.sweeps.run.workers = Processes
    window.sweeps.place.toggle()
    window.close()
    assert ended(window)
    assert not multiprocessing.active_children()


def test_two_windows_have_a_sweep_each(open_sweep, qtbot):
    first, second = open_sweep(), open_sweep(LONG)
    second.sweeps.place.toggle()
    first.sweeps.place.toggle()
    qtbot.waitUntil(lambda: not first.sweeps.run.running, timeout=20_000)
    assert len(first.sweeps.run.rows) == 10
    assert first.sweeps.place.bar.words.text() == "10 of 10 points"
    assert first.sweeps.run.sweep != second.sweeps.run.sweep
    second.close()
    assert ended(second)


def test_what_went_wrong_stays_beside_the_button_until_it_goes_on(open_sweep, qtbot):
    class Lost(Serial):
        def open(self):
            raise OSError("no processes")

    window = open_sweep()
    run, bar = window.sweeps.run, window.sweeps.place.bar
    working, run.workers = run.workers, lambda _: Lost(threads=1)
    window.sweeps.place.toggle()
    qtbot.waitUntil(lambda: not run.running, timeout=20_000)
    window.rail.buttons["densities"].click()
    window.rail.buttons["sweep"].click()
    assert bar.words.text() == "no processes (0 of 10 points)"
    assert bar.words.objectName() == "problem"
    assert bar.button.text() == "Start"
    run.workers = working
    window.sweeps.place.toggle()
    qtbot.waitUntil(lambda: not run.running, timeout=20_000)
    assert bar.words.text() == "10 of 10 points"
    assert not bar.words.objectName()


def test_a_plan_is_saved_with_the_session(open_sweep, tmp_path):
    window = open_sweep(None)
    assert not window.document.modified
    window.store.propose(window.store.session.replace(sweep=PLAN))
    assert window.document.modified
    window.document.path = tmp_path / "plan.json"
    window.document.save()
    assert load_session(tmp_path / "plan.json").sweep == PLAN
    other = open_sweep(None)
    other.opener.open(tmp_path / "plan.json")
    assert other.sweeps.shown
    assert other.sweeps.place.plan_panel.plan == PLAN
    assert other.sweeps.place.bar.button.text() == "Start", "a file starts nothing"


@pytest.mark.parametrize("name", [page.name for page in all_pages()])
def test_every_slider_of_a_page_can_be_swept(dressed, name):
    from gui.shell.input_panel import InputPanel

    session = Session(page=name)
    panel = InputPanel()
    panel.show_session(session)
    rows = panel.addressed()
    assert rows
    for place, row in rows.items():
        assert set(OFFERED) <= set(row.entries), place
        plan = with_axis(first_plan(page_named(name)), address(place), 1)
        sweep = planned(session.replace(sweep=plan))
        for point in (1, sweep.points):
            assert sweep.session_at(point) is not None, place
    panel.deleteLater()


def test_a_point_that_failed_says_why_in_the_language_of_the_window(computed):
    window = computed()
    window.appearance.set_language("zh")
    run = window.sweeps.run
    run.take(run.sweep, run.rows | {3: Row(3, (), ENDED)}, None)
    text = window.sweeps.place.failures.list.item(0).text()
    assert "q.mean = -0.5" in text
    assert "worker" not in text
    box = window.sweeps.place.plan_panel.axes["q.mean"]
    box.values.entered.emit("one")
    assert "must" not in box.problem.text()
    assert "-1e+12" in box.problem.text()
    window.appearance.set_language("en")


def test_what_comes_for_another_page_is_not_shown_on_the_one_behind_the_sweep(open_sweep, qtbot):
    window = open_sweep()
    window.show_page("evidence-bound")
    qtbot.waitUntil(lambda: not window.worker.busy and window.frame.response is not None)
    response = window.frame.response
    behind = window.store.session.replace(page="off-policy").with_sweep_shown(True)
    window.store.propose(behind, text="sweep")
    for told in (window.worker.responded, window.worker.failed):
        given = response if told is window.worker.responded else Failure(response.request, "no", "")
        told.emit(given)
    assert window.frame.page.name == "off-policy"
    assert window.frame.response is None
    assert window.frame.failed is None

"""Another page is made in steps, between which the one that is looked at answers."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from engine.page.scene import Scene
from engine.session.examples import all_examples
from engine.session.reader import SWEEP
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.base.nested_events import take_events
from gui.look.current import current_theme
from gui.look.theme import DARK
from tests.helpers.turning import densities_window, steps, whole

pytestmark = pytest.mark.in_steps


@pytest.fixture
def window(qtbot, dressed):
    yield from densities_window(qtbot)


def test_the_window_is_whole_in_between(window, qtbot):
    before = window.grab().toImage()
    window.rail.chosen.emit("gates")
    taken = 0
    for _ in steps(window):
        taken += 1
        assert whole(window, "densities")
        assert window.grab().toImage() == before
        assert window.updatesEnabled()
    assert taken > 2
    assert whole(window, "gates")
    qtbot.waitUntil(lambda: window.frame.response is not None)


def test_its_plots_are_made_in_steps_before_it_is_shown(window, qtbot):
    window.rail.chosen.emit("kl-divergence")
    made = [0]
    for _ in steps(window):
        frame = window.stack.frames.get("kl-divergence")
        made.append(len(frame.view.board.panels) if frame else 0)
    assert 1 in (now - before for before, now in pairwise(made))
    assert made[-2] == made[-1] == len(window.frame.view.board.shown) > 3


def test_what_is_done_meanwhile_is_done_to_the_page_that_is_there(window):
    window.rail.chosen.emit("gates")
    for samples, _ in enumerate(steps(window), 1001):
        row = window.inputs.addressed()["samples"]
        row.field.selectAll()
        QTest.keyClicks(row.field, str(samples))
        QTest.keyClick(row.field, Qt.Key.Key_Return)
        last = samples
    assert whole(window, "gates")
    assert window.store.session.scene.samples == last > 1001
    assert window.inputs.addressed()["samples"].field.text() == f"{last:,}"


def test_of_several_pages_the_last_is_shown(window):
    for page in ("gates", "skills", "replay"):
        window.rail.chosen.emit(page)
        QApplication.processEvents()
    for _ in steps(window):
        assert whole(window, "densities")
    assert whole(window, "replay")


def test_keys_go_on_from_the_page_that_is_wanted(window):
    names = [page.name for page in window.pages]
    for _ in range(3):
        window.navigation.step_page(1)
    for _ in steps(window):
        pass
    assert whole(window, names[3])


def test_a_page_that_has_been_made_is_shown_at_once(window):
    window.show_page("gates")
    window.show_page("densities")
    window.rail.chosen.emit("gates")
    assert not window.turning.under_way
    assert whole(window, "gates")


def test_who_goes_elsewhere_meanwhile_stays_there(window):
    window.rail.chosen.emit("gates")
    QApplication.processEvents()
    window.document.begin(Session(page="skills"))
    assert window.turning.wanted == "skills"
    list(steps(window))
    assert whole(window, "skills")
    window.rail.chosen.emit("replay")
    window.start.show()
    assert not window.turning.under_way
    assert window.start.shown


def test_an_example_is_opened_when_its_page_is_there(window):
    window.start.show()
    QApplication.processEvents()
    example = next(each for each in all_examples() if each.page == "trajectories")
    window.start.open(example)
    for _ in steps(window):
        assert window.start.shown
    assert whole(window, "trajectories")
    assert window.hint.isVisible()


def test_the_place_of_sweeps_is_made_before_it_is_shown(window):
    window.rail.chosen.emit(SWEEP)
    for _ in steps(window):
        assert whole(window, "densities")
    assert window.sweeps.shown


def test_the_place_of_sweeps_is_made_before_an_example_is_opened(window, monkeypatch):
    monkeypatch.setattr(window.sweeps.run, "begin", lambda *_: None)
    window.start.show()
    example = next(each for each in all_examples() if each.session().shows_sweep)
    window.start.open(example)
    for _ in steps(window):
        assert window.start.shown
    assert window.sweeps.shown


def test_a_place_of_sweeps_in_another_theme_shows_the_plan_at_once(window):
    window.show_page(SWEEP)
    window.presenter.enter()
    window.retheming.finish()
    window.appearance.set_mode("dark")
    while window.appearance.theme.name != current_theme().name:
        QApplication.processEvents()
    window.rail.chosen.emit(SWEEP)
    for _ in steps(window):
        assert window.exporter.exported().title
        window.presenter.show()
    window.retheming.finish()
    assert window.sweeps.shown
    assert window.sweeps.place.theme.name == DARK.name
    window.presenter.leave()
    window.retheming.finish()


def test_a_number_is_shown_after_its_page(window):
    window.palette_entries.go_to_quantity("gates", window.pages[0].quantities[0].key)
    assert not window.drawer.opened
    for _ in steps(window):
        pass
    assert whole(window, "gates")
    assert window.drawer.opened


def test_another_theme_meanwhile_does_no_harm(window, qtbot):
    window.rail.chosen.emit("gates")
    QApplication.processEvents()
    window.appearance.set_mode("dark")
    window.appearance.step_text(1)
    both = window.turning, window.retheming
    qtbot.waitUntil(lambda: not any(each.under_way for each in both), timeout=20_000)
    assert whole(window, "gates")
    assert window.frame.theme.name == DARK.name


def test_a_change_while_the_picture_is_gone_does_not_end_the_turning(window, qtbot):
    window.appearance.set_mode("dark")
    while window.stack.frames:
        QApplication.processEvents()
    window.rail.chosen.emit("gates")
    session = window.store.session
    window.store.propose(session.replace(scene=session.scene.replace(seed=9)))
    assert window.turning.wanted == "gates"
    both = window.turning, window.retheming
    qtbot.waitUntil(lambda: not any(each.under_way for each in both), timeout=20_000)
    assert whole(window, "gates")
    assert window.store.session.scene.seed == 9


def test_it_waits_while_something_else_is_in_its_midst(window):
    window.rail.chosen.emit("gates")
    for _ in range(3):
        take_events(QEventLoop.ProcessEventsFlag.AllEvents)
    assert list(window.stack.frames) == ["densities"]
    window.turning.finish()
    assert whole(window, "gates")


def test_a_page_that_cannot_be_made_is_not_turned_to(window, monkeypatch):
    def fail(name):
        raise RuntimeError("no such picture")

    monkeypatch.setattr(window.stack, "made", fail)
    window.rail.chosen.emit("gates")
    with pytest.raises(RuntimeError, match="no such picture"):
        window.turning.finish()
    monkeypatch.undo()
    assert not window.turning.under_way
    assert whole(window, "densities")


def test_a_window_may_be_closed_before_the_end(dressed, qtbot):
    window = MainWindow(Session(scene=Scene(samples=1000)))
    window.show()
    window.rail.chosen.emit("gates")
    window.close()
    assert not window.turning.under_way
    window.deleteLater()
    qtbot.waitUntil(lambda: not isValid(window))

"""A session of another page, which came from a file or from undo, and is shown when all of it is
there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.page.scene import Scene
from engine.session.examples import all_examples
from engine.session.session import Session
from tests.helpers.turning import densities_window, steps, whole

pytestmark = pytest.mark.in_steps


@pytest.fixture
def window(qtbot, dressed):
    yield from densities_window(qtbot)


def test_a_session_of_another_page_is_painted_when_that_is_there(window):
    window.document.begin(Session(page="gates", scene=Scene(samples=1000)))
    for samples, _ in enumerate(steps(window), 1001):
        assert not window.panels.updatesEnabled()
        row = window.inputs.addressed()["samples"]
        row.field.selectAll()
        QTest.keyClicks(row.field, str(samples))
        QTest.keyClick(row.field, Qt.Key.Key_Return)
        last = samples
    assert window.panels.updatesEnabled()
    assert whole(window, "gates")
    assert window.store.session.scene.samples == last > 1001
    window.store.undo_stack.undo()
    window.show_page("densities")
    window.store.show(Session(page="skills"))
    window.show_page("skills")
    assert not window.turning.under_way
    assert whole(window, "skills")


def test_the_page_of_a_session_is_let_go_of_where_another_is_turned_to(window):
    window.store.show(Session(page="gates"))
    QApplication.processEvents()
    window.rail.chosen.emit("skills")
    for samples, _ in enumerate(steps(window), 1001):
        assert not window.panels.updatesEnabled()
        session = window.store.session
        assert session.page == "gates"
        window.store.show(session.replace(scene=session.scene.replace(samples=samples)))
        last = samples
    assert window.panels.updatesEnabled()
    assert whole(window, "skills")
    assert window.store.session.scene.samples == last > 1001
    assert window.stack.there("gates") is None


def test_a_page_on_its_way_may_be_asked_for_again(window):
    window.store.show(Session(page="gates"))
    for _ in range(2):
        QApplication.processEvents()
        window.rail.chosen.emit("gates")
    list(steps(window))
    assert window.panels.updatesEnabled()
    assert whole(window, "gates")
    window.store.show(Session(page="skills"))
    window.rail.chosen.emit("densities")
    assert not window.turning.under_way
    assert window.panels.updatesEnabled()
    assert whole(window, "densities")
    window.store.show(Session(page="skills"))
    window.rail.chosen.emit("replay")
    window.show_page("skills")
    assert not window.turning.under_way
    assert whole(window, "skills")


def test_a_session_whose_user_goes_nowhere_is_shown(window, monkeypatch):
    asked = []
    monkeypatch.setattr(window.document, "look_at", lambda *_: asked.append(1))
    example = next(each for each in all_examples() if each.page == "trajectories")
    for page in ("gates", "replay"):  # the example's page is made, and is there the second time
        window.store.show(Session(page=page))
        window.start.open(example)
        assert window.turning.under_way
        list(steps(window))
        assert asked.pop()
        assert window.panels.updatesEnabled()
        assert whole(window, page)


def test_a_session_is_shown_where_another_page_cannot_be_made(window, monkeypatch):
    window.store.show(Session(page="gates"))
    made = window.stack.made

    def fail(name):
        if name == "skills":
            raise RuntimeError("no such picture")
        return made(name)

    monkeypatch.setattr(window.stack, "made", fail)
    window.rail.chosen.emit("skills")
    with pytest.raises(RuntimeError, match="no such picture"):
        window.turning.finish()
    list(steps(window))
    assert window.panels.updatesEnabled()
    assert whole(window, "gates")


def test_a_session_that_is_left_for_another_page_is_not_shown(window):
    for page in ("gates", "replay", "densities"):
        window.store.show(Session(page=page))
        QApplication.processEvents()
    assert window.panels.updatesEnabled()
    assert whole(window, "densities")
    window.store.show(Session(page="gates"))
    window.start.show()
    assert not window.turning.under_way
    window.start.leave()
    list(steps(window))
    assert whole(window, "gates")

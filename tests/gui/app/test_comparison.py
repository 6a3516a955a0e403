"""A | B in the window: ghosts behind the curves, numbers beside, by key."""

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.session.file import save_session
from engine.session.session import Session
from gui.plotkit.items import Item
from tests.helpers.playing import KL, opened_on, shown

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(qtbot, dressed):
    """Opens the window: a fixture that held it would hold its menus beyond the test's end."""

    def window(session=None):
        return shown(qtbot, session) if session else opened_on(qtbot, KL)

    return window


def rest(qtbot, window):
    def done():
        idle = not window.worker.busy and not window.comparison.busy
        assert idle
        assert window.frame.response is not None

    qtbot.waitUntil(done)


def move_q(qtbot, window, mean):
    session = window.store.session
    scene = session.scene.replace(q=Gaussian.from_std([mean], [1.0]))
    window.store.propose(session.replace(scene=scene))
    rest(qtbot, window)


def ghosts(window):
    view = window.frame.view
    return [item.ghost for item in view.panel(view.board.main).items if item.ghost is not None]


def cells(window, key):
    numbers = window.drawer.table.numbers
    row, column = numbers.place(key)
    assert column == 1
    return [numbers.cell(row, place).value for place in (1, 2, 3)]


def test_a_pinned_state_stays_behind_by_key(opened, qtbot):
    window = opened()
    panel = window.frame.view.panel(window.frame.view.board.main)
    curve = next(item for item in panel.items if item.name == "k1")
    before = curve.data[-1].copy()
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL)
    move_q(qtbot, window, 2.0)
    assert curve.ghost is not None
    assert (curve.ghost.data[-1] == before).all()
    assert (curve.data[-1] != before).any()
    assert cells(window, "kl.q_p") == pytest.approx([2.0, 0.5, 1.5])
    assert window.chips.chip("kl.q_p").reference.text() == "A 0.5"
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL | SHIFT)
    rest(qtbot, window)
    assert (curve.data[-1] == before).all()
    assert cells(window, "kl.q_p") == pytest.approx([0.5, 2.0, -1.5])
    window.store.undo_stack.undo()
    rest(qtbot, window)
    assert cells(window, "kl.q_p") == pytest.approx([2.0, 0.5, 1.5])


def test_unpinned_nothing_is_left_of_it(opened, qtbot):
    window = opened()
    window.action_list["compare.pin"].trigger()
    move_q(qtbot, window, 2.0)
    assert ghosts(window)
    window.action_list["compare.unpin"].trigger()
    rest(qtbot, window)
    assert not ghosts(window)
    assert window.chips.chip("kl.q_p").reference.isHidden()
    assert window.drawer.table.numbers.grid.columns != ("B", "A", "B − A")
    assert not window.action_list["compare.unpin"].isEnabled()


def test_another_page_shows_its_own_numbers_of_the_pinned_state(opened, qtbot):
    window = opened()
    window.action_list["compare.pin"].trigger()
    move_q(qtbot, window, 2.0)
    window.show_page("densities")
    rest(qtbot, window)
    assert cells(window, "wasserstein_2") == pytest.approx([2.0, 1.0, 1.0])
    assert ghosts(window)
    window.show_page(KL)
    rest(qtbot, window)
    assert cells(window, "kl.q_p") == pytest.approx([2.0, 0.5, 1.5])


def test_a_file_is_the_state_a(opened, qtbot, tmp_path):
    window = opened()
    other = Scene(q=Gaussian.from_std([3.0], [1.0]), samples=2000)
    save_session(Session(scene=other), tmp_path / "a.json")
    window.opener.pin(tmp_path / "a.json")
    rest(qtbot, window)
    assert cells(window, "kl.q_p") == pytest.approx([0.5, 4.5, -4.0])
    assert window.document.modified


def test_the_ghosts_follow_the_theme(opened, qtbot):
    window = opened()
    window.action_list["compare.pin"].trigger()
    move_q(qtbot, window, 2.0)
    window.appearance.set_mode("dark")
    rest(qtbot, window)
    assert ghosts(window)


def test_what_was_drawn_behind_goes_when_nothing_is_pinned_any_more(opened, qtbot):
    window = opened()

    def drawn():
        gc.collect()
        return sum(isinstance(each, Item) for each in gc.get_objects())

    def pinned_for_a_while():
        for name in ("pin", "unpin"):
            window.action_list[f"compare.{name}"].trigger()
            rest(qtbot, window)

    pinned_for_a_while()  # the panels that ghosts are taken from stay
    before = drawn()
    for _ in range(3):
        pinned_for_a_while()
    assert drawn() == before

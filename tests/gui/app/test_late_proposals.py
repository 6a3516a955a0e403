"""A control or a picture that still sends when the scene has changed: what no longer fits is
dropped, and what fits is carried over to the scene as it is now."""

import pytest
from PySide6.QtWidgets import QDialog

from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.session.address import address
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.base.gesture import new_gesture
from gui.shell.store import Store
from tests.helpers import random_use

P, Q = (
    Gaussian([0.0, 1.0], [[1.0, 0.2], [0.2, 1.0]]),
    Gaussian([1.0, 0.0], [[1.0, 0.0], [0.0, 2.0]]),
)
PLANE = Scene(P, Q, samples=500)
SPACE = PLANE.resized(5)
BASE = Session(scene=PLANE)


def opened(qtbot, session):
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.resize(1300, 900)
    window.show()
    qtbot.waitExposed(window)
    rest(qtbot, window)
    return window


def rest(qtbot, window):
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=30_000)


@pytest.mark.parametrize("what", ["play", "sweep", "link"])
def test_the_menu_of_a_row_that_is_hidden_by_now_does_nothing(dressed, qtbot, what):
    window = opened(qtbot, BASE)
    row = window.inputs.addressed()["p.std[2]"]
    window.inputs.sampling.dimension.setValue(1)
    session = window.store.session
    row.wanted.emit(what)
    assert window.store.session == session
    assert not window.player.playing


@pytest.mark.parametrize(("before", "after"), [(2, 1), (5, 1), (5, 2), (2, 5), (1, 3)])
def test_rows_that_are_hidden_by_now_change_nothing(dressed, qtbot, before, after):
    window = opened(qtbot, Session(scene=PLANE.resized(before)))
    window.inputs.sampling.dimension.setValue(after)
    session = window.store.session
    for editor in window.inputs.gaussians.editors.values():
        small, structured = editor.small, editor.structured
        late = [*small.means[after:], *small.stds[after:]]
        late += [small.correlation] if after != 2 else []
        if after > 2:
            late += [*small.means, *small.stds]
        else:
            late += [structured.shift, structured.mean, structured.std, structured.correlation]
            structured.structure.activated.emit(1)
        for row in late:
            for value in (0.5, 0.25):
                row.slider.moved.emit(value, new_gesture())
                row.field.proposed.emit(value, new_gesture())
            assert not row.message.text()
    assert window.store.session == session


@pytest.mark.parametrize("scene", [PLANE, SPACE])
def test_a_handle_of_a_picture_that_is_no_longer_true(dressed, qtbot, scene):
    window = opened(qtbot, Session(scene=scene, page="densities"))
    handles = list(window.frame.view.panel("plane").handles)
    for handle in handles:
        handle.started.emit()
        handle.dragged.emit(0.7, 0.8)
    window.inputs.sampling.dimension.setValue(1)
    session = window.store.session
    # Before the new picture is drawn, and afterwards.
    for _ in range(2):
        for handle in handles:
            handle.dragged.emit(0.5, 0.6)
        assert window.store.session == session
        rest(qtbot, window)
        qtbot.wait(20)


def test_a_drag_keeps_what_was_changed_meanwhile(dressed, qtbot):
    window = opened(qtbot, Session(scene=PLANE, page="densities"))
    drawn = window.store.session
    window.store.show(drawn.replace(scene=drawn.scene.replace(samples=777)))
    p = Gaussian([0.3, 1.0], PLANE.p.covariance)
    gesture = new_gesture()
    for moved in (p, PLANE.p, p):
        window.frame.view.propose_scene(drawn, {"p": moved}, gesture)
        assert window.store.session.scene == PLANE.replace(p=moved, samples=777)


def test_an_option_that_is_out_of_use_by_now(dressed, qtbot):
    page = "softmax-policy"
    window = opened(qtbot, Session(page=page))
    drawn = window.store.session
    fewer = drawn.with_options(page, drawn.options[page].resized(3))
    window.store.show(fewer)
    bars = window.frame.view.panel("logits").handles
    bars.proposed.emit(address("softmax.logits[5]"), 1.5, new_gesture())
    assert window.store.session == fewer
    bars.proposed.emit(address("softmax.logits[2]"), 1.5, new_gesture())
    assert window.store.session.options[page].logits[1] == 1.5


def test_the_table_does_not_outlive_its_dimension(dressed, qtbot):
    window = opened(qtbot, Session(scene=PLANE))
    editor = window.inputs.gaussians.editors["p"]
    editor.open_table()
    dialog = editor.dialog
    window.store.propose(window.store.session.replace(scene=PLANE.resized(3)))
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert editor.dialog is None
    editor.proposed.emit(PLANE.p, new_gesture(), "p table")
    assert window.store.session.scene == PLANE.resized(3)


def test_the_card_of_data_that_are_closed(dressed, qtbot):
    window = opened(qtbot, Session())
    card, session = window.inputs.data, window.store.session
    for signal in (card.closed, card.columns_wanted, card.fit_wanted):
        signal.emit()
    card.skip_changed.emit(True)
    assert window.store.session == session
    assert not window.findChildren(QDialog)


@pytest.mark.parametrize("index", [1, 3])
def test_data_that_arrive_after_a_change(dressed, qtbot, tmp_path, index):
    window = opened(qtbot, BASE)
    source = random_use.data_sources(tmp_path)[index]
    window.data_opener.read(source)
    window.store.show(BASE.replace(scene=PLANE.resized(3).replace(samples=900)))
    qtbot.waitUntil(lambda: window.store.session.scene.data is not None)
    scene = window.store.session.scene
    assert scene.samples == 900
    assert scene.dimension == (2 if source.kind == "groups" else 3)
    rest(qtbot, window)


def test_the_store_takes_what_differs_from_the_base():
    store = Store(BASE.replace(scene=PLANE.replace(seed=3)))
    store.propose(BASE.replace(scene=PLANE.replace(samples=900)), base=BASE)
    assert store.session.scene == PLANE.replace(samples=900, seed=3)
    store.show(BASE.replace(scene=PLANE.resized(1)))
    before = store.session
    for scene in (PLANE.replace(q=PLANE.p), PLANE.replace(p=PLANE.q, seed=5)):
        store.propose(BASE.replace(scene=scene), base=BASE)
        assert store.session == before
    # Both change places, and with them the dimension.
    store.propose(BASE.replace(scene=SPACE), base=BASE)
    assert store.session.scene == SPACE


def test_a_drag_back_to_where_it_began_leaves_no_step():
    store, gesture = Store(BASE), new_gesture()
    for seed in (5, 6, BASE.scene.seed):
        store.propose(BASE.replace(scene=PLANE.replace(seed=seed)), gesture, base=BASE)
    assert store.session == BASE
    assert store.undo_stack.count() == 0

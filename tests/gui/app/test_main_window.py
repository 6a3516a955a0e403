"""Store, worker, panel and pages together."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.session.session import Session
from gui.shell.pace import PREVIEW_SAMPLES
from tests.helpers import dummy


def rest(qtbot, window):
    qtbot.waitUntil(lambda: not window.worker.busy)


def mean_text(window):
    return window.drawer.table.text_at("mean", "exact")


def set_options(window, **changes):
    session = window.store.session
    options = session.options[session.page].replace(**changes)
    window.store.propose(session.with_options(session.page, options))


def test_a_slider_changes_the_readout_and_undo_restores_it(open_window, qtbot):
    window = open_window()
    slider = window.inputs.gaussians.editors["p"].small.means[0].slider
    slider.setFocus()
    assert mean_text(window) == "0"
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    rest(qtbot, window)
    assert mean_text(window) == "0.3"
    assert window.inputs.gaussians.editors["p"].small.means[0].field.text() == "0.3"
    window.store.undo_stack.undo()
    rest(qtbot, window)
    assert mean_text(window) == "0"
    assert slider.value() == slider.scale.position(0.0)
    window.store.undo_stack.redo()
    rest(qtbot, window)
    assert mean_text(window) == "0.3"


def test_undo_works_by_key_while_a_number_is_typed(open_window, qtbot):
    window = open_window()
    window.activateWindow()
    field = window.inputs.gaussians.editors["p"].small.means[0].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2.5")
    rest(qtbot, window)
    assert mean_text(window) == "2.5"
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    assert mean_text(window) == "0"
    assert field.text() == "0"


def test_undo_works_by_key_in_the_dimension_box(open_window, qtbot):
    window = open_window()
    window.activateWindow()
    box = window.inputs.sampling.dimension
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert window.store.session.scene.dimension == 2
    QTest.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.store.session.scene.dimension == 1
    assert box.value() == 1


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("raise", "ZeroDivisionError: no inverse"),
        ("refuse", "must be something else today"),
        ("draw", "RuntimeError: the pen broke"),
    ],
)
def test_a_failing_page_shows_its_message_and_the_window_goes_on(
    open_window, qtbot, trouble, words
):
    window = open_window()
    page = window.frame
    drawn = len(page.view.drawn)
    set_options(window, trouble=trouble)
    rest(qtbot, window)
    assert page.failure.isVisible()
    assert words in page.failure.label.text()
    assert page.view.isVisible(), "the last figure stays below"
    assert len(page.view.drawn) == drawn
    page.failure.copy.click()
    assert "Traceback" in QGuiApplication.clipboard().text()
    window.show_page("other")
    rest(qtbot, window)
    assert not window.frame.failure.isVisible()
    window.show_page("dummy")
    rest(qtbot, window)
    assert page.failure.isVisible()
    window.store.undo_stack.undo()
    set_options(window, trouble="none", shift=1.0)
    rest(qtbot, window)
    assert not page.failure.isVisible()
    assert mean_text(window) == "1"


def test_undoing_what_failed_shows_the_answer_again(open_window, qtbot):
    window = open_window()
    set_options(window, trouble="raise")
    rest(qtbot, window)
    assert window.frame.failure.isVisible()
    window.store.undo_stack.undo()
    rest(qtbot, window)
    assert not window.frame.failure.isVisible()


def test_a_value_that_cannot_be_is_told_beside_its_field(open_window, qtbot):
    window = open_window()
    row = window.inputs.gaussians.editors["q"].small.stds[0]
    before = window.store.session
    row.field.setFocus()
    row.field.selectAll()
    QTest.keyClicks(row.field, "-1")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert row.message.text() == "std σ takes a number from 10⁻¹² to 10¹², not −1."
    assert window.store.session == before


def test_the_buttons_do_what_they_say(open_window, qtbot):
    window = open_window()
    start = window.store.session
    for widget in window.inputs.findChildren(object):
        if getattr(widget, "text", lambda: "")() == "Swap":
            widget.click()
    assert window.store.session.scene == start.scene.swapped()
    menu = {action.text().replace("&", ""): action for action in window.findChildren(QAction)}
    menu["Match q to p"].trigger()
    scene = window.store.session.scene
    assert scene.p == scene.q == start.scene.q
    menu["Resample"].trigger()
    assert window.store.session.scene.seed == start.scene.seed + 1
    menu["Reset"].trigger()
    assert window.store.session == Session()
    assert window.store.undo_stack.count() == 4


def test_dimension_by_button_and_box(open_window, qtbot):
    window = open_window()
    window.inputs.sampling.quick.buttons["N"].click()
    assert window.store.session.scene.dimension == 5
    assert window.inputs.gaussians.editors["p"].structured.isVisible()
    window.inputs.sampling.dimension.setValue(2)
    assert window.store.session.scene.dimension == 2
    assert window.inputs.gaussians.editors["p"].small.correlation.isVisible()
    window.inputs.sampling.quick.buttons["1"].click()
    assert window.store.session.scene.dimension == 1
    window.inputs.sampling.quick.buttons["1"].click()
    assert window.inputs.sampling.quick.buttons["1"].isChecked()
    assert window.store.undo_stack.count() == 3


def test_samples_and_seed_are_typed(open_window, qtbot):
    window = open_window()
    for field, text in (
        (window.inputs.sampling.samples.field, "1,000"),
        (window.inputs.sampling.seed, "42"),
    ):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
    rest(qtbot, window)
    scene = window.store.session.scene
    assert (scene.samples, scene.seed) == (1000, 42)
    assert window.status.label.text().startswith("1,000 samples")
    assert window.status.label.text().endswith("seed 42")
    QTest.keyClicks(window.inputs.sampling.seed, "x")
    QTest.keyClick(window.inputs.sampling.seed, Qt.Key.Key_Return)
    assert "“42x” is not a number" in window.inputs.sampling.seed_message.text()


def test_only_the_visible_page_is_computed_and_a_known_answer_is_kept(open_window, qtbot):
    window = open_window()
    assert len(dummy.computed) == 1
    window.show_page("other")
    rest(qtbot, window)
    assert len(dummy.computed) == 2
    assert window.rail.buttons["other"].isChecked()
    window.show_page("dummy")
    rest(qtbot, window)
    assert len(dummy.computed) == 2
    assert not window.store.undo_stack.can_undo, "turning pages is nothing to undo"


def test_a_click_in_the_rail_turns_the_page(open_window, qtbot):
    window = open_window()
    QTest.mouseClick(window.rail.buttons["other"], Qt.MouseButton.LeftButton)
    rest(qtbot, window)
    assert window.store.session.page == "other"
    assert window.frame.view.drawn[-1][0].page == "other"


def test_a_long_run_shows_progress_and_can_be_cancelled(open_window, qtbot):
    window = open_window()
    status = window.status
    assert not status.progress.isVisible()
    set_options(window, milliseconds=30_000, shift=1.0)
    qtbot.waitUntil(status.cancel.isVisible)
    qtbot.waitUntil(lambda: status.progress.value() > 0)
    status.cancel.click()
    assert not window.worker.busy
    assert not status.progress.isVisible()
    assert "Cancelled" in status.notice.text()
    assert mean_text(window) == "0"


def test_what_was_cancelled_goes_on_by_hand_and_by_key(open_window, qtbot):
    window = open_window()
    status = window.status
    set_options(window, milliseconds=1500, shift=1.0)
    qtbot.waitUntil(status.cancel.isVisible)
    assert not status.go_on.isVisible()
    QTest.mouseClick(status.cancel, Qt.MouseButton.LeftButton)
    assert status.go_on.isVisible()
    window.appearance.set_mode("dark")
    assert status.go_on.isVisible(), "what rests is not forgotten"
    window.appearance.set_mode("light")
    QTest.mouseClick(status.go_on, Qt.MouseButton.LeftButton)
    assert not status.go_on.isVisible()
    assert window.worker.busy
    QTest.keyClick(window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert not window.worker.busy
    assert status.go_on.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    assert mean_text(window) == "1"
    assert not status.go_on.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert status.notice.text() == "Nothing is being computed."


def test_another_question_takes_back_the_offer_to_go_on(open_window, qtbot):
    window = open_window()
    set_options(window, milliseconds=30_000, shift=1.0)
    qtbot.waitUntil(window.status.cancel.isVisible)
    window.status.cancel.click()
    set_options(window, milliseconds=0, shift=2.0)
    rest(qtbot, window)
    assert mean_text(window) == "2"
    assert not window.status.go_on.isVisible()


def test_a_preview_says_so(open_window, qtbot):
    window = open_window()
    set_options(window, milliseconds=400)
    rest(qtbot, window)
    session = window.store.session.replace(
        scene=window.store.session.scene.replace(samples=1_000_000)
    )
    with qtbot.waitSignal(window.drawn):
        window.store.propose(session)
    expected = f"preview: first {PREVIEW_SAMPLES:,} of 1,000,000 samples"
    assert window.status.label.text().startswith(expected)
    rest(qtbot, window)
    assert window.status.label.text().startswith("1,000,000 samples")


def test_the_banner_comes_and_goes(open_window, qtbot):
    window = open_window()
    assert not window.chips.notice.isVisible()
    tail = window.chips.chip("tail")
    assert tail.isVisible()
    assert tail.sentence == "lam = 4 and it must be below 2"
    QTest.mouseClick(tail, Qt.MouseButton.LeftButton)
    opened = QApplication.activePopupWidget()
    assert opened.label.text() == tail.sentence
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    set_options(window, loud=True)
    rest(qtbot, window)
    assert window.chips.notice.isVisible()
    assert window.chips.notice.text == "It is loud."
    set_options(window, loud=False)
    rest(qtbot, window)
    assert not window.chips.notice.isVisible()


def test_a_drag_in_the_figure_is_a_proposal(open_window, qtbot):
    window = open_window()
    session = window.store.session
    for mean in (1.0, 2.0):
        scene = session.scene.replace(p=type(session.scene.p)(mean, 1.0))
        window.frame.view.proposed.emit(session.replace(scene=scene), 123456789)
    rest(qtbot, window)
    assert mean_text(window) == "2"
    assert window.store.undo_stack.count() == 1

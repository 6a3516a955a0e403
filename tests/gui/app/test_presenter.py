"""Presenting: the picture alone, large; arrows step; everything comes back as it was."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from engine.core.words import speak
from engine.page.page import all_pages
from engine.session.bookmarks import added
from engine.session.reader import SWEEP
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.shell.lecture import LectureFoot, LectureHead, scene_words
from tests.gui.app.test_bookmarks import lecture
from tests.gui.app.test_main_window import set_options
from tests.helpers.documents import press, seed

Key = Qt.Key


def key(window, which):
    """As the keyboard gives it to the window, whatever has the focus."""
    QTest.keyClick(window.windowHandle(), which)


def lines(window):
    [head], [foot] = window.findChildren(LectureHead), window.findChildren(LectureFoot)
    return head.title.text(), foot.place.text()


def parts(window):
    """What is shown of the window, and how large it is."""
    panels = window.panels
    found = {
        "top bar": window.top_bar,
        "rail": panels.rail,
        "inputs": panels.inputs,
        "explanation": panels.explanation,
        "words": panels.explanation.text,
        "drawer": panels.area.drawer,
        "numbers": panels.area.drawer.table,
        "hint": panels.area.hint,
        "play bar": panels.area.play_bar,
        "chips": panels.area.chips,
        "picture": window.frame.view,
    }
    return {name: (part.isVisible(), part.size()) for name, part in found.items()}


def shown(window):
    return {name for name, (visible, _) in parts(window).items() if visible}


def alone(qtbot, window):
    """The picture and its chips are all that is shown."""
    qtbot.waitUntil(lambda: shown(window) == {"chips", "picture"})


def test_only_the_picture_and_its_chips_are_shown(open_window, qtbot):
    window = open_window(lecture(), size=(800, 700))
    size, usual = window.size(), window.status.label.fontInfo().pixelSize()
    press(window, Key.Key_F11)
    assert window.isFullScreen()
    alone(qtbot, window)
    assert window.appearance.theme.text_scale > 1.3
    assert window.appearance.options.size == "normal", "what is chosen stays"
    assert window.settings.appearance.size == "normal"
    assert lines(window) == ("Seed 30", "3 / 3")
    [head], [foot] = window.findChildren(LectureHead), window.findChildren(LectureFoot)
    for label in (head.scene, foot.place, foot.keys):
        assert label.fontInfo().pixelSize() > 1.3 * usual
    key(window, Key.Key_Escape)
    assert not window.isFullScreen()
    assert window.size() == size


@pytest.mark.parametrize("leave", [Key.Key_Escape, Key.Key_F11])
def test_everything_comes_back_as_it_was(open_window, qtbot, monkeypatch, leave):
    # The offscreen platform's screen is 800 x 800: to fill it would make the window smaller.
    monkeypatch.setattr(MainWindow, "showFullScreen", lambda _: None)
    window = open_window(lecture(), size=(1200, 760))
    window.want_explanation(True)
    window.panels.want_numbers(True)
    window.hint.show_text("What to see", "Look here.")
    window.inputs.sampling.seed.setFocus()
    qtbot.wait(50)
    before, theme = parts(window), window.appearance.theme
    name = window.focusWidget().accessibleName()
    size, session, count = window.size(), window.store.session, window.store.undo_stack.count()
    press(window, Key.Key_F11)
    alone(qtbot, window)
    key(window, leave)
    qtbot.waitUntil(lambda: window.size() == size)
    assert not window.presenter.presenting
    qtbot.waitUntil(lambda: parts(window) == before)
    assert window.appearance.theme == theme
    assert window.focusWidget().accessibleName() == name
    assert (window.store.session, window.store.undo_stack.count()) == (session, count)
    assert window.findChildren(LectureHead) == [] or not lines_shown(window)


def lines_shown(window):
    found: list[QWidget] = [*window.findChildren(LectureHead), *window.findChildren(LectureFoot)]
    return any(each.isVisible() for each in found)


def test_the_keys_step_through_the_bookmarks_in_one_step_of_undo(open_window):
    window = open_window(lecture((10, 20, 30, 40)))
    key(window, Key.Key_F11)
    for which, expected in (
        (Key.Key_Left, 30), (Key.Key_PageUp, 20), (Key.Key_Right, 30), (Key.Key_PageDown, 40),
        (Key.Key_Right, 40), (Key.Key_Home, 10), (Key.Key_Left, 10), (Key.Key_End, 40),
        (Key.Key_Up, 30),
    ):  # fmt: skip
        key(window, which)
        assert seed(window) == expected, which
    assert lines(window) == ("Seed 30", "3 / 4")
    key(window, Key.Key_Escape)
    assert seed(window) == 30, "the last one stays shown"
    assert len(window.store.session.bookmarks) == 4
    assert window.store.undo_stack.count() == 1
    assert not window.isWindowModified(), "all of it is in the bookmarks"
    window.store.undo_stack.undo()
    assert seed(window) == 40


def test_it_begins_where_one_is(open_window):
    window = open_window(lecture())
    window.services.bookmarks.go_to(1)
    key(window, Key.Key_F11)
    assert lines(window) == ("Seed 20", "2 / 3")
    key(window, Key.Key_Escape)
    window.action_list["edit.resample"].trigger()
    key(window, Key.Key_F11)
    assert lines(window) == ("Seed 20", "2 / 3"), "a change does not lose the place"
    key(window, Key.Key_Escape)


def test_what_is_no_bookmark_is_presented_too(open_window):
    session = lecture()
    session = session.replace(scene=session.scene.replace(seed=99))
    window = open_window(session)
    key(window, Key.Key_F11)
    assert lines(window) == ("Dummy", "– / 3")
    key(window, Key.Key_Right)
    assert lines(window) == ("Seed 10", "1 / 3")
    key(window, Key.Key_Escape)
    bare = open_window()
    key(bare, Key.Key_F11)
    key(bare, Key.Key_Right)
    assert lines(bare) == ("Dummy", "")
    assert bare.store.session == Session()
    key(bare, Key.Key_Escape)


def test_other_keys_wait_until_it_is_left(open_window):
    window = open_window(lecture())
    key(window, Key.Key_F11)
    QTest.keyClick(window.windowHandle(), Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.store.session.page == "dummy"
    key(window, Key.Key_Escape)


def test_space_plays(open_window, qtbot):
    window = open_window(lecture())
    key(window, Key.Key_F11)
    key(window, Key.Key_Space)
    assert window.player.playing
    alone(qtbot, window)
    qtbot.waitUntil(lambda: window.store.undo_stack.count() == 1)
    key(window, Key.Key_Space)
    assert not window.player.playing
    key(window, Key.Key_Escape)
    assert window.panels.area.play_bar.isVisible()


def test_a_long_run_is_seen_cancelled_and_gone_on_with(open_window, qtbot):
    window = open_window(lecture())
    status, control = window.status, Qt.KeyboardModifier.ControlModifier
    window.presenter.enter()
    set_options(window, milliseconds=30_000)
    [foot] = window.findChildren(LectureFoot)
    qtbot.waitUntil(lambda: foot.progress.shown and foot.progress.share > 0.0)
    assert "cancels" in foot.keys.text()
    QTest.keyClick(window.windowHandle(), Key.Key_Period, control)
    assert not window.worker.busy
    assert not foot.progress.shown
    assert "goes on" in foot.keys.text()
    QTest.keyClick(window.windowHandle(), Key.Key_Period, control)
    qtbot.waitUntil(lambda: foot.progress.shown)
    key(window, Key.Key_Escape)  # leaves, and what is computed goes on
    assert status.cancel.isVisible()
    assert window.worker.busy
    status.cancel.click()


def test_another_theme_meanwhile_changes_nothing_else(open_window, qtbot):
    window = open_window(lecture())
    key(window, Key.Key_F11)
    window.appearance.set_mode("dark")
    window.appearance.step_text(1)
    alone(qtbot, window)
    assert lines(window) == ("Seed 30", "3 / 3")
    key(window, Key.Key_Escape)
    assert "rail" in shown(window)


def test_closing_it_leaves_the_next_start_as_it_was(open_window):
    window = open_window(lecture(), size=(790, 650))
    key(window, Key.Key_F11)
    window.close()
    again = open_window()
    assert not again.isFullScreen()
    assert again.top_bar.isVisible()


@pytest.fixture
def real_window(qtbot, dressed, monkeypatch):
    """Opens a window with the real pages on one bookmark; presenting keeps its size."""
    monkeypatch.setattr(MainWindow, "showFullScreen", lambda _: None)

    def opened(size=(1024, 700)):
        session = added(Session(page="kl-divergence"), "A negative KL in a PPO step")
        window = MainWindow(session)
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        qtbot.waitUntil(lambda: not window.worker.busy)
        return window

    return opened


def test_from_the_start_page_the_picture_is_presented(real_window, qtbot):
    window = real_window()
    window.start.show()
    key(window, Key.Key_F11)
    alone(qtbot, window)
    key(window, Key.Key_Escape)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", [page.name for page in all_pages()])
def test_what_is_set_is_told_of_every_page(qapp, page, language):
    speak(language)
    for dimension in (1, 3):
        session = Session(page=page)
        session = session.replace(scene=session.scene.resized(dimension))
        words = scene_words(session)
        assert "nan" not in words
        assert ("N(" in words) == (
            "gaussians" in next(each for each in all_pages() if each.name == page).inputs
            and dimension == 1
        )


@pytest.mark.parametrize("size", [(1024, 700), (1360, 860)])
def test_nothing_is_cut_in_the_lines(real_window, qtbot, size):
    window = real_window(size)
    window.presenter.enter()
    alone(qtbot, window)
    qtbot.waitUntil(lambda: not window.worker.busy)
    [head], [foot] = window.findChildren(LectureHead), window.findChildren(LectureFoot)
    assert not head.title.cut
    for label in (head.scene, foot.place, foot.keys):
        assert label.width() >= label.sizeHint().width()
    assert (window.width(), window.height()) == size
    assert window.frame.view.height() > 0.6 * size[1]
    window.presenter.leave()


def test_a_sweep_is_presented_without_its_plan(real_window, qtbot):
    window = real_window()
    window.navigation.show_page(SWEEP)
    key(window, Key.Key_F11)
    place = window.sweeps.place  # made anew in the size of a lecture
    assert place.picture.isVisible()
    assert not any(part.isVisible() for part in (place.plan_panel, place.bar, place.foot))
    assert lines(window) == ("Sweep: KL", "– / 1")
    key(window, Key.Key_Right)
    alone(qtbot, window)
    key(window, Key.Key_Escape)
    window.navigation.show_page(SWEEP)
    place = window.sweeps.place
    assert all(part.isVisible() for part in (place.plan_panel, place.bar))
    assert not place.foot.isVisible(), "nothing is said yet"
    place.notify("something")
    assert place.foot.isVisible()
    window.sweeps.close()

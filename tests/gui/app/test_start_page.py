"""The start page: a picture to drag, questions, files, examples; by the mouse and the keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog

from engine.core.run import Run
from engine.page.page import all_pages
from engine.page.scene import Scene
from engine.pages.densities.page import PAGE as DENSITIES
from engine.session.examples import all_examples
from engine.session.file import save_session
from engine.sweep.workers import Serial
from gui.base import commands
from gui.menus.examples_menu import title_of
from gui.shell.start.questions import answered
from tests.helpers.menus import entry
from tests.helpers.start_page import opened, started

EXAMPLES = {example.name: example for example in all_examples()}
SWEEPS = [name for name, each in EXAMPLES.items() if each.session().shows_sweep]
LEFT = Qt.MouseButton.LeftButton


def test_the_start_page_is_in_the_menu_and_in_the_rail(qtbot, dressed):
    window = opened(qtbot)
    assert not window.start.shown
    entry(window, "Examples", "Start page").trigger()
    assert window.start.shown
    assert window.rail.buttons["start"].isChecked()
    assert not window.panels.beside.isVisible()
    window.show_page("densities")
    assert not window.start.shown
    assert window.rail.buttons["densities"].isChecked()
    QTest.mouseClick(window.rail.buttons["start"], LEFT)
    assert window.start.shown


def test_a_drag_of_the_picture_changes_the_session_and_its_numbers(qtbot, dressed):
    window, page = started(qtbot)
    picture, before = page.hero.picture, window.store.session.scene
    grip = next(g for g in picture.grips() if g.name == "q" and g.centre)
    at = picture.scale().to_pixels(grip.x, grip.y).toPoint()
    QTest.mousePress(picture, LEFT, pos=at)
    for step in (20, 40):
        QTest.mouseMove(picture, at + QPoint(step, 0))
    QTest.mouseRelease(picture, LEFT, pos=at + QPoint(40, 0))
    scene = window.store.session.scene
    assert scene.q.mean[0] > before.q.mean[0]
    assert window.start.shown, "the picture stays"
    assert window.store.undo_stack.count() == 1
    exact = DENSITIES.compute(scene, DENSITIES.options(), Run())
    shown = [chip.value.text() for chip in page.hero.chips]
    assert float(shown[0]) == pytest.approx(exact["kl.q_p"].value, abs=1e-3)
    assert float(shown[1]) == pytest.approx(exact["kl.p_q"].value, abs=1e-3)
    window.store.undo_stack.undo()
    assert window.start.shown
    assert page.hero.picture.gaussians["q"] == before.q


def test_an_infinite_variance_leaves_no_effective_share(qtbot, dressed):
    window, page = started(qtbot)
    wide = window.store.session.scene.swapped().replace(p=type(Scene().p)(0.0, 9.0))
    window.store.propose(window.store.session.replace(scene=wide))
    assert page.hero.chips[2].value.text() == "0"


def test_every_question_leads_somewhere(qtbot, dressed):
    window, page = started(qtbot)
    for place, question in enumerate(answered()):
        window.start.show()
        tile = page.hero.tiles[place]
        assert tile.accessibleName() == question.words
        QTest.mouseClick(tile, LEFT)
        assert not window.start.shown
        assert window.store.session.page == question.page


def test_a_question_without_its_page_is_not_asked(qtbot, dressed, monkeypatch):
    monkeypatch.setattr("gui.shell.start.questions.all_pages", lambda: (DENSITIES,))
    assert list(answered()) == []


def test_a_card_opens_its_example_with_what_to_look_for(qtbot, dressed):
    window, page = started(qtbot)
    QTest.mouseClick(page.gallery.cards["kl-negative"], LEFT)
    example = EXAMPLES["kl-negative"]
    assert window.store.session == example.session()
    assert not window.start.shown
    assert window.hint.isVisible()
    assert example.title in window.hint.label.text()
    assert example.title in window.windowTitle()
    assert not window.isWindowModified()
    QTest.mouseClick(window.hint.close_button, LEFT)
    assert not window.hint.isVisible()


def test_an_example_asks_nothing_and_what_was_there_comes_back_by_undo(qtbot, dressed):
    window, page = started(qtbot)
    changed = window.store.session.replace(scene=window.store.session.scene.matched())
    window.store.propose(changed)
    assert window.document.modified
    QTest.mouseClick(page.gallery.cards["kl-negative"], LEFT)
    assert QApplication.activeModalWidget() is None
    assert window.store.session == EXAMPLES["kl-negative"].session()
    assert not window.document.modified
    window.store.undo_stack.undo()
    assert window.store.session == changed
    assert window.document.modified
    assert window.document.origin is None
    window.store.undo_stack.redo()
    assert window.document.origin.name == EXAMPLES["kl-negative"].title


def test_changes_to_a_file_are_asked_about_before_an_example(qtbot, dressed, tmp_path):
    window = opened(qtbot)
    path = tmp_path / "mine.json"
    save_session(window.store.session, path)
    window.opener.open(path)
    changed = window.store.session.replace(scene=window.store.session.scene.matched())
    window.store.propose(changed)
    window.start.open(EXAMPLES["kl-negative"])
    box = QApplication.activeModalWidget()
    assert "mine.json" in box.text()
    box.reject()
    assert window.store.session == changed


def test_a_card_opens_by_the_space_key(qtbot, dressed):
    window, page = started(qtbot)
    card = page.gallery.cards["squash-bimodal"]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert window.store.session.page == "tanh-squashing"


def test_the_examples_of_some_pages(qtbot, dressed):
    _, page = started(qtbot)
    QTest.mouseClick(page.gallery.filters["Policies"], LEFT)
    shown = {name for name, card in page.gallery.cards.items() if not card.isHidden()}
    policies = {page.name for page in all_pages() if page.group == "Policies"}
    assert shown == {n for n, e in EXAMPLES.items() if e.session().page in policies}
    QTest.mouseClick(page.gallery.filters["all"], LEFT)
    assert not any(card.isHidden() for card in page.gallery.cards.values())


@pytest.mark.parametrize("size", [(1024, 700), (1360, 860), (2200, 1200)])
def test_nothing_is_scrolled_sideways_or_cut(qtbot, dressed, size):
    _, page = started(qtbot, size)
    assert page.widget().width() <= page.viewport().width()
    cards = [card for card in page.gallery.cards.values() if card.isVisible()]
    assert len({card.height() for card in cards}) == 1
    for one in cards:
        assert page.gallery.shelf.rect().contains(one.geometry())
        others = [card for card in cards if card is not one]
        assert not any(one.geometry().intersects(card.geometry()) for card in others)
    for tile in page.hero.tiles:
        inside = tile.mapTo(page.hero, tile.rect().bottomRight())
        assert page.hero.rect().contains(inside)
        assert tile.height() >= tile.heightForWidth(tile.width())


def test_no_control_has_the_focus_where_the_start_page_was(qtbot, dressed):
    window = opened(qtbot)
    window.start.open(EXAMPLES["kl-negative"])
    focused = window.focusWidget()
    assert focused is not None
    assert not isinstance(focused, QAbstractButton)
    assert focused.isAncestorOf(window.inputs)


def test_the_hint_goes_with_its_page(qtbot, dressed):
    window = opened(qtbot)
    window.start.open(EXAMPLES["kl-negative"])
    window.show_page("densities")
    assert not window.hint.isVisible()


def test_every_example_opens_from_the_menu_and_is_drawn(qtbot, dressed):
    window = opened(qtbot)
    for name, example in EXAMPLES.items():
        if name in SWEEPS:
            continue
        entry(window, "Examples", f"{title_of(example)}: {example.title}").trigger()
        qtbot.waitUntil(lambda: not window.worker.busy, timeout=60_000)
        assert window.frame.response is not None, name
        assert window.store.session == example.session(), name
        assert not window.frame.failure.isVisible(), name


@pytest.mark.parametrize("name", SWEEPS)
def test_the_example_of_a_sweep_starts_it(qtbot, dressed, name):
    window = started(qtbot)[0]
    window.sweeps.run.workers = lambda _: Serial(threads=1)
    example = EXAMPLES[name]
    entry(window, "Examples", f"Sweep: {example.title}").trigger()
    qtbot.waitUntil(lambda: window.sweeps.place.picture.response is not None, timeout=20_000)
    assert window.sweeps.shown
    assert window.rail.buttons["sweep"].isChecked()
    assert window.store.session == example.session()
    assert not window.document.modified
    assert example.title in window.sweeps.place.hint.label.text()
    assert window.sweeps.run.running
    window.close()
    assert not window.sweeps.run.running


def test_the_start_page_follows_the_theme(qtbot, dressed):
    window, before = started(qtbot)
    window.appearance.set_mode("dark")
    assert window.start.shown
    assert window.start.page is not before


def test_what_is_done_meanwhile_finds_no_numbers_in_another_language(qtbot, dressed):
    window, _ = started(qtbot)
    where = window.inputs.first()
    window.player.begin(where)
    window.player.pause()
    window.services.apply(commands.swapped, "swap")
    window.appearance.set_language("zh")
    assert window.start.shown
    window.store.undo_stack.undo()
    assert window.inputs.first() is None
    assert not window.inputs.focus_on(where)
    window.show_page("densities")
    assert window.inputs.first() == where


def test_the_button_asks_for_a_file(qtbot, dressed):
    window, page = started(qtbot)
    asked = []
    page.opened.connect(lambda: asked.append(True))
    QTest.mouseClick(page.own_data.button, LEFT)
    assert asked
    dialog = window.findChild(QFileDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_what_happens_is_told_on_the_start_page_too(qtbot, dressed):
    window, page = started(qtbot)
    window.status.notify("Saved to /tmp/a.json")
    assert page.notice.isVisible()
    assert page.notice.text() == "Saved to /tmp/a.json"
    window.status.notify("")
    assert not page.notice.isVisible()

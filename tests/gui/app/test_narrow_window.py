"""Large type in a small window: nothing is scrolled sideways, nothing is cut."""

from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.page.page import all_pages
from engine.session.examples import all_examples
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.look.contrast import contrast
from gui.look.theme import THEMES
from gui.menus.keyboard_map import KeyboardMap


@pytest.fixture
def open_window(qtbot, dressed):
    def opened(page="densities", dimension=1, lecture=False, text=0):
        session = Session(page=page)
        session = session.replace(scene=session.scene.resized(dimension).replace(samples=1000))
        window = MainWindow(session)
        qtbot.addWidget(window)
        window.resize(1024, 700)
        window.show()
        qtbot.waitExposed(window)
        if lecture:
            window.appearance.set_size("lecture")
        if text:
            window.appearance.step_text(text)
        qtbot.waitUntil(lambda: not window.worker.busy and window.frame.response is not None)
        QApplication.processEvents()
        return window

    return opened


def right_edge(widget, window):
    return widget.mapTo(window, widget.rect().topRight()).x()


@pytest.mark.parametrize("dimension", [1, 5])
def test_lecture_size_is_not_scrolled_sideways(open_window, qtbot, dimension):
    window = open_window("densities", dimension, lecture=True)
    for page in [page.name for page in all_pages()]:
        window.show_page(page)
        qtbot.waitUntil(lambda: not window.worker.busy)
        assert window.width() == 1024, page
        bar = window.frame.scroller.horizontalScrollBar()
        qtbot.waitUntil(lambda bar=bar: bar.maximum() == 0)
        assert right_edge(window.explanation, window) < 1024, page
        assert right_edge(window.drawer.status, window) < right_edge(window.drawer, window), page
        assert window.inputs.widget().width() <= window.inputs.viewport().width(), page
        assert window.frame.view.figure.zoom >= 0.8, "words are about as large as usual"


def test_the_keyboard_map_fits_on_the_screen(open_window):
    window = open_window(lecture=True, text=5)
    dialog = KeyboardMap(window.action_list.listed(), window)
    assert dialog.height() <= window.screen().availableSize().height()
    dialog.deleteLater()


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_what_is_greyed_can_be_read(theme):
    assert 2.5 < contrast(theme.disabled(), theme.panel) < contrast(theme.muted, theme.panel)


def test_the_tab_key_goes_from_card_to_card_and_scrolls(open_window):
    window = open_window()
    window.start.show()
    QApplication.processEvents()  # it is laid out
    page = window.start.page
    last = page.gallery.cards[all_examples()[-1].name]
    visited = []
    for _ in range(len(page.gallery.cards) + 40):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        visited.append(window.focusWidget())
        if visited[-1] is last:
            break
    cards = [widget for widget in visited if widget in page.gallery.cards.values()]
    assert cards == list(page.gallery.cards.values())
    assert all(card.accessibleName() and card.accessibleDescription() for card in cards)
    assert page.viewport().rect().contains(last.mapTo(page.viewport(), last.rect().center())), (
        "the card in focus is in view"
    )


def test_an_example_is_parsed_once():
    example = all_examples()[0]
    assert example.session() is example.session()


def test_every_menu_fits_in_one_column_on_a_small_screen(open_window):
    window = open_window()
    for title, menu in window.menus.items():
        if menu.actions():
            last = menu.actionGeometry(menu.actions()[-1])
            assert last.bottom() <= 700, title
            assert last.left() < 20, title


def test_the_mouse_may_go_from_a_plot_to_where_words_appear(open_window, qtbot):
    """They have no room while the plot's hint is told. Qt tells of the mouse once more when they
    are shown under it, which the picture must not hear in the midst of its leaving."""
    window = open_window()
    window.resize(800, 560)
    QApplication.processEvents()
    handle, label, figure = window.windowHandle(), window.status.label, window.frame.view.figure
    (frame, *_) = window.frame.view.board.frames.values()
    plot = figure.mapTo(window, frame.sceneBoundingRect().center().toPoint())
    words = label.mapTo(window, label.rect().center())
    before = QCursor.pos()

    def moved_to(place, shown):
        """Until it is heard: other windows may have been left only now."""
        QTest.mouseMove(handle, place + QPoint(1, 0))
        QTest.mouseMove(handle, place)
        return label.isVisible() is shown

    try:
        for place, shown in ((plot, False), (words, True)) * 2:
            QCursor.setPos(window.mapToGlobal(place))
            qtbot.waitUntil(partial(moved_to, place, shown))
            assert frame.hovered is not shown
    finally:
        QCursor.setPos(before)

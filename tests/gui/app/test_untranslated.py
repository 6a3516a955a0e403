"""In Chinese no word of the window is English, and nothing is cut in either language."""

import re

import pytest
from PySide6.QtWidgets import QApplication

from engine.core import words
from engine.core.words import LANGUAGES
from engine.page.page import all_pages
from engine.session.address import address
from engine.session.examples import all_examples
from engine.session.session import Session
from gui.app.main_window import MainWindow
from tests.helpers.english import english_words
from tests.helpers.window_texts import cut_texts, plot_texts, widget_texts

PAGES = [page.name for page in all_pages()]
SAMPLES = 2000
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def speaking(qtbot, dressed, monkeypatch):
    """Opens a window in a language, as on a machine with all its signs."""
    monkeypatch.setattr("gui.shell.status.lacks_font", lambda: False)

    def opened(language, page, size):
        session = Session(page=page)
        window = MainWindow(session.replace(scene=session.scene.replace(samples=SAMPLES)))
        qtbot.addWidget(window)
        window.appearance.set_language(language)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        settle(qtbot, window)
        return window

    return opened


def settle(qtbot, window):
    qtbot.waitUntil(
        lambda: not window.worker.busy and window.frame.response is not None, timeout=20_000
    )
    QApplication.processEvents()


def chinese_signs(text):
    return CHINESE.findall(text.replace(words.NAMES["zh"], ""))


def sessions_of(page):
    session = Session(page=page)
    yield session.replace(scene=session.scene.replace(samples=SAMPLES))
    yield session.replace(scene=session.scene.resized(2).replace(samples=SAMPLES))
    yield session.replace(scene=session.scene.resized(5).replace(samples=SAMPLES))
    for example in all_examples():
        made = example.session()
        if made.page == page:
            scene = made.scene
            yield made.replace(scene=scene.replace(samples=min(scene.samples, 20_000)))


def test_no_word_is_english(speaking, qtbot):
    window = speaking("zh", PAGES[0], (2000, 1300))
    window.want_explanation(True)
    window.panels.want_numbers(True)
    left = set()
    for session in (session for page in PAGES for session in sessions_of(page)):
        window.store.show(session)
        settle(qtbot, window)
        texts = [*widget_texts(window), *plot_texts(window.frame.view)]
        left |= {(session.page, what, text) for what, text in texts if english_words(text)}
    assert not sorted(left)


def test_no_word_of_the_start_page_and_the_palette_is_english(speaking, qtbot):
    window = speaking("zh", "densities", (1360, 860))
    window.start.show()
    QApplication.processEvents()
    texts = list(widget_texts(window))
    texts += [(entry.kind, f"{entry.title}") for entry in window.palette_entries.all()]
    assert not sorted({(what, text) for what, text in texts if english_words(text)})


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_in_the_smallest_window(speaking, qtbot, language):
    window = speaking(language, PAGES[0], (1024, 700))
    for page in PAGES:
        window.show_page(page)
        settle(qtbot, window)
        assert cut_texts(window) == [], page
        assert window.inputs.widget().width() <= window.inputs.viewport().width(), page


def test_the_language_is_switched_while_everything_is_shown(speaking, qtbot):
    """Numbers, a pinned state, the explanation, then the sweep: to Chinese and back."""
    window = speaking("en", "kl-divergence", (1360, 860))
    window.want_explanation(True)
    window.panels.want_numbers(True)
    window.action_list["compare.pin"].trigger()
    settle(qtbot, window)
    for show in (lambda: None, lambda: window.sweeps.add(address("q.mean"))):
        show()
        for language, other in (("zh", english_words), ("en", chinese_signs)):
            window.appearance.set_language(language)
            settle(qtbot, window)
            texts = [*widget_texts(window), *plot_texts(window.frame.view)]
            assert not sorted({(what, text) for what, text in texts if other(text)})
    assert window.store.session.pinned is not None
    assert window.sweeps.shown

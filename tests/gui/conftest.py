"""The window with two small pages in the place of the real ones."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from engine.page import page as page_module
from engine.session import page_options
from engine.session import reader as session_reader
from engine.session import session as session_module
from engine.session.session import Session
from gui.figure import view as view_module
from tests.helpers import dummy


@pytest.fixture
def small_pages(monkeypatch):
    """Discovery finds the dummies."""
    # Those that are imported later would keep what stands here in the place of the real thing.
    import gui.app.main_window
    import gui.app.palette_entries
    import gui.figure.file
    import gui.menus.examples_menu
    import gui.shell.start.gallery
    import gui.shell.start.questions
    import gui.sweep.offer

    for module in (
        page_module,
        session_module,
        session_reader,
        page_options,
        gui.app.main_window,
        gui.app.palette_entries,
    ):
        monkeypatch.setattr(module, "all_pages", lambda: dummy.PAGES)
    monkeypatch.setattr(view_module, "view_class", dummy.VIEWS.__getitem__)
    # The examples are of the real ones.
    entries = gui.app.palette_entries
    for module in (
        gui.menus.examples_menu,
        gui.shell.start.gallery,
        gui.shell.start.questions,
        gui.sweep.offer,
        entries,
    ):
        monkeypatch.setattr(module, "all_examples", tuple)
    dummy.computed.clear()
    return dummy.PAGES


@pytest.fixture(autouse=True)
def at_once(request, monkeypatch):
    """Another theme, or another page, is shown before the test goes on, unless it is
    `in_steps`."""
    if "in_steps" in request.keywords:
        return
    from gui.app.retheme import Retheming
    from gui.app.turning import Turning

    def finished(begin):
        def begin_and_finish(steps, *arguments):
            begin(steps, *arguments)
            steps.finish()

        return begin_and_finish

    monkeypatch.setattr(Retheming, "show", finished(Retheming.show))
    monkeypatch.setattr(Turning, "to", finished(Turning.to))


@pytest.fixture(autouse=True)
def collected_here():
    """As in the program (`gui.base.collector`), garbage is collected in the thread of the widgets
    alone: in one that computes, or reads a file, what is left of other tests' windows would be
    destroyed beside the thread that paints, and the process would crash now and then."""
    gc.disable()
    yield
    counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [age for age, (count, threshold) in enumerate(counts) if count > threshold]
    if due:
        gc.collect(due[-1])


@pytest.fixture
def dressed(qapp):
    """The application looks as it does for a user, for one test."""
    from gui.look.application import application
    from gui.look.qt_words import speak

    style, palette, font = qapp.style().name(), qapp.palette(), qapp.font()
    application()
    yield qapp
    # Windows that were told to go would be laid out once more for each of these.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    speak(qapp, "en")
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(palette)
    qapp.setStyle(style)


@pytest.fixture
def open_window(qtbot, dressed, small_pages):
    """Opens windows on sessions, and closes them."""
    from gui.app.main_window import MainWindow

    def opened(session=None, size=(1024, 700)):
        window = MainWindow(session or Session())
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        qtbot.waitUntil(lambda: not window.worker.busy)
        return window

    return opened

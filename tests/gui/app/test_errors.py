"""An error of the program is shown, and the window goes on with the session."""

import sys
import threading

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from gui.app.error_dialog import ErrorDialog, ErrorReporter


@pytest.fixture
def watched(open_window, monkeypatch):
    """A window whose errors are shown as in the running program; what is printed is recorded."""
    printed = []
    monkeypatch.setattr(sys, "excepthook", lambda *what: printed.append(what[1]))
    window = open_window()
    window.reporter = ErrorReporter(window, window.services.report)
    window.reporter.install()
    window.printed = printed
    yield window
    window.reporter.uninstall()


def fail_in_a_slot(words, kind=ZeroDivisionError):
    def slot():
        raise kind(words)

    # Only within an event loop of Qt's own does PySide give a slot's error to the hook.
    loop = QEventLoop()
    QTimer.singleShot(0, slot)
    QTimer.singleShot(50, loop.quit)
    loop.exec()


def button(dialog, text):
    box = dialog.findChild(QDialogButtonBox)
    return next(b for b in box.buttons() if b.text().replace("&", "") == text)


def test_a_slots_error_opens_one_dialog_and_the_window_goes_on(watched, qtbot):
    window = watched
    session = window.store.session
    fail_in_a_slot("no inverse")
    dialog = window.findChild(ErrorDialog)
    assert dialog.isVisible()
    assert "ZeroDivisionError: no inverse" in dialog.label.text()
    assert "session is not lost" in dialog.advice.text()
    assert "raise kind(words)" in dialog.details.toPlainText()
    assert [str(error) for error in window.printed] == ["no inverse"]
    button(dialog, "Continue").click()
    assert not dialog.isVisible()
    assert window.store.session is session
    slider = window.inputs.gaussians.editors["p"].small.means[0].slider
    QTest.keyClick(slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: not window.worker.busy)
    assert window.drawer.table.text_at("mean", "exact") == "0.1"


def test_many_errors_are_counted_in_one_dialog(watched):
    before = len(QApplication.topLevelWidgets())
    for number in range(120):
        fail = ZeroDivisionError(f"number {number}") if number % 2 else KeyError("missing")
        try:
            raise fail
        except Exception:
            sys.excepthook(*sys.exc_info())
    QApplication.processEvents()
    dialogs = watched.findChildren(ErrorDialog)
    assert len(dialogs) == 1
    assert dialogs[0].count == 120
    assert "120 errors" in dialogs[0].label.text()
    assert len(dialogs[0].tracebacks) == 5, "enough to see what is different"
    assert len(QApplication.topLevelWidgets()) == before + 1
    dialogs[0].accept()
    fail_in_a_slot("after that")
    assert watched.reporter.dialog.count == 1
    watched.reporter.dialog.accept()


def test_the_report_holds_versions_session_and_traceback(watched):
    fail_in_a_slot("no inverse")
    dialog = watched.findChild(ErrorDialog)
    button(dialog, "Copy report").click()
    report = QGuiApplication.clipboard().text()
    for part in ("PySide6 6.10.3", '"seed": 7', "Traceback", "ZeroDivisionError: no inverse"):
        assert part in report
    dialog.accept()


def test_an_error_of_a_thread_is_shown_in_the_window(watched, qtbot):
    def work():
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: watched.findChild(ErrorDialog) is not None)
    assert "RuntimeError: in a thread" in watched.findChild(ErrorDialog).label.text()
    watched.findChild(ErrorDialog).accept()


def test_an_end_by_the_keyboard_is_no_error(watched):
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        sys.excepthook(*sys.exc_info())
    QApplication.processEvents()
    assert watched.findChild(ErrorDialog) is None
    assert len(watched.printed) == 1


def test_the_hooks_are_given_back(open_window, monkeypatch):
    def hook(*_what):
        pass

    monkeypatch.setattr(sys, "excepthook", hook)
    before = threading.excepthook
    window = open_window()
    reporter = ErrorReporter(window, window.services.report)
    reporter.install()
    assert sys.excepthook is not hook
    reporter.uninstall()
    assert sys.excepthook is hook
    assert threading.excepthook is before

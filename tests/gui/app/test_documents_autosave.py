"""Changes that are in no file outlive the program, and only the right one takes them over."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import gui.app.autosave
from engine.core.atomic_file import ExportError, write_whole
from engine.session.file import load_session, save_session
from engine.session.session import Session
from gui.app.autosave import Autosave, autosave_folder, leftovers, lock_of
from gui.app.recovery import Recovery
from gui.shell.status import HINT
from tests.helpers.documents import Ctrl, answer, box, boxes, change, press, words

ROOT = Path(__file__).resolve().parents[3]
Key = Qt.Key


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(gui.app.autosave, "DELAY", 20)


def kept_files():
    folder = autosave_folder()
    return sorted(folder.iterdir()) if folder.exists() else []


def abandoned(open_window, qtbot, path=None, changes=1):
    """What a program leaves that ends without asking."""
    window = open_window()
    if path:
        window.opener.open(path)
    autosave = Autosave(window.document, window.status.notify)
    for _ in range(changes):
        change(window)
    autosave.end(keep=True)
    session = window.store.session
    window.close()
    return session


def test_the_folder_is_the_users(own_folders):
    assert autosave_folder().is_relative_to(own_folders)


@pytest.mark.usefixtures("quick")
def test_changes_are_kept_soon_and_forgotten_when_saved(open_window, qtbot, tmp_path):
    window = open_window()
    save_session(Session(), tmp_path / "own.json")
    window.opener.open(tmp_path / "own.json")
    autosave = Autosave(window.document, window.status.notify)
    qtbot.wait(60)
    assert kept_files() == [], "where nothing is changed nothing is written"
    change(window)
    qtbot.waitUntil(autosave.path.exists)
    assert kept_files() == [autosave.path, Path(f"{autosave.path}.lock")]
    press(window, Key.Key_Z, Ctrl)
    qtbot.waitUntil(lambda: not autosave.path.exists())
    change(window)
    qtbot.waitUntil(autosave.path.exists)
    press(window, Key.Key_S, Ctrl)
    qtbot.waitUntil(lambda: not autosave.path.exists())
    autosave.end()
    assert kept_files() == []


@pytest.mark.usefixtures("quick")
def test_a_long_drag_is_kept_while_it_lasts(open_window, qtbot):
    window = open_window()
    autosave = Autosave(window.document, window.status.notify)
    slider = window.inputs.gaussians.editors["p"].small.means[0].slider
    for _ in range(400):
        QTest.keyClick(slider, Key.Key_Right)
        qtbot.wait(5)
        if autosave.path.exists():
            break
    assert autosave.path.exists()
    autosave.end()


@pytest.mark.usefixtures("quick")
def test_a_disk_that_is_busy_holds_nobody_up_and_has_the_last_change_in_the_end(
    open_window, qtbot, monkeypatch
):
    go, threads = threading.Event(), []

    def slow(path, text):
        threads.append(threading.get_ident())
        assert go.wait(20.0)
        write_whole(path, text)

    monkeypatch.setattr(gui.app.autosave, "write_whole", slow)
    window = open_window()
    autosave = Autosave(window.document, window.status.notify)
    change(window)
    qtbot.waitUntil(lambda: len(threads) == 1)
    assert not autosave.path.exists()
    change(window)
    qtbot.wait(60)
    assert len(threads) == 1, "one after the other"
    go.set()
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threading.get_ident() not in threads
    autosave.end(keep=True)
    assert [left.session for left in leftovers()] == [window.store.session]


@pytest.mark.usefixtures("quick")
def test_what_a_disk_does_not_take_is_told(open_window, qtbot, monkeypatch):
    def full(path, _):
        raise ExportError(path, "no space left")

    monkeypatch.setattr(gui.app.autosave, "write_whole", full)
    window = open_window()
    autosave = Autosave(window.document, window.status.notify)
    change(window)
    qtbot.waitUntil(lambda: "no space left" in window.status.notice.text())
    autosave.end()


def test_what_was_left_is_restored_as_changes_of_its_file(open_window, qtbot, tmp_path):
    path = tmp_path / "own.json"
    save_session(Session(), path)
    session = abandoned(open_window, qtbot, path)
    window = open_window()
    autosave = Autosave(window.document, window.status.notify)
    Recovery(window.document, autosave).offer()
    told = words(box(qtbot, window))
    assert "Restore the unsaved changes to “own.json”?" in told
    assert str(path) in told
    answer(qtbot, window, "Restore")
    assert window.store.session == session != Session()
    assert window.windowTitle().startswith("own.json")
    assert window.isWindowModified()
    assert kept_files() == [autosave.path, Path(f"{autosave.path}.lock")], "it is ours now"
    press(window, Key.Key_S, Ctrl)
    assert load_session(path) == session
    assert not window.isWindowModified()
    autosave.end()
    assert kept_files() == []


def test_discard_goes_on_to_the_next_and_later_keeps_it(open_window, qtbot):
    for changes in (1, 2, 3):
        abandoned(open_window, qtbot, changes=changes)
    stamps = {1: 3000, 2: 2000, 3: 1000}
    for left in leftovers():
        changes = left.session.scene.seed - Session().scene.seed
        os.utime(left.file, (stamps[changes], stamps[changes]))
        left.leave()
    window = open_window()
    autosave = Autosave(window.document, window.status.notify)
    Recovery(window.document, autosave).offer()
    assert "about 2 more" in words(box(qtbot, window))
    answer(qtbot, window, "Discard")
    assert "about 1 more" in words(box(qtbot, window))
    answer(qtbot, window, "Later")
    assert window.store.session == Session()
    assert sorted(left.session.scene.seed for left in leftovers()) == [9, 10]


def test_nothing_is_offered_where_nothing_was_left(open_window, qtbot):
    window = open_window()
    Recovery(window.document, Autosave(window.document, window.status.notify)).offer()
    assert boxes(window) == []


def test_a_program_that_lives_keeps_its_own(open_window, qtbot):
    first = open_window()
    autosave = Autosave(first.document, first.status.notify)
    change(first)
    autosave.write()
    assert leftovers() == []
    autosave.end(keep=True)
    assert len(leftovers()) == 1


def lock_of_an_ended_program(folder):
    lock = lock_of(folder / "any")
    assert lock.tryLock(0)
    content = Path(lock.fileName()).read_text()
    lock.unlock()
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    return content.replace(str(os.getpid()), str(ended.pid), 1)


def test_files_that_cannot_be_read_stay_and_old_locks_go(open_window, qtbot):
    folder = autosave_folder()
    folder.mkdir(parents=True)
    for name, content in {
        "a.json": '{"document": null, "session": {"program": "gaussian-explorer", "schema": 99}}',
        "b.json": "[1]",
        "c.json": "{",
        "d.json": '{"document": 3, "session": 4}',
        "e.txt": "",
    }.items():
        (folder / name).write_text(content)
    (folder / "f.json.lock").write_text(lock_of_an_ended_program(folder))
    assert leftovers() == []
    assert [path.name for path in kept_files()] == ["a.json", "b.json", "c.json", "d.json", "e.txt"]


def test_a_folder_that_cannot_be_written_is_told_once(open_window, qtbot):
    autosave_folder().parent.mkdir(parents=True)
    autosave_folder().write_text("in the way")
    window = open_window()
    autosave = Autosave(window.document, window.status.notify)
    for _ in range(2):
        change(window)
        autosave.write()
    assert "cannot be written for a restart" in window.status.notice.text()
    window.status.notify("")
    autosave.write()
    assert window.status.notice.text() == HINT
    assert boxes(window) == []
    autosave.end()


# A whole program: it changes something, or answers what it is asked, and says so.
PROGRAM = """
import os, sys
import main
from PySide6.QtCore import QTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from gui.look.application import application
from gui.app.main_window import MainWindow

app = application()

def act():
    window = next(w for w in app.topLevelWidgets() if isinstance(w, MainWindow))
    if sys.argv[1] == "change":
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    else:
        box = window.findChild(QMessageBox)
        next(b for b in box.buttons() if b.text() == "&Restore").click()
    print(window.windowTitle(), window.isWindowModified(), flush=True)
    print(window.store.session.scene.seed, flush=True)

QTimer.singleShot(200, act)
QTimer.singleShot(30_000, lambda: os._exit(9))
sys.exit(main.main(sys.argv[2:]))
"""


def started(action, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, action, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(os.name != "posix", reason="kill -9 and Ctrl+C as a signal")
def test_killed_restored_and_interrupted(qtbot, tmp_path):
    path = tmp_path / "own.json"
    save_session(Session(), path)
    with started("change", path) as first:
        assert first.stdout.readline() == "own.json[*] – Gaussian Explorer True\n"
        assert first.stdout.readline() == "8\n"
        qtbot.waitUntil(lambda: any(file.suffix == ".json" for file in kept_files()))
        first.kill()
    with started("restore") as second:
        assert second.stdout.readline() == "own.json[*] – Gaussian Explorer True\n"
        assert second.stdout.readline() == "8\n"
        assert leftovers() == [], "the second program has them"
        second.send_signal(signal.SIGINT)
        out, errors = second.communicate(timeout=20)
        assert (second.returncode, out, errors.replace(PLUGIN, "")) == (0, "", "")
    assert [left.session.scene.seed for left in leftovers()] == [8]
    assert load_session(path) == Session()


PLUGIN = "This plugin does not support propagateSizeHints()\n"

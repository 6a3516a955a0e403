"""A file is written beside the window, which goes on, may ask for another one, and may close."""

import threading

import pytest
from PySide6.QtWidgets import QMessageBox
from shiboken6 import isValid

from engine.core.atomic_file import ExportError
from engine.export.provenance import read_provenance
from gui.figure import figure_file
from tests.helpers.exports import opened, rest


@pytest.fixture
def window(qtbot, dressed):
    window = opened(qtbot)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def held(monkeypatch):
    """Files are written when this is set, and not before."""
    go, writers = threading.Event(), []
    write_whole = figure_file.write_whole

    def wait(path, content):
        writers.append(threading.get_ident())
        assert go.wait(20)
        write_whole(path, content)

    monkeypatch.setattr(figure_file, "write_whole", wait)
    go.writers = writers
    return go


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_file_is_written_while_the_window_goes_on(window, qtbot, tmp_path, held, kind):
    asked, path = window.store.session, tmp_path / f"figure.{kind}"
    window.exporter.write(kind, path)
    window.store.propose(asked.replace(scene=asked.scene.replace(seed=99)), text="seed")
    qtbot.waitUntil(lambda: window.frame.response.session.scene.seed == 99)
    assert not path.exists()
    assert "Written to" not in window.status.notice.text()
    held.set()
    rest(qtbot, window)
    assert threading.get_ident() not in held.writers
    assert read_provenance(path) == asked, "the state that it was asked for"
    assert "Written to" in window.status.notice.text()


def test_of_two_files_of_one_name_the_later_stays(window, qtbot, tmp_path, held):
    path, asked = tmp_path / "figure.png", window.store.session
    window.exporter.write("png", path)
    qtbot.waitUntil(lambda: len(held.writers) == 1)
    later = asked.replace(scene=asked.scene.replace(seed=99))
    window.store.propose(later, text="seed")
    qtbot.waitUntil(lambda: window.frame.response.session == later and not window.worker.busy)
    window.exporter.write("png", path)
    qtbot.wait(50)
    assert len(held.writers) == 1, "it waits for the first"
    held.set()
    rest(qtbot, window)
    assert read_provenance(path) == later


def test_a_window_may_be_closed_meanwhile(dressed, qtbot, tmp_path, held):
    window = opened(qtbot)
    path, asked = tmp_path / "figure.png", window.store.session
    window.exporter.write("png", path)
    window.close()
    window.deleteLater()
    qtbot.waitUntil(lambda: not isValid(window))
    held.set()
    rest(qtbot)
    assert read_provenance(path) == asked


def test_why_a_file_was_not_written_is_told_afterwards(window, qtbot, tmp_path, monkeypatch):
    def fail(path, content):
        raise ExportError(path, "the disk is full")

    monkeypatch.setattr(figure_file, "write_whole", fail)
    window.exporter.write("svg", tmp_path / "figure.svg")
    rest(qtbot, window)
    box = window.findChild(QMessageBox)
    assert f"{tmp_path / 'figure.svg'} could not be written: the disk is full." in box.text()
    box.close()

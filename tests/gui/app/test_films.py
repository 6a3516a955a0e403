"""Films of what is played: made beside the window, whole or not at all."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event, current_thread, main_thread
from time import sleep

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from engine.core.atomic_file import ExportError
from engine.page.result import Result
from engine.session.address import address
from gui.figure.film_file import GifFile, PngFolder
from tests.helpers.playing import opened_on


@pytest.fixture
def opened(qtbot, dressed):
    """Opens the window."""
    return partial(opened_on, qtbot)


@pytest.fixture
def folder(tmp_path):
    """A folder with nothing in it."""
    made = tmp_path / "films"
    made.mkdir()
    return made


def test_a_film_of_what_is_played(opened, qtbot, tmp_path):
    window = opened()
    window.player.begin(address("q.mean[1]"))
    window.player.pause()
    window.player._take(replace(window.player.course, seconds=0.2, mode="once"))
    before = window.store.session
    for kind, name in (("gif", "a.gif"), ("png", "frames")):
        window.film_export.make(kind, tmp_path / name)
        qtbot.waitUntil(lambda: window.film_export.film is None, timeout=20_000)
    with Image.open(tmp_path / "a.gif") as film:
        assert film.n_frames == 4
    assert len(list((tmp_path / "frames").iterdir())) == 4
    assert window.store.session == before


def test_what_a_film_shows_is_computed_beside_the_window(opened, qtbot, tmp_path, monkeypatch):
    made, figure = set(), Result.figure

    def noted(result, name, *rest):
        if not result.made(name):
            made.add((name, current_thread() is main_thread()))
        return figure(result, name, *rest)

    monkeypatch.setattr(Result, "figure", noted)
    window = opened("importance-weights")  # some of its cards are folded
    folded = set(window.frame.view.file_figures(window.store.session)) - {each for each, _ in made}
    window.player.begin(address("q.mean[1]"))
    window.player.pause()
    window.player._take(replace(window.player.course, seconds=0.2, mode="once"))
    window.film_export.make("gif", tmp_path / "a.gif")
    qtbot.waitUntil(lambda: window.film_export.film is None, timeout=20_000)
    assert folded
    assert {(each, False) for each in folded} <= made
    assert not any(in_window for _, in_window in made)


def test_a_film_that_is_cancelled_leaves_nothing(opened, qtbot, tmp_path):
    window = opened()
    window.player.begin(address("q.mean[1]"))
    window.player.pause()
    for kind, name in (("gif", "a.gif"), ("png", "frames")):
        window.film_export.make(kind, tmp_path / name)
        button = window.film_export.progress.findChild(QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert window.film_export.film is None
    assert list(tmp_path.iterdir()) == []


def film(window, path, kind="gif"):
    window.player.begin(address("q.mean[1]"))
    window.player.pause()
    window.player._take(replace(window.player.course, seconds=0.2, mode="once"))
    window.film_export.make(kind, path)


def test_a_film_is_written_beside_the_window_and_whole_where_that_is_closed(
    opened, qtbot, tmp_path, monkeypatch
):
    begun, beside, finish = Event(), [], GifFile.finish

    def slowly(file):
        begun.set()
        beside.append(current_thread() is not main_thread())
        sleep(0.2)
        finish(file)

    monkeypatch.setattr(GifFile, "finish", slowly)
    window = opened()
    film(window, tmp_path / "a.gif")
    qtbot.waitUntil(begun.is_set, timeout=20_000)
    window.close()
    assert window.film_export.film is None
    assert beside == [True]
    with Image.open(tmp_path / "a.gif") as made:
        assert made.n_frames == 4


@pytest.mark.parametrize("close", [False, True])
def test_pictures_are_added_beside_the_window_and_none_after_its_end(
    opened, qtbot, folder, monkeypatch, close
):
    begun, beside, add = Event(), [], PngFolder.add

    def slowly(file, image):
        begun.set()
        beside.append(current_thread() is not main_thread())
        sleep(0.1)
        add(file, image)

    monkeypatch.setattr(PngFolder, "add", slowly)
    window = opened()
    film(window, folder / "frames", "png")
    qtbot.waitUntil(begun.is_set, timeout=20_000)
    if close:
        window.close()
    else:
        window.film_export.cancel()
    assert window.film_export.film is None
    qtbot.wait(50)
    assert beside == [True]
    assert list(folder.iterdir()) == []


def test_a_picture_that_cannot_be_added_ends_the_film(opened, qtbot, folder, monkeypatch):
    def full(file, image):
        raise ExportError(folder / "frames", "no space left")

    monkeypatch.setattr(PngFolder, "add", full)
    window = opened()
    film(window, folder / "frames", "png")
    qtbot.waitUntil(lambda: window.film_export.film is None, timeout=20_000)
    assert "no space left" in window.exporter.box.text()
    window.exporter.box.close()
    assert list(folder.iterdir()) == []


def test_a_film_that_cannot_be_written_in_the_end_is_said(opened, qtbot, tmp_path, monkeypatch):
    def full(file):
        raise ExportError(tmp_path / "a.gif", "no space left")

    monkeypatch.setattr(GifFile, "finish", full)
    window = opened()
    film(window, tmp_path / "a.gif")
    qtbot.waitUntil(lambda: window.film_export.film is None, timeout=20_000)
    assert "no space left" in window.exporter.box.text()
    window.exporter.box.close()


def test_what_cannot_be_written_is_said(opened, qtbot, tmp_path):
    window = opened()
    window.player.begin(address("q.mean[1]"))
    window.player.pause()
    window.film_export.make("png", Path(tmp_path))
    assert "there is such a folder already" in window.exporter.box.text()
    window.exporter.box.close()

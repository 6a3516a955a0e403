"""Films as files, read back by Pillow."""

import shutil
import stat

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage

from engine.core.atomic_file import ExportError
from gui.figure import film_file as films
from gui.figure.film_file import film_file

COLOURS = ("#ffffff", "#3366cc", "#cc6633")


def pictures():
    for colour in COLOURS:
        image = QImage(33, 20, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        yield image


def test_a_gif_holds_every_picture_for_its_time(tmp_path, qapp):
    film = film_file("gif", tmp_path / "a.gif", 53)
    for image in pictures():
        film.add(image)
    assert not list(tmp_path.iterdir()), "nothing before the end"
    film.finish()
    with Image.open(tmp_path / "a.gif") as found:
        assert (found.n_frames, found.size, found.info["duration"]) == (3, (33, 20), 50)
        for place, colour in enumerate(COLOURS):
            found.seek(place)
            assert QColor(*found.convert("RGB").getpixel((16, 10))).name() == colour


def test_a_folder_of_pictures_is_there_whole_or_not_at_all(tmp_path, qapp):
    film = film_file("png", tmp_path / "frames", 50)
    for image in pictures():
        film.add(image)
    assert not (tmp_path / "frames").exists()
    film.finish()
    names = sorted(path.name for path in (tmp_path / "frames").iterdir())
    assert names == ["frame-0001.png", "frame-0002.png", "frame-0003.png"]
    with pytest.raises(ExportError, match="such a folder already"):
        film_file("png", tmp_path / "frames", 50)
    other = film_file("png", tmp_path / "other", 50)
    other.add(next(pictures()))
    other.discard()
    assert [path.name for path in tmp_path.iterdir()] == ["frames"]


def test_mp4_without_ffmpeg_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(ExportError, match="ffmpeg"):
        film_file("mp4", tmp_path / "a.mp4", 50)


@pytest.mark.parametrize("works", [True, False])
def test_ffmpeg_gets_every_pixel(tmp_path, monkeypatch, qapp, works):
    """A program in its place that writes what it reads."""
    program = tmp_path / "ffmpeg"
    end = "" if works else "echo no such codec >&2; exit 1"
    program.write_text(f'#!/bin/sh\nfor last; do :; done\ncat > "$last"\n{end}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(films.shutil, "which", lambda _: str(program))
    folder = tmp_path / "out"
    folder.mkdir()
    film = film_file("mp4", folder / "a.mp4", 50)
    for image in pictures():
        film.add(image)
    if not works:
        with pytest.raises(ExportError, match="no such codec"):
            film.finish()
        assert not list(folder.iterdir())
        return
    film.finish()
    assert [path.name for path in folder.iterdir()] == ["a.mp4"]
    assert len((folder / "a.mp4").read_bytes()) == 3 * 4 * 32 * 20, "pairs of pixels"

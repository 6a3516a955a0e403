"""The icons of the bundled program, read back by Qt."""

import importlib.util
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QImage, QImageReader

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def icons(qapp):
    spec = importlib.util.spec_from_file_location("icons", ROOT / ".make" / "program_icons.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_windows_has_every_size(icons, tmp_path):
    path = icons.icon_file("win32", tmp_path)
    assert path.suffix == ".ico"
    reader = QImageReader(str(path))
    assert reader.imageCount() == len(icons.WINDOWS)
    sizes = []
    for place in range(reader.imageCount()):
        reader.jumpToImage(place)
        image = reader.read()
        assert not image.isNull()
        sizes.append(image.width())
    assert sizes == list(icons.WINDOWS)


def test_macos_has_every_size(icons, tmp_path):
    content = icons.icon_file("darwin", tmp_path).read_bytes()
    assert content[:4] == b"icns"
    assert int.from_bytes(content[4:8], "big") == len(content)
    at, sizes = 8, {}
    while at < len(content):
        length = int.from_bytes(content[at + 4 : at + 8], "big")
        image = QImage.fromData(QByteArray(content[at + 8 : at + length]), "PNG")
        assert image.size() == QSize(image.width(), image.width())
        sizes[image.width()] = content[at : at + 4]
        at += length
    assert at == len(content)
    assert sizes == icons.MAC


def test_linux_finds_its_icon_by_name(icons, tmp_path):
    assert icons.icon_file("linux", tmp_path) is None


def test_the_picture_is_that_of_the_svg(icons):
    image = QImage.fromData(QByteArray(icons.png(64)), "PNG")
    colors = {image.pixel(x, y) for x in range(64) for y in range(64)}
    assert len(colors) > 10

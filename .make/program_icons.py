"""The program's icon in the formats of Windows and macOS, made of the SVG that Linux shows."""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SVG = Path(__file__).resolve().parent.parent / "resources" / "desktop" / "gaussian-explorer.svg"
WINDOWS = (16, 24, 32, 48, 64, 128, 256)  # pixels
MAC = {32: b"ic11", 64: b"ic12", 128: b"ic07", 256: b"ic08", 512: b"ic09", 1024: b"ic10"}


def icon_file(system: str, folder: Path) -> Path | None:
    """The icon for a ``sys.platform``, written into a folder; None where files name it."""
    if system == "win32":
        name, content = "gaussian-explorer.ico", ico({size: png(size) for size in WINDOWS})
    elif system == "darwin":
        name, content = "gaussian-explorer.icns", icns({size: png(size) for size in MAC})
    else:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def png(size: int) -> bytes:
    """The icon as a PNG of so many pixels a side."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SVG)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def ico(pictures: Mapping[int, bytes]) -> bytes:
    """PNGs by their pixels a side, at most 256, as an icon of Windows: a head, an entry of 16 bytes
    for each, and the PNGs."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    entries, start = b"", len(head) + 16 * len(pictures)
    for size, content in pictures.items():
        side = size % 256  # 0 stands for 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(content), start)
        start += len(content)
    return head + entries + b"".join(pictures.values())


def icns(pictures: Mapping[int, bytes]) -> bytes:
    """PNGs by their pixels a side as an icon of macOS: each behind its kind and length."""
    parts = [
        MAC[size] + struct.pack(">I", len(content) + 8) + content
        for size, content in pictures.items()
    ]
    body = b"".join(parts)
    return b"icns" + struct.pack(">I", len(body) + 8) + body

"""Bytes of pictures and of what was written to a buffer."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage


def png_bytes(image: QImage) -> bytes:
    """A picture as PNG."""
    buffer = open_buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs ask for bytes, Qt for str
    return written(buffer)


def open_buffer() -> QBuffer:
    """A buffer to be written to."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def written(buffer: QBuffer) -> bytes:
    """What was written to it."""
    return bytes(buffer.data().data())

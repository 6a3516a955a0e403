"""Lengths that grow with the type."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

PROPERTY = "text_scale"


def set_text_scale(app: QApplication, scale: float) -> None:
    """How many times as large as usual the type is that widgets made from now on have."""
    app.setProperty(PROPERTY, scale)


def text_scale() -> float:
    """How many times as large as usual type is."""
    app = QApplication.instance()
    scale = app.property(PROPERTY) if app else None
    return float(scale) if scale else 1.0


def scaled(pixels: float) -> int:
    """A length for type of the usual size, in pixels, at the current size."""
    return int(pixels * text_scale())


def groove_height(scale: float) -> int:
    """The height of a slider's groove in pixels."""
    return int(4 * scale)


def handle_width(scale: float) -> int:
    """The width of a slider's round handle in pixels, its border of two included; it stands out of
    the groove by as much above as below, or its corners could not be half of its height."""
    groove = groove_height(scale)
    return groove + 2 * ((int(10 * scale) + 4 - groove) // 2)

"""Widgets that others have taken the place of."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def discard(widget: QWidget) -> None:
    """Hide it at once, and delete it when nothing is being done with it."""
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()

"""Widgets that others have taken the place of."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QWidget

_count = 0
_held: list[QWidget] | None = None  # what the collector lets go of little by little


def discarded() -> int:
    """How many there have been."""
    return _count


def discard(widget: QWidget) -> None:
    """Hide it at once, and delete it when nothing is being done with it."""
    global _count
    _count += 1
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()


def discard_now(widget: QWidget) -> None:
    """Delete what is hidden, and in which nothing can be under way."""
    global _count
    _count += 1
    if _held is not None:
        _held.append(widget)
    shiboken6.delete(widget)


def hold_back(held: list[QWidget] | None) -> None:
    """What is deleted stands in this list from now on, until it is taken out: Python's part of it,
    which is collected only then; None: it goes at once."""
    global _held
    _held = held

"""The window in another theme: what shows colours or type is replaced, nothing is computed.

The session, its undo, the responses and a running computation stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget


@contextmanager
def in_place(window: QWidget) -> Iterator[None]:
    """The theme changes and panels are replaced inside; the focus stays where it was."""
    place = FocusPlace(window)
    window.setUpdatesEnabled(False)
    try:
        yield
    finally:
        window.setUpdatesEnabled(True)
    place.restore()


class FocusPlace:
    """Where the focus is, by what stays: the control's name and kind."""

    def __init__(self, window: QWidget) -> None:
        focus = window.focusWidget()
        self._window = window
        self._name = focus.accessibleName() if focus else ""
        self._kind = type(focus)

    def restore(self) -> None:
        """Give the focus to the control of the same name."""
        for widget in self._window.findChildren(self._kind) if self._name else []:
            if widget.accessibleName() == self._name and widget.isVisibleTo(self._window):
                widget.setFocus()
                return

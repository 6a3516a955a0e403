"""The window in another theme: what shows colours or type is replaced, nothing is computed.

The session, its undo, the responses and a running computation stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QSplitter, QWidget

from gui.base.scaling import text_scale


@contextmanager
def in_place(window: QWidget, splitter: QSplitter) -> Iterator[None]:
    """The theme changes and panels are replaced inside; the widths of the panels follow the type,
    and the focus stays where it was."""
    place = FocusPlace(window)
    sizes, before = splitter.sizes(), text_scale()
    window.setUpdatesEnabled(False)
    try:
        yield
        splitter.setSizes(_with_room(sizes, text_scale() / before))
    finally:
        window.setUpdatesEnabled(True)
    place.restore()


def _with_room(sizes: list[int], growth: float) -> list[int]:
    """The side panels grow with the type; the page between them gives, but has at least two thirds
    of a narrow window."""
    left, _, right = sizes
    wanted = [min(round(left * growth), max(left, sum(sizes) // 3)), 0, round(right * growth)]
    wanted[1] = max(sum(sizes) - sum(wanted), 1)
    return wanted


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

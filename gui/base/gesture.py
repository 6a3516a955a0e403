"""Gesture numbers: changes with the same number are one step of undo."""

from __future__ import annotations

from itertools import count

_numbers = count(1)


def new_gesture() -> int:
    """A number that no other gesture has had."""
    return next(_numbers)

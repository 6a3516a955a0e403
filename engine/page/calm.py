"""What stands above the numbers without being a warning."""

from __future__ import annotations


class Calm(str):
    """A banner that says that all is well, or where the numbers come from."""

    __slots__ = ()

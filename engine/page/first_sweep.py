"""The sweep that a page suggests to who has not planned one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FirstSweep:
    """Over one axis, a text such as ``q.mean=-3:3:61``; ``read`` are the keys of the quantities,
    without any the most important one of the page."""

    over: str = "q.mean=-3:3:61"
    read: tuple[str, ...] = ()

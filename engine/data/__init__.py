"""Own data: files, columns, rows; rollouts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.data.rollouts.read import read_rollouts

__all__ = ["read_rollouts"]


def __getattr__(name: str) -> Any:
    """The readers are imported when they are asked for, since most programs need none."""
    if name != "read_rollouts":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from engine.data.rollouts.read import read_rollouts

    return read_rollouts

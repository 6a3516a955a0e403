"""Own data: files, columns, rows; rollouts."""

from typing import TYPE_CHECKING

from engine.core.facade import importing

if TYPE_CHECKING:
    from engine.data.rollouts.read import read_rollouts

__all__ = ["read_rollouts"]

__getattr__ = importing(__name__, {"read_rollouts": "rollouts.read"})

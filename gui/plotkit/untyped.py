"""Names for what pyqtgraph, which has no types, hands to its items."""

from __future__ import annotations

from typing import Any, TypeAlias

# A click, a drag or a hover of `pyqtgraph.GraphicsScene.mouseEvents`.
MouseEvent: TypeAlias = Any

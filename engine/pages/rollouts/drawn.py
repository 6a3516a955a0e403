"""What rollouts are drawn where there are none of one's own, by name."""

from __future__ import annotations

from typing import Literal

Drawn = Literal[
    "healthy", "drift", "top-p", "temperature", "shifted", "zeros", "first token", "stale"
]

"""How clearly one colour stands on another, and colours between two."""

from __future__ import annotations

from functools import lru_cache


def luminance(color: str) -> float:
    """The relative luminance of #RRGGBB, from 0 (black) to 1 (white)."""
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=1024)
def mixed(color: str, other: str, share: float) -> str:
    """#rrggbb on the way from one colour (share 0) to another (share 1)."""
    pairs = ((int(color[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@lru_cache(maxsize=1024)
def readable(color: str, towards: str, grounds: tuple[str, ...], least: float) -> str:
    """The colour, moved towards another until its contrast with every ground is ``least``."""
    for step in range(51):
        moved = mixed(color, towards, step / 50) if step else color
        if all(contrast(moved, ground) >= least for ground in grounds):
            return moved
    return towards

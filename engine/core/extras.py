"""What to do where a package is missing that only some files and commands need."""

from __future__ import annotations

import sys


def how_to_get(extra: str) -> str:
    """The command that installs an extra; for a bundled program, which cannot take one in, that
    another installation is needed."""
    command = f'pip install "gaussian-explorer[{extra}]"'
    if getattr(sys, "frozen", False):
        return f"this program without Python does not hold it; {command} makes one that does"
    return command

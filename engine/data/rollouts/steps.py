"""The step of the training and the process that the name of a file tells."""

from __future__ import annotations

import re

_STEP = re.compile(
    r"(?<![a-zA-Z])(?:global[_\-.]?|train(?:ing|er)?[_\-.]?)?"
    r"(?:step|iter(?:ation)?|update|rollout(?:[_\-.]?id)?)s?[_\-=. ]?(\d+)",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"(?<![a-zA-Z])(?:dp[_\-.]?)?(?:rank|worker|shard|proc(?:ess)?)[_\-=. ]?(\d+)", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
LONGEST = 18  # digits of a step


def step_of(parts: tuple[str, ...]) -> int:
    """The step that a file's folders and name tell, its name first; -1 if they tell none."""
    for part in reversed(parts):
        found = [digits for digits in _STEP.findall(part) if len(digits) <= LONGEST]
        if found:
            return int(found[-1])
    stem = parts[-1].partition(".")[0] if parts else ""
    return int(stem) if stem.isdecimal() and stem.isascii() and len(stem) <= LONGEST else -1


def array_name(name: str) -> str:
    """The name of the array that a file holds: its own without ending, step and process."""
    stem = name.rpartition(".")[0] or name
    bare = _RANK.sub("", _STEP.sub("", stem)).strip("_-. ")
    return bare or stem


def natural(path: str) -> tuple[tuple[int, int | str], ...]:
    """A key by which step_2 comes before step_10."""
    parts: list[tuple[int, int | str]] = []
    end = 0
    for found in _DIGITS.finditer(path):
        parts.append((1, path[end : found.start()]))
        parts.append((0, int(found[0]) if len(found[0]) <= 1000 else 0))
        end = found.end()
    return (*parts, (1, path[end:]))

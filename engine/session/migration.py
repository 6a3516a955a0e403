"""Sessions of older schemas, brought to the present one step by step.

A step takes the plain data of schema n and returns those of schema n + 1; it changes nothing in
place, and knows only its own two schemas. What it leaves wrong is named by the reader after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Data = dict[str, Any]
Step = Callable[[Data], Data]

SCHEMA = 3


class MigrationError(Exception):
    """A session too damaged to be brought to the present schema; says from which to which."""


def _softmax_vectors(data: Data) -> Data:
    """1 -> 2: the logits and rewards of the softmax page, once twenty options, are two vectors."""
    options = data.get("options")
    page = options.get("softmax-policy") if isinstance(options, dict) else None
    if not isinstance(options, dict) or not isinstance(page, dict):
        return data
    rest, count = dict(page), page.get("actions", 5)
    if type(count) not in (int, float) or count not in range(2, 11):
        return data  # the reader names it
    rest.pop("actions", None)
    for name, usual in _ENTRIES.items():
        entries = [rest.pop(f"{name}_{i}", value) for i, value in enumerate(usual, 1)]
        rest[f"{name}s"] = entries[: int(count)]
    return {**data, "options": {**options, "softmax-policy": rest}}


_ENTRIES = {
    "logit": (1.0, 0.2, 0.0, 0.5, -0.5, 0.0, 0.0, 0.0, 0.0, 0.0),
    "reward": (4.0, 5.0, 6.0, 1.0, 3.0, 2.0, 0.0, 7.0, -1.0, 4.5),
}


def _cards(data: Data) -> Data:
    """2 -> 3: every plot of a page is a card; which was drawn is no option any more."""
    options = data.get("options")
    if not isinstance(options, dict):
        return data
    views = dict(data.get("views") or {})
    kept = dict(options)
    for page, (option, cards) in _PLOTS.items():
        given = options.get(page)
        if isinstance(given, dict) and option in given:
            kept[page] = {name: value for name, value in given.items() if name != option}
            if given[option] in cards:
                views.setdefault(page, cards[given[option]])
    return {**data, "options": kept, **({"views": views} if views else {})}


# The option that chose plots, and the card that each of its values shows now.
_PLOTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "densities": ("lower", {}),
    "tanh-squashing": (
        "plots",
        {"precision": "precision", "entropy": "entropy", "ppo and sac": "ratio"},
    ),
    "softmax-policy": (
        "plots",
        {"direction": "direction", "rearrangement": "rearrangement", "ascent": "ascent"},
    ),
    "gradient-variance": (
        "plots",
        {"against b and N": "baseline", "against k": "against-k", "KL losses": "losses"},
    ),
}
STEPS: Mapping[int, Step] = {1: _softmax_vectors, 2: _cards}  # from schema n to n + 1


def migrated(data: Data, steps: Mapping[int, Step] = STEPS, to: int = SCHEMA) -> Data:
    """The data in schema ``to``; raises MigrationError."""
    schema = data["schema"]
    while schema < to:
        try:
            data = {**steps[schema](data), "schema": schema + 1}
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            raise MigrationError(
                f"is damaged: it cannot be brought from schema {schema} to {schema + 1}"
            ) from None
        schema += 1
    return data

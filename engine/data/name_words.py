"""The words of a column's name, whatever way they are joined."""

from __future__ import annotations

import re

# Written in capitals of their own, which are no beginnings of words.
PROPER = re.compile(r"vllm|sglang|nemo", re.IGNORECASE)
JOINT = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
WORD = re.compile(r"[a-z]+|\d+|[^\W\d_a-z]+")


def name_words(name: str) -> tuple[str, ...]:
    """In lower case: ``oldLogProbs``, ``old-log.probs`` and ``Old_log_probs`` are
    ("old", "log", "probs"); digits and letters of other scripts are words of their own."""
    parted = PROPER.sub(lambda found: f" {found[0].lower()} ", name)
    return tuple(WORD.findall(JOINT.sub(" ", parted).lower()))


def vocabulary(words: str) -> frozenset[str]:
    """A set of words, given apart by spaces."""
    return frozenset(words.split())

"""The numbers of a text taken out and put back: what is known of it is known for every number."""

from __future__ import annotations

import re
from collections.abc import Set

# Digits that no text of ours has stand for whole numbers of any length.
PLACES = "༠༡༢༣༤༥༦༧༨༩"
_ONE = r"[+\-−]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+| × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
# One, or a list of them, which stays together.
NUMBER = re.compile(rf"(?<![\w.]){_ONE}(?:, {_ONE})*(?![\w.]*\w)")


def without_numbers(text: str, kept: Set[str]) -> tuple[str, tuple[str, ...]]:
    """The text with a place for each number but those that are kept, and the numbers; the text
    itself where it has more of them than there are places."""
    numbers = tuple(each for each in NUMBER.findall(text) if each not in kept)
    if len(numbers) > len(PLACES):
        return text, ()
    places = iter(PLACES)
    return NUMBER.sub(lambda at: at[0] if at[0] in kept else next(places), text), numbers


def with_numbers(text: str, numbers: tuple[str, ...]) -> str:
    """The text with these numbers in its places, in whatever order it has them."""
    for place, number in zip(PLACES, numbers, strict=False):
        text = text.replace(place, number)
    return text

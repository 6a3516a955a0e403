"""How well a few typed letters fit a text; no Qt."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

WORD_START, INSIDE, SCATTERED = 4.0, 2.0, 1.0


def fit_of(typed: str, title: str, other: str = "") -> float:
    """0 if a typed word fits neither the title nor the other words, else more the better it does:
    a word's beginning before its inside before letters in their order; the title before others.
    """
    words = _plain(typed).split()
    total = 0.0
    for word in words:
        best = max(2.0 * _fit(word, _plain(title)), _fit(word, _plain(other), False))
        if not best:
            return 0.0
        total += best
    # Of equal fits, the shorter title says less that was not asked for.
    return total / max(len(words), 1) - 0.001 * len(title)


def _fit(word: str, text: str, scattered: bool = True) -> float:
    place = text.find(word)
    while place >= 0:
        if place == 0 or not text[place - 1].isalnum():
            return WORD_START + (0.5 if place == 0 else 0.0)
        place = text.find(word, place + 1)
    if word in text:
        return INSIDE
    return _scattered(word, text) if scattered and len(word) > 2 else 0.0


def _scattered(word: str, text: str) -> float:
    """Letters in their order with gaps: less, the wider they are spread."""
    first, place = -1, -1
    for letter in word:
        place = text.find(letter, place + 1)
        if place < 0:
            return 0.0
        first = place if first < 0 else first
    return SCATTERED * len(word) / (place - first + 1)


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    """Small letters without accents; Greek letters as they are."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))

"""A text with places, and its translation."""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+")
SIGN, OTHER = "[\u4e00-\u9fff]", "(?:(?![\u4e00-\u9fff])[^\\W_])"
NO_SPACE = re.compile(rf"{SIGN}(?: \||\| ){SIGN}")
A_SPACE = re.compile(rf"{SIGN}\|{OTHER}|(?:{OTHER}|[)])\|{SIGN}")


@dataclass(frozen=True)
class Pattern:
    """``{count} rows of {file}``, which was filled in before it is translated."""

    english: str
    translation: str

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """What stands around the places."""
        return tuple(literal for literal, _ in pieces(self.english) if literal)

    @cached_property
    def weight(self) -> int:
        """Letters around the places: the more there are, the less can be mistaken for it."""
        return sum(len(LETTER.findall(literal)) for literal in self.literals)

    @cached_property
    def word(self) -> str:
        """The longest word that every text of this pattern holds as a whole; "" for none."""
        found = [""]
        for number, (literal, name) in enumerate(pieces(self.english)):
            for each in WORD.finditer(literal):
                cut = each.start() == 0 and number > 0
                if not cut and not (each.end() == len(literal) and name is not None):
                    found.append(each[0])
        return max(found, key=len)

    @property
    def order(self) -> tuple[int, int]:
        """Of two patterns the greater one says more of a text."""
        return self.weight, len("".join(self.literals))

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Matches a text that was filled in; what stands in a place twice is the same."""
        names: list[str] = []
        parts = []
        for literal, name in pieces(self.english):
            parts.append(re.escape(literal))
            if name in names:
                parts.append(rf"\{names.index(name) + 1}")
            elif name is not None:
                parts.append("(.*?)")
                names.append(name)
        return re.compile("".join(parts), re.DOTALL)

    def places(self, text: str) -> dict[str, str] | None:
        """What stands in the places of a text; None for one that is not of this pattern."""
        if not all(literal in text for literal in self.literals):
            return None
        found = self.expression.fullmatch(text)
        names = dict.fromkeys(name for _, name in pieces(self.english) if name is not None)
        return dict(zip(names, found.groups(), strict=True)) if found else None

    def filled(self, values: Mapping[str, str]) -> str:
        """The translation with these in its places."""
        made = ""
        for literal, name in pieces(self.translation):
            made = beside(made, literal) if literal else made
            made = made if name is None else beside(made, values[name])
        return made


def beside(left: str, right: str) -> str:
    """Side by side as Chinese is set: with a space between a sign and a word or number of other
    letters, without one between signs."""
    seam = f"{left[-2:]}|{right[:2]}"
    if NO_SPACE.search(seam):
        return left.removesuffix(" ") + right.removeprefix(" ")
    return f"{left} {right}" if A_SPACE.search(seam) else left + right


class Patterns:
    """Patterns, those that say most of a text first; of a text only those are looked at whose
    `Pattern.word` it holds."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        ordered = sorted(patterns, key=lambda each: each.order, reverse=True)
        self._by_word: dict[str, list[tuple[int, Pattern]]] = {}
        for place, pattern in enumerate(ordered):
            self._by_word.setdefault(pattern.word, []).append((place, pattern))

    def of(self, text: str) -> list[Pattern]:
        """Those that the text may be of, in their order."""
        words = {"", *WORD.findall(text)}
        found = [pair for word in words for pair in self._by_word.get(word, ())]
        return [pattern for _, pattern in sorted(found, key=lambda pair: pair[0])]


def pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """A text's literal parts, each with the name of the place that follows it, or None; places
    without a name are counted from 0."""
    count = itertools.count()
    for literal, name, _, _ in string.Formatter().parse(text):
        yield literal, str(next(count)) if name == "" else name

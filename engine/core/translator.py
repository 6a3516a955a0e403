"""One language: its texts by the English ones, also those that are put together of others.

The engine makes whole English sentences, with their numbers in them, for the command line and for
files. A window that shows one looks for the text itself; then for one with places that it may have
been filled into, ``infinite: {rows} rows have log w = -inf``; then for known texts side by side.
What stood in a place is translated in the same way.
"""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

LEAST = 2  # letters around the places: fewer say nothing
LETTER = re.compile(r"[^\W\d_]")
# What stands between texts side by side, and what does in a language without spaces.
JOINTS = (
    (re.compile(r"(?<=[.!?]) (?=[^\W\d_a-z])|\n"), {" ": "", "\n": "\n"}),
    (re.compile(r"; "), {"; ": "；"}),
    (re.compile(r": "), {": ": "："}),
    (re.compile(r" · "), {" · ": " · "}),
    (re.compile(r", "), {", ": "，"}),
)


@dataclass(frozen=True)
class Pattern:
    """A translation with places."""

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
    def expression(self) -> re.Pattern[str]:
        """Matches a text that was filled in, each place once."""
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
        return "".join(
            literal + (values[name] if name is not None else "")
            for literal, name in pieces(self.translation)
        )


class Translator:
    """Translates by a catalogue; ``texts`` are translations by their English texts, of which those
    in ``patterns`` may have been filled in before they are translated."""

    def __init__(self, texts: Mapping[str, str], patterns: Iterable[str] = ()) -> None:
        self.texts = texts
        made = (Pattern(english, texts[english]) for english in patterns)
        told = (each for each in made if each.weight >= LEAST and each.english != each.translation)
        self._patterns = sorted(told, key=lambda each: -each.weight)
        self._known: dict[str, str | None] = {}

    def text(self, english: str) -> str:
        """The translation, or the text as it is."""
        found = self.known(english)
        return english if found is None else found

    def known(self, english: str) -> str | None:
        """The translation; None where there is none."""
        if english in self.texts:
            return self.texts[english]
        if not LETTER.search(english):
            return english
        if english not in self._known:
            if len(self._known) > 5000:  # numbers change, and texts with them
                self._known.clear()
            self._known[english] = self._filled(english) or self._side_by_side(english)
        return self._known[english]

    def _filled(self, english: str) -> str | None:
        for pattern in self._patterns:
            places = pattern.places(english)
            if places is not None:
                return pattern.filled({name: self.text(each) for name, each in places.items()})
        return None

    def _side_by_side(self, english: str) -> str | None:
        """Put together of known texts, all of them."""
        for joint, between in JOINTS:
            places = list(joint.finditer(english))
            if not places:
                continue
            starts = [0, *(place.end() for place in places)]
            ends = [*(place.start() for place in places), len(english)]
            parts = [self.known(english[a:b]) for a, b in zip(starts, ends, strict=True)]
            if all(part is not None for part in parts):
                joined = parts[0] or ""
                for place, part in zip(places, parts[1:], strict=True):
                    joined += between[place[0]] + (part or "")
                return joined
        return None


def pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """A text's literal parts, each with the name of the place that follows it, or None; places
    without a name are counted from 0."""
    count = itertools.count()
    for literal, name, _, _ in string.Formatter().parse(text):
        yield literal, str(next(count)) if name == "" else name

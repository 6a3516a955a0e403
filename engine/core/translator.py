"""One language: its texts by the English ones, also those that are put together of others.

The engine makes whole English sentences, with their numbers in them, for the command line and for
files. A window that shows one looks for the text itself; then for one with places that it may have
been filled into, ``infinite: {rows} rows have log w = -inf``; then for two known texts side by
side. What stood in a place is translated in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from engine.core.pattern import LETTER, Pattern

LEAST, SURE = 2, 8  # letters around the places: fewer say nothing, from so many on they are sure
MOST_KNOWN = 5000  # texts that are remembered: numbers change, and texts with them
# What is the same in every language: symbols, functions, abbreviations, names of fields.
WORD = re.compile(r"[^\W\d_]{3,}")
SAME = re.compile(
    r"log|exp|cos|sin|tan|tanh|atanh|sqrt|max|min|clip|[vV]ar|sigma|inf|nan|argmax|softmax|"
    r"sigmoid|softplus|Adam|Rényi|"
    r"[A-Zχλμσ]+s?|[A-Za-z]+[A-Z][A-Za-z]*"
)
FIELD = re.compile(r"\w*[_/]\S*")
# Between texts side by side, and what stands there in Chinese: sentences, clauses, lists, words.
JOINTS: tuple[tuple[re.Pattern[str], dict[str, str]], ...] = (
    (re.compile(r"(?<=[.!?]) |(?<=.)\n"), {" ": ""}),
    (re.compile(r"(?<=.); "), {"; ": "；"}),
    (re.compile(r"(?<=.): "), {": ": "："}),
    (re.compile(r"(?<=.) · "), {}),
    (re.compile(r"(?<=.), "), {", ": "，"}),
    (re.compile(r"(?<=.) (?=.)|(?<=[^ ])(?=\()"), {}),
)
LONGEST_NAME = 80  # characters of a text whose words may be known one by one


class Translator:
    """Translates by a catalogue; ``texts`` are translations by their English texts, of which those
    in ``patterns`` may have been filled in before they are translated."""

    def __init__(self, texts: Mapping[str, str], patterns: Iterable[str] = ()) -> None:
        self.texts = variants(texts) | dict(texts)
        made = (Pattern(english, texts[english]) for english in patterns)
        told = (each for each in made if each.weight >= LEAST and each.english != each.translation)
        self._patterns = sorted(told, key=lambda each: each.order, reverse=True)
        self._known: dict[str, str | None] = {}

    def text(self, english: str) -> str:
        """The translation, or the text as it is."""
        found = self.known(english)
        return english if found is None else found

    def known(self, english: str) -> str | None:
        """The translation; None where there is none."""
        if english in self.texts:
            return self.texts[english]
        if english not in self._known:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            self._known[english] = self._found(english)
        return self._known[english]

    def _found(self, english: str) -> str | None:
        if same_everywhere(english):
            return english
        found = self._filled(english)
        return self._side_by_side(english) if found is None else found

    def _filled(self, english: str) -> str | None:
        for pattern in self._patterns:
            places = pattern.places(english)
            if places is None:
                continue
            known = {name: self.known(each) for name, each in places.items()}
            # Few letters stand in other texts as well: what is between them must be known.
            if pattern.weight >= SURE or None not in known.values():
                return pattern.filled({name: known[name] or places[name] for name in places})
        return None

    def _side_by_side(self, english: str) -> str | None:
        """Two known texts, the first as long as there is one."""
        for joint, between in JOINTS:
            if joint is JOINTS[-1][0] and len(english) > LONGEST_NAME:
                continue
            for place in reversed(list(joint.finditer(english))):
                first = self.known(english[: place.start()])
                second = self.known(english[place.end() :]) if first is not None else None
                if first is not None and second is not None:
                    return first + between.get(place[0], place[0]) + second
        return None


def variants(texts: Mapping[str, str]) -> dict[str, str]:
    """The same texts as they stand in others: without spaces around, with an ASCII minus."""
    return {
        each: text.strip()
        for english, text in texts.items()
        for each in (english.strip(), english.strip().replace("−", "-"))
    }


def same_everywhere(text: str) -> bool:
    """Whether a text has no words: symbols, numbers, formulas, abbreviations, names of fields."""
    words = WORD.findall(FIELD.sub("", text))
    return not LETTER.search(text) or all(SAME.fullmatch(word) for word in words)

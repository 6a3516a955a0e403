"""One language: its texts by the English ones, also those that are put together of others.

The engine makes whole English sentences, with their numbers in them, for the command line and for
files. A window that shows one looks for the text itself; then for one with places that it may have
been filled into, ``infinite: {rows} rows have log w = -inf``; then for two known texts side by
side. What stood in a place is translated in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from engine.core.number_places import NUMBER, with_numbers, without_numbers
from engine.core.pattern import LETTER, Pattern, Patterns, beside

LEAST, SURE = 2, 8  # letters around the places: fewer say nothing, from so many on they are sure
MOST_KNOWN = 5000  # texts that are remembered: numbers and names change, and texts with them
# What is the same in every language: symbols, functions, abbreviations, names of fields, addresses,
# and what somebody has typed.
WORD = re.compile(r"[^\W\d_]{3,}|\b(?:an|as|at|by|in|is|it|no|of|on|or|to)\b")
SAME = re.compile(
    r"abs|log|exp|cos|sin|tan|tanh|atanh|sqrt|max|min|clip|[vV]ar|sigma|inf|nan|argmax|softmax|"
    r"sigmoid|softplus|Adam|Rényi|"
    r"[A-Zχλμσ]+s?|[A-Za-z]+[A-Z][A-Za-z]*"
)
FIELD = re.compile(r"\w*[_/]\S*|\b[a-z]+\.[a-z]\S*|'[^']*'")
# Between texts side by side, and what stands there in Chinese.
Joint = tuple[re.Pattern[str], dict[str, str]]
SENTENCES: Joint = re.compile(r"(?<=[.!?]) |(?<=.)\n"), {" ": ""}
CLAUSES: tuple[Joint, ...] = (
    (re.compile(r"(?<=.); "), {"; ": "；"}),
    (re.compile(r"(?<=.): "), {": ": "："}),
    (re.compile(r"(?<=.) · "), {}),
    (re.compile(r"(?<=.), "), {", ": "，"}),
    (re.compile(r"(?<=.)\sand\s"), {" and ": " 和 "}),
)
ENDS = {".": "。", ": ": "："}  # behind texts that are known without
WORDS: Joint = re.compile(r"(?<=.) (?=.)|(?<=[^ ])(?=\()"), {}
LETTER_MARK = re.compile(r"\(&\w\)|&")  # "&File", and 文件(&F)
LONGEST_NAME = 80  # characters of a text whose words may be known one by one


class Translator:
    """Translates by a catalogue; ``texts`` are translations by their English texts, of which those
    in ``patterns`` may have been filled in before they are translated.

    What is known to the last word comes first. A sentence of a pattern with letters enough is
    translated around what it holds, though that be unknown: the name of a column, an error's text.
    """

    def __init__(self, texts: Mapping[str, str], patterns: Iterable[str] = ()) -> None:
        self.texts = variants(texts) | dict(texts)
        made = (Pattern(english, texts[english]) for english in patterns)
        told = (each for each in made if each.weight >= LEAST and each.english != each.translation)
        self._patterns = Patterns(told)
        # Those of sentences that say something else with them.
        own = {number for each in texts for number in NUMBER.findall(each)}
        self._own_numbers = {number for number in own if ", " not in number}
        self._known: dict[str, str | None] = {}
        self._around: dict[str, str | None] = {}

    def text(self, english: str) -> str:
        """The translation, or the text as it is."""
        if english in self.texts:
            return self.texts[english]
        # The same sentence comes again and again with other numbers.
        general, numbers = without_numbers(english, self._own_numbers)
        found = self.known(general) if numbers else None
        if found is not None:
            return with_numbers(found, numbers)
        found = self._found(english)
        return english if found is None else found

    def known(self, english: str) -> str | None:
        """The translation of every word; None where there is none."""
        if english in self.texts:
            return self.texts[english]
        return _kept(self._known, english, self._know)

    def _know(self, english: str) -> str | None:
        if same_everywhere(english) and self.texts.keys().isdisjoint(FIELD.findall(english)):
            return english
        short = len(english) <= LONGEST_NAME
        ways: tuple[Callable[[], str | None], ...] = (
            lambda: self._joined(english, SENTENCES, self.known),
            lambda: self._filled(english, SURE, self.known),
            lambda: self._ended(english),
            *(partial(self._joined, english, joint, self.known) for joint in CLAUSES),
            lambda: self._filled(english, LEAST, self.known),
            lambda: self._joined(english, WORDS, self.known) if short else None,
        )
        return next((found for way in ways if (found := way()) is not None), None)

    def _ended(self, english: str) -> str | None:
        """What is known without the sign at its end."""
        for end, translated in ENDS.items():
            if english.endswith(end) and len(english) > len(end):
                known = self.known(english.removesuffix(end))
                return None if known is None else known + translated
        return None

    def _found(self, english: str) -> str | None:
        known = self.known(english)
        return known if known is not None else _kept(self._around, english, self._translate_around)

    def _translate_around(self, english: str) -> str | None:
        found = self._filled(english, SURE, self.text)
        for joint in (SENTENCES, *CLAUSES[:2]):
            found = found or self._joined(english, joint, self._found)
        return found

    def _filled(
        self, english: str, least: int, translate: Callable[[str], str | None]
    ) -> str | None:
        for pattern in self._patterns.of(english):
            if pattern.weight < least:
                return None
            places = pattern.places(english)
            values = {name: translate(each) for name, each in (places or {}).items()}
            if places is not None and None not in values.values():
                return pattern.filled({name: text or "" for name, text in values.items()})
        return None

    def _joined(
        self, english: str, joint: Joint, translate: Callable[[str], str | None]
    ) -> str | None:
        """Two texts side by side, the first as long as there is one."""
        for place in reversed(list(joint[0].finditer(english))):
            first = translate(english[: place.start()])
            second = translate(english[place.end() :]) if first is not None else None
            if first is not None and second is not None:
                return beside(beside(first, joint[1].get(place[0], place[0])), second)
        return None


def _kept(
    memory: dict[str, str | None], english: str, make: Callable[[str], str | None]
) -> str | None:
    if english not in memory:
        if len(memory) > MOST_KNOWN:
            memory.clear()
        memory[english] = make(english)
    return memory[english]


def variants(texts: Mapping[str, str]) -> dict[str, str]:
    """The same texts as they stand in others: without spaces around, with an ASCII minus, and
    those of menus without the mark of their letter."""
    plain = {
        LETTER_MARK.sub("", english).rstrip("…"): LETTER_MARK.sub("", text).rstrip("…")
        for english, text in texts.items()
        if "&" in english
    }
    return plain | {
        each: text.strip()
        for english, text in texts.items()
        for each in (english.strip(), english.strip().replace("−", "-"))
    }


def same_everywhere(text: str) -> bool:
    """Whether a text has no words: symbols, numbers, formulas, abbreviations, names of fields."""
    words = WORD.findall(FIELD.sub("", text))
    return not LETTER.search(text) or all(SAME.fullmatch(word) for word in words)

"""A text with places, and its translation."""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

LETTER = re.compile(r"[^\W\d_]")
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


def pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """A text's literal parts, each with the name of the place that follows it, or None; places
    without a name are counted from 0."""
    count = itertools.count()
    for literal, name, _, _ in string.Formatter().parse(text):
        yield literal, str(next(count)) if name == "" else name

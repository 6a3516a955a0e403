"""The words that people read, in the language that they chose.

The code holds them in English, and that is the key of every translation: `tr` of an English text
is the text in the language of now. Translations are gettext catalogues, `zh.po`, in
`resources/words` and, for one page, in `resources/pages/NAME`; longer texts have a file of their
own beside the English one, `explanation.zh.md` beside `explanation.md`. What programs read (keys,
flags, JSON, the command line) is always English.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from engine.core.translator import Translator

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
NAMES: dict[Language, str] = {"en": "English", "zh": "中文"}
PATTERN = "no-python-brace-format"  # gettext's flag: `tr` is given the text filled in
_language: Language = "en"


def language() -> Language:
    """That of now."""
    return _language


def speak(wanted: Language) -> None:
    """Use this language from now on; what stands in a window is asked for anew by its owner."""
    global _language
    _language = wanted


def tr(text: str) -> str:
    """An English text in the language of now, or as it is where nobody translated it.

    What the window fills in stands in braces, and is filled in afterwards:
    ``tr("{n} samples").format(n=n)``. A sentence of the engine has its numbers in it already,
    see `Translator`.
    """
    return text if _language == "en" else translator(_language).text(text)


def tr_noop(text: str) -> str:
    """The text as it is: marks what is translated where it is shown."""
    return text


def localised(folder: Traversable, name: str) -> Traversable:
    """The file of this name in a folder of `resources`, in the language of now where there is one:
    ``explanation.zh.md`` for ``explanation.md``."""
    stem, _, ending = name.rpartition(".")
    translated = folder / f"{stem}.{_language}.{ending}"
    return translated if _language != "en" and translated.is_file() else folder / name


@cache
def translator(wanted: Language) -> Translator:
    """That of a language other than English."""
    from engine.core.translator import Translator

    texts = catalogue(wanted)
    return Translator(
        {english: each.text for english, each in texts.items()},
        [english for english, each in texts.items() if each.pattern],
    )


@dataclass(frozen=True, slots=True)
class Translated:
    """A translation; ``pattern``: the engine fills its places in before it is translated."""

    text: str
    pattern: bool


@cache
def catalogue(wanted: Language) -> dict[str, Translated]:
    """Every translation of a language by its English text."""
    from engine.core.catalogue_file import read_messages

    found: dict[str, Translated] = {}
    for english, text in told_beside(wanted):
        found[english] = Translated(text, False)
    for file in catalogue_files(wanted):
        for message in read_messages(file.read_text(encoding="utf-8")):
            if message.text and "fuzzy" not in message.flags:
                found[message.english] = Translated(message.text, PATTERN in message.flags)
    return found


def told_beside(wanted: Language) -> Iterator[tuple[str, str]]:
    """Of every example with a translation beside it: title and title, text and text."""
    folder = resources.files("resources") / "examples"
    for file in folder.iterdir():
        stem, ending = file.name.partition(".")[::2]
        if ending == f"{wanted}.md":
            english = (folder / f"{stem}.md").read_text(encoding="utf-8")
            translated = file.read_text(encoding="utf-8")
            yield from zip(title_and_text(english), title_and_text(translated), strict=True)


def title_and_text(content: str) -> tuple[str, str]:
    """The heading of a file of Markdown, and what stands below it."""
    heading, _, text = content.partition("\n")
    return heading.removeprefix("#").strip(), text.strip()


def catalogue_files(wanted: Language) -> Iterator[Traversable]:
    """The catalogues of a language: the window's first, then those of the pages."""
    root = resources.files("resources")
    pages = sorted((root / "pages").iterdir(), key=lambda folder: folder.name)
    for folder in (root / "words", *pages):
        file = folder / f"{wanted}.po"
        if file.is_file():
            yield file

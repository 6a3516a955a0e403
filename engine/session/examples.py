"""The examples that come with the program: sessions, each with a title and what to look for.

In `resources/examples`, NAME.json is a session file, NAME.md its title and two sentences, and
NAME.light.png and NAME.dark.png its main plot in the colours of either theme, NAME.zh.light.png
and NAME.zh.dark.png the same with Chinese words. They are in the order of their names. From
NAME.zh.md `tr` knows the Chinese title and sentences.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from engine.core.words import title_and_text
from engine.session.file import session_from_text
from engine.session.session import Session

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Example:
    """One example; ``name`` is that of its files, without the number in front."""

    name: str
    title: str
    text: str
    session_text: str
    stem: str  # of its files

    @property
    def page(self) -> str:
        """The name of its page, or that of the page of its sweep."""
        return _study(self.session_text)

    @property
    def of_sweeps(self) -> bool:
        """Whether it shows a sweep."""
        return _shows_sweep(self.session_text)

    def picture(self, theme: str, language: str = "en") -> bytes:
        """That of a theme, "light" or "dark", as PNG; empty where there is none."""
        file = _folder() / picture_name(self.stem, theme, language)
        return file.read_bytes() if file.is_file() else b""

    def session(self) -> Session:
        """The session of the example."""
        return _parsed(self.session_text, self.title)


# Lists of examples need no more than this, and reading all sessions would delay the start.
@cache
def _study(text: str) -> str:
    return str(json.loads(text)["study"])


@cache
def _shows_sweep(text: str) -> bool:
    return bool(json.loads(text).get("sweep", {}).get("shown", False))


@cache
def _parsed(text: str, title: str) -> Session:
    return session_from_text(text, title)


def picture_name(stem: str, theme: str, language: str) -> str:
    """The name of the file of an example's picture."""
    return f"{stem}.{theme}.png" if language == "en" else f"{stem}.{language}.{theme}.png"


def _folder() -> Traversable:
    return resources.files("resources") / "examples"


@cache
def all_examples() -> tuple[Example, ...]:
    """Every example, in order."""
    folder = _folder()
    found = []
    for stem in sorted(file.name[:-5] for file in folder.iterdir() if file.name.endswith(".json")):
        title, text = title_and_text((folder / f"{stem}.md").read_text(encoding="utf-8"))
        found.append(
            Example(
                name=stem.partition("-")[2],
                title=title,
                text=text,
                session_text=(folder / f"{stem}.json").read_text(encoding="utf-8"),
                stem=stem,
            )
        )
    return tuple(found)

"""The examples that come with the program: sessions, each with a title and what to look for.

In `resources/examples`, NAME.json is a session file, NAME.md its title and two sentences, and
NAME.light.png and NAME.dark.png its main plot in the colours of either theme. They are in the
order of their names. From NAME.zh.md `tr` knows the Chinese title and sentences.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

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
    pictures: Mapping[str, bytes]  # PNG by theme; none where there is none yet

    @property
    def page(self) -> str:
        """The name of its page, or that of the page of its sweep."""
        return _study(self.session_text)

    @property
    def of_sweeps(self) -> bool:
        """Whether it shows a sweep."""
        return _shows_sweep(self.session_text)

    def picture(self, theme: str) -> bytes:
        """That of a theme, "light" or "dark"; empty where there is none."""
        return self.pictures.get(theme, b"")

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


@cache
def all_examples() -> tuple[Example, ...]:
    """Every example, in order."""
    folder = resources.files("resources") / "examples"
    found = []
    for stem in sorted(file.name[:-5] for file in folder.iterdir() if file.name.endswith(".json")):
        title, text = title_and_text((folder / f"{stem}.md").read_text(encoding="utf-8"))
        files = {theme: folder / f"{stem}.{theme}.png" for theme in THEMES}
        pictures = {theme: file.read_bytes() for theme, file in files.items() if file.is_file()}
        found.append(
            Example(
                name=stem.partition("-")[2],
                title=title,
                text=text,
                session_text=(folder / f"{stem}.json").read_text(encoding="utf-8"),
                pictures=MappingProxyType(pictures),
            )
        )
    return tuple(found)

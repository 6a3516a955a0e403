"""The examples that come with the program: sessions, each with a title and what to look for.

In `resources/examples`, NAME.json is a session file, NAME.md its title and two sentences, and
NAME.png its picture. They are in the order of their names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from engine.session.file import session_from_text
from engine.session.session import Session


@dataclass(frozen=True, slots=True)
class Example:
    """One example; ``name`` is that of its files, without the number in front."""

    name: str
    title: str
    text: str
    session_text: str
    picture: bytes  # PNG; empty where there is none yet

    def session(self) -> Session:
        """The session of the example."""
        return _parsed(self.session_text, self.title)


@cache
def _parsed(text: str, title: str) -> Session:
    return session_from_text(text, title)


@cache
def all_examples() -> tuple[Example, ...]:
    """Every example, in order."""
    folder = resources.files("resources") / "examples"
    found = []
    for stem in sorted(file.name[:-5] for file in folder.iterdir() if file.name.endswith(".json")):
        heading, _, text = (folder / f"{stem}.md").read_text(encoding="utf-8").partition("\n")
        picture = folder / f"{stem}.png"
        found.append(
            Example(
                name=stem.partition("-")[2],
                title=heading.removeprefix("#").strip(),
                text=text.strip(),
                session_text=(folder / f"{stem}.json").read_text(encoding="utf-8"),
                picture=picture.read_bytes() if picture.is_file() else b"",
            )
        )
    return tuple(found)

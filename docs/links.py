"""Whether every link and picture of a site leads somewhere, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ATTRIBUTES = ("href", "src")


@dataclass
class Found(HTMLParser):
    """What a page of HTML links to, and the places in it that can be linked to."""

    links: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        for name, value in attrs:
            if value and name in ATTRIBUTES:
                self.links.append(value)
            elif value and name in ("id", "name"):
                self.places.add(value)


@cache
def read(file: Path) -> Found:
    """The links and places of a page."""
    found = Found()
    found.feed(file.read_text("utf-8"))
    return found


def broken(site: Path) -> Iterator[str]:
    """Links within the site that lead nowhere, each with the page that it stands on."""
    for page in sorted(site.rglob("*.html")):
        for link in read(page).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            place = unquote(parts.fragment)
            if target.is_dir():
                target /= "index.html"
            if not target.is_relative_to(site.resolve()) or not target.is_file():
                yield f"{page.relative_to(site)}: {link}"
            elif place and target.suffix == ".html" and place not in read(target).places:
                yield f"{page.relative_to(site)}: {link}: no such place"


def outside(site: Path) -> set[str]:
    """The addresses elsewhere that the site names; nobody asks whether they answer."""
    links = (link for page in site.rglob("*.html") for link in read(page).links)
    return {link for link in links if urlsplit(link).scheme in ("http", "https")}

"""The session: everything that a user has set, frozen."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from engine.core.parameter import ParameterError, ParameterSet
from engine.page.page import all_pages, page_named
from engine.page.scene import Scene
from engine.session.link import Link
from engine.session.page_options import PageOptions, with_page
from engine.session.plan import SweepPlan

MOST_BOOKMARKS, MOST_LINKS = 100, 100
LONGEST_TITLE = 100  # characters


def _first_page() -> str:
    return all_pages()[0].name


@dataclass(frozen=True, slots=True)
class Session:
    """The scene, the page that is looked at, the options of every page by name, and which plot of
    a page is its main one, by the page's name; a page without one shows its first.

    ``pinned`` is another session, the state A, which is shown behind this one, the state B.
    ``sweep`` is the sweep that is planned, if one is. ``links`` say which numbers move together.
    ``bookmarks`` are states to come back to, in the order in which they are presented.
    """

    scene: Scene = field(default_factory=Scene)
    page: str = field(default_factory=_first_page)
    options: Mapping[str, ParameterSet] = field(default_factory=lambda: PageOptions({}))
    views: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    pinned: Session | None = None
    sweep: SweepPlan | None = None
    links: tuple[Link, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()

    def __post_init__(self) -> None:
        page_named(self.page)
        object.__setattr__(self, "options", PageOptions(self.options))
        object.__setattr__(self, "views", MappingProxyType(dict(self.views)))
        # A is a scene and options; it has no plots of its own, no sweep, no links and no A.
        if self.pinned is not None:
            object.__setattr__(self, "pinned", self.pinned.state())
        for name, most in (("links", MOST_LINKS), ("bookmarks", MOST_BOOKMARKS)):
            several = tuple(getattr(self, name))
            object.__setattr__(self, name, several)
            if len(several) > most:
                raise ParameterError(name, len(several), f"must be {most} at most")

    def __reduce__(self) -> tuple[type[Session], tuple[object, ...]]:
        fields = {each.name: getattr(self, each.name) for each in dataclasses.fields(self)}
        fields |= {"views": dict(self.views)}
        return Session, tuple(fields.values())

    def replace(self, **changes: object) -> Session:
        """A copy with ``scene``, ``page``, ``options``, ``views``, ``pinned``, ``sweep``, ``links``
        or ``bookmarks`` changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]

    def state(self) -> Session:
        """The scene, the page and the options alone."""
        more = self.views or self.pinned or self.sweep or self.links or self.bookmarks
        return Session(self.scene, self.page, self.options) if more else self

    def holds_as_much_as(self, other: Session) -> bool:
        """Whether the two differ at most in what is looked at: the page, its main plot, or the
        sweep in its place."""
        sweeps = [each.with_sweep_shown(False).sweep for each in (self, other)]
        return (
            self.scene == other.scene
            and self.options == other.options
            and self.pinned == other.pinned
            and self.links == other.links
            and self.bookmarks == other.bookmarks
            and sweeps[0] == sweeps[1]
        )

    @property
    def shows_sweep(self) -> bool:
        """Whether the sweep is looked at, and not the page."""
        return self.sweep is not None and self.sweep.shown

    def with_sweep_shown(self, shown: bool) -> Session:
        """A copy in which the sweep, if one is planned, is looked at, or the page is."""
        if self.sweep is None or self.sweep.shown == shown:
            return self
        return self.replace(sweep=dataclasses.replace(self.sweep, shown=shown))

    def with_options(self, page: str, options: ParameterSet) -> Session:
        """A copy with the options of one page changed."""
        return self.replace(options=with_page(self.options, page, options))

    def with_view(self, page: str, card: str) -> Session:
        """A copy in which another plot of a page is its main one."""
        return self.replace(views={**self.views, page: card})

    def with_states_swapped(self) -> Session:
        """A is shown and B is pinned, on the same page; itself where nothing is pinned."""
        if self.pinned is None:
            return self
        return self.pinned.replace(
            page=self.page,
            views=self.views,
            pinned=self,
            sweep=self.sweep,
            links=self.links,
            bookmarks=self.bookmarks,
        )


@dataclass(frozen=True, slots=True)
class Bookmark:
    """What is shown, to come back to, and what it is called: one line of 1 to 100 characters;
    raises ParameterError. It has no bookmarks itself.
    """

    title: str
    session: Session

    def __post_init__(self) -> None:
        title = " ".join(self.title.split())
        if not 1 <= len(title) <= LONGEST_TITLE:
            wanted = f"must be a line of 1 to {LONGEST_TITLE} characters"
            raise ParameterError("title", title[:40], wanted)
        object.__setattr__(self, "title", title)
        if self.session.bookmarks:
            object.__setattr__(self, "session", self.session.replace(bookmarks=()))

"""The session: everything that a user has set, frozen."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from engine.core.parameter import ParameterSet
from engine.page.page import all_pages, page_named
from engine.page.scene import Scene


def _default_options() -> Mapping[str, ParameterSet]:
    return MappingProxyType({page.name: page.options() for page in all_pages()})


def _first_page() -> str:
    return all_pages()[0].name


@dataclass(frozen=True, slots=True)
class Session:
    """The scene, the page that is looked at, the options of every page by name, and which plot of
    a page is its main one, by the page's name; a page without one shows its first.

    ``pinned`` is another session, the state A, which is shown behind this one, the state B.
    """

    scene: Scene = field(default_factory=Scene)
    page: str = field(default_factory=_first_page)
    options: Mapping[str, ParameterSet] = field(default_factory=_default_options)
    views: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    pinned: Session | None = None

    def __post_init__(self) -> None:
        page_named(self.page)
        options = {**_default_options(), **self.options}
        for name in options:
            page_named(name)
        object.__setattr__(self, "options", MappingProxyType(options))
        object.__setattr__(self, "views", MappingProxyType(dict(self.views)))
        # A is a scene and options; it has no plots of its own, and no A.
        if self.pinned is not None and (self.pinned.views or self.pinned.pinned):
            object.__setattr__(self, "pinned", self.pinned.replace(pinned=None, views={}))

    def __reduce__(self) -> tuple[type[Session], tuple[object, ...]]:
        views = dict(self.views)
        return Session, (self.scene, self.page, dict(self.options), views, self.pinned)

    def replace(self, **changes: object) -> Session:
        """A copy with ``scene``, ``page``, ``options``, ``views`` or ``pinned`` changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]

    def with_options(self, page: str, options: ParameterSet) -> Session:
        """A copy with the options of one page changed."""
        return self.replace(options={**self.options, page: options})

    def with_view(self, page: str, card: str) -> Session:
        """A copy in which another plot of a page is its main one."""
        return self.replace(views={**self.views, page: card})

    def with_states_swapped(self) -> Session:
        """A is shown and B is pinned, on the same page; itself where nothing is pinned."""
        if self.pinned is None:
            return self
        return self.pinned.replace(page=self.page, views=self.views, pinned=self)

"""The session: everything that a user has set, frozen."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from engine.core.parameter import ParameterSet
from engine.page.page import all_pages, page_named
from engine.page.scene import Scene
from engine.session.plan import SweepPlan


def _default_options() -> Mapping[str, ParameterSet]:
    return MappingProxyType({page.name: page.options() for page in all_pages()})


def _first_page() -> str:
    return all_pages()[0].name


@dataclass(frozen=True, slots=True)
class Session:
    """The scene, the page that is looked at, the options of every page by name, and which plot of
    a page is its main one, by the page's name; a page without one shows its first.

    ``pinned`` is another session, the state A, which is shown behind this one, the state B.
    ``sweep`` is the sweep that is planned, if one is.
    """

    scene: Scene = field(default_factory=Scene)
    page: str = field(default_factory=_first_page)
    options: Mapping[str, ParameterSet] = field(default_factory=_default_options)
    views: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    pinned: Session | None = None
    sweep: SweepPlan | None = None

    def __post_init__(self) -> None:
        page_named(self.page)
        options = {**_default_options(), **self.options}
        for name in options:
            page_named(name)
        object.__setattr__(self, "options", MappingProxyType(options))
        object.__setattr__(self, "views", MappingProxyType(dict(self.views)))
        # A is a scene and options; it has no plots of its own, no sweep and no A.
        if self.pinned is not None:
            object.__setattr__(self, "pinned", self.pinned.state())

    def __reduce__(self) -> tuple[type[Session], tuple[object, ...]]:
        views = dict(self.views)
        fields = self.scene, self.page, dict(self.options), views, self.pinned, self.sweep
        return Session, fields

    def replace(self, **changes: object) -> Session:
        """A copy with ``scene``, ``page``, ``options``, ``views``, ``pinned`` or ``sweep``
        changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]

    def state(self) -> Session:
        """The scene, the page and the options alone."""
        bare = not self.views and self.pinned is None and self.sweep is None
        return self if bare else self.replace(views={}, pinned=None, sweep=None)

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
        return self.replace(options={**self.options, page: options})

    def with_view(self, page: str, card: str) -> Session:
        """A copy in which another plot of a page is its main one."""
        return self.replace(views={**self.views, page: card})

    def with_states_swapped(self) -> Session:
        """A is shown and B is pinned, on the same page; itself where nothing is pinned."""
        if self.pinned is None:
            return self
        return self.pinned.replace(page=self.page, views=self.views, pinned=self, sweep=self.sweep)

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
    """The scene, the page that is looked at, and the options of every page by name."""

    scene: Scene = field(default_factory=Scene)
    page: str = field(default_factory=_first_page)
    options: Mapping[str, ParameterSet] = field(default_factory=_default_options)

    def __post_init__(self) -> None:
        page_named(self.page)
        options = {**_default_options(), **self.options}
        for name in options:
            page_named(name)
        object.__setattr__(self, "options", MappingProxyType(options))

    def __reduce__(self) -> tuple[type[Session], tuple[Scene, str, dict[str, ParameterSet]]]:
        return Session, (self.scene, self.page, dict(self.options))

    def replace(self, **changes: object) -> Session:
        """A copy with ``scene``, ``page`` or ``options`` changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]

    def with_options(self, page: str, options: ParameterSet) -> Session:
        """A copy with the options of one page changed."""
        return self.replace(options={**self.options, page: options})

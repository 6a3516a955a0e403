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
    return MappingProxyType({study.name: study.options() for study in all_pages()})


def _first_study() -> str:
    return all_pages()[0].name


@dataclass(frozen=True, slots=True)
class Session:
    """The scene, the study that is looked at, and the options of every study by name."""

    scene: Scene = field(default_factory=Scene)
    study: str = field(default_factory=_first_study)
    options: Mapping[str, ParameterSet] = field(default_factory=_default_options)

    def __post_init__(self) -> None:
        page_named(self.study)
        options = {**_default_options(), **self.options}
        for name in options:
            page_named(name)
        object.__setattr__(self, "options", MappingProxyType(options))

    def __reduce__(self) -> tuple[type[Session], tuple[Scene, str, dict[str, ParameterSet]]]:
        return Session, (self.scene, self.study, dict(self.options))

    def replace(self, **changes: object) -> Session:
        """A copy with ``scene``, ``study`` or ``options`` changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]

    def with_options(self, study: str, options: ParameterSet) -> Session:
        """A copy with the options of one study changed."""
        return self.replace(options={**self.options, study: options})

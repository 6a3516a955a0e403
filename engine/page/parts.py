"""The parts of a page that compute: declared at once, or imported when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any, Protocol

from engine.core.parameter import ParameterSet
from engine.core.quantity import Quantity, Readout
from engine.core.run import Run
from engine.page.scene import Scene

Gather = Callable[[Scene, Any, Run], Any]
Measure = Callable[[Any], Iterable[Readout]]
Figures = Mapping[str, Callable[[Any, Run], Any]]
Banners = Callable[[Any], Iterable[str]]


class Parts(Protocol):
    """What `engine.page.page.Page` says of each of them."""

    @property
    def options(self) -> type[ParameterSet]: ...
    @property
    def quantities(self) -> tuple[Quantity, ...]: ...
    @property
    def gather(self) -> Gather: ...
    @property
    def measure(self) -> Measure: ...
    @property
    def figures(self) -> Figures: ...
    @property
    def banners(self) -> Banners: ...


@dataclass(frozen=True, slots=True)
class GivenParts:
    """Parts that are there already."""

    options: type[ParameterSet]
    quantities: tuple[Quantity, ...]
    gather: Gather
    measure: Measure
    figures: Figures
    banners: Banners


@dataclass(frozen=True)
class ImportedParts:
    """Those of the modules of a page's package. The window and the command line know all pages by
    name, and import what a page computes with when it is looked at."""

    package: str  # "engine.pages.NAME"

    @cached_property
    def options(self) -> type[ParameterSet]:
        found: type[ParameterSet] = self._module("options").Options
        return found

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        found: tuple[Quantity, ...] = self._module("quantities").QUANTITIES
        return found

    @cached_property
    def gather(self) -> Gather:
        found: Gather = self._module("gather").gather
        return found

    @cached_property
    def measure(self) -> Measure:
        found: Measure = self._module("measure").measure
        return found

    @cached_property
    def figures(self) -> Figures:
        found: Figures = self._module("figures").FIGURES
        return found

    @cached_property
    def banners(self) -> Banners:
        found: Banners = self._module("banners").banners
        return found

    def _module(self, name: str) -> Any:
        return import_module(f"{self.package}.{name}")

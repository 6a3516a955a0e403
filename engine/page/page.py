"""The contract of a page, and the discovery of all of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from engine.core.parameter import ParameterError, ParameterSet
from engine.core.quantity import Quantity, Readout
from engine.core.run import Run
from engine.data.facts import DataFacts
from engine.data.source import Kind
from engine.page.result import Result
from engine.page.scene import Scene


@dataclass(frozen=True, slots=True)
class Page:
    """One page's computation, found as PAGE in `engine.pages.NAME.page`.

    ``gather(scene, options, run)`` makes the one pass over samples or own data and whatever else
    the numbers need; ``measure`` reads the values of the quantities off it, ``banners`` what a
    reader must know first, and each of ``figures`` makes the arrays of one plot, or None where
    the plot does not apply. All are pure: the same arguments give the same answer, bit for bit.
    They may raise ParameterError (shown in the page) and Cancelled.

    ``quantities`` declares every value that `measure` may yield. ``start`` is the scene of the
    command line where nothing describes p or q. ``data`` is the kind of own data that it shows:
    in the place of samples ("log-ratios"), or beside p and q ("groups"); most show none.
    ``earlier_flags`` are flags of the command line that have other names now: what each makes of
    the options and its text.
    """

    name: str
    title: str
    summary: str
    order: int
    options: type[ParameterSet]
    quantities: tuple[Quantity, ...]
    gather: Callable[[Scene, Any, Run], Any]
    measure: Callable[[Any], Iterable[Readout]]
    figures: Mapping[str, Callable[[Any, Run], Any]]
    banners: Callable[[Any], Iterable[str]]
    facts: Callable[[Any], DataFacts | None] = lambda _: None  # of the own data that it is about
    start: Scene = Scene()
    data: Kind | None = None
    earlier_flags: Mapping[str, Callable[[Any, str], Any]] = field(default_factory=dict)

    def shows_data(self, scene: Scene) -> bool:
        """Whether the page shows the scene's own data."""
        return scene.data is not None and scene.data.kind == self.data

    def compute(self, scene: Scene, options: Any, run: Run) -> Result:
        """The numbers now, each figure when it is asked for."""
        gathered = self.gather(scene, options, run)
        return Result(
            readouts=tuple(self.measure(gathered)),
            banners=tuple(self.banners(gathered)),
            facts=self.facts(gathered),
            makers={name: partial(make, gathered) for name, make in self.figures.items()},
        )


@cache
def all_pages() -> tuple[Page, ...]:
    """Every page, in order."""
    package = importlib.import_module("engine.pages")
    modules = (
        importlib.import_module(f"engine.pages.{module.name}.page")
        for module in pkgutil.iter_modules(package.__path__)
    )
    return tuple(sorted((module.PAGE for module in modules), key=lambda page: page.order))


def page_named(name: str) -> Page:
    """The page of this name; raises ParameterError."""
    for page in all_pages():
        if page.name == name:
            return page
    known = ", ".join(page.name for page in all_pages())
    raise ParameterError("study", name, f"must be one of {known}")

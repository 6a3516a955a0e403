"""The contract of a page, and the discovery of all of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Literal, get_args

from engine.core.parameter import ParameterError, ParameterSet
from engine.core.quantity import Quantity
from engine.core.run import Run
from engine.data.source import Kind
from engine.page.first_sweep import FirstSweep
from engine.page.parts import Banners, Figures, Gather, Measure, Parts
from engine.page.result import Result
from engine.page.scene import Scene

if TYPE_CHECKING:
    from engine.data.facts import DataFacts

Group = Literal["Two Gaussians", "Estimators", "Policies", "Sequences", "Your data"]
GROUPS: tuple[Group, ...] = get_args(Group)
Input = Literal["gaussians", "task", "sampling"]
Name = Literal["p", "q"]
Source = Literal["samples"] | Kind
Flag = Callable[[Any, str], Any]  # (options, text) -> options


@dataclass(frozen=True, slots=True)
class Page:
    """One page, found as PAGE in `engine.pages.NAME.page`; ``parts`` are what computes it.

    ``gather(scene, options, run)`` makes the one pass over samples or own data and whatever else
    the numbers need; ``measure`` reads the values of the quantities off it, ``banners`` what a
    reader must know first, and each of ``figures`` makes the arrays of one plot, or None where
    the plot does not apply. All are pure: the same arguments give the same answer, bit for bit.
    They may raise ParameterError (shown in the page) and Cancelled.

    ``quantities`` declares every value that `measure` may yield. ``group`` is where the page
    stands among the others, ``inputs`` which parts of the scene it reads: they stand in the left
    panel; ``gaussians`` which of the two. ``chips`` are the keys of the quantities that matter
    most, the first one most: as many as there is room for stand above the figure. ``sources`` are
    what it can be about: samples of the seed, own log-ratios or rollouts in their place, or own
    groups of samples beside p and q.
    ``first_sweep`` is what a sweep of the page begins with until a user plans another.
    ``start`` is the scene of the command line where nothing describes p or q.
    ``earlier_flags`` are flags of the command line that have other names now: what each makes of
    the options and its text.
    """

    name: str
    title: str
    group: Group
    summary: str
    order: int  # within its group
    parts: Parts
    facts: Callable[[Any], DataFacts | None] = lambda _: None  # of the own data that it is about
    report: Callable[[Any], Mapping[str, Any]] = lambda _: {}  # more for programs, as JSON holds it
    inputs: tuple[Input, ...] = ("gaussians", "sampling")
    gaussians: tuple[Name, ...] = ("p", "q")
    chips: tuple[str, ...] = ()  # without any, the first quantities
    sources: tuple[Source, ...] = ("samples",)
    first_sweep: FirstSweep = FirstSweep()
    start: Scene = Scene()
    earlier_flags: Callable[[], Mapping[str, Flag]] = dict

    @property
    def options(self) -> type[ParameterSet]:
        """What can be set on this page alone."""
        return self.parts.options

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Every value that `measure` may yield."""
        return self.parts.quantities

    @property
    def gather(self) -> Gather:
        """The one pass."""
        return self.parts.gather

    @property
    def measure(self) -> Measure:
        """The values of the quantities."""
        return self.parts.measure

    @property
    def figures(self) -> Figures:
        """The arrays of each plot."""
        return self.parts.figures

    @property
    def banners(self) -> Banners:
        """What a reader must know first."""
        return self.parts.banners

    def by_importance(self) -> tuple[str, ...]:
        """The keys of all quantities: the chips, then the others as they are declared."""
        declared = (quantity.key for quantity in self.quantities)
        return tuple(dict.fromkeys((*self.chips, *declared)))

    def shows_data(self, scene: Scene) -> bool:
        """Whether the page shows the scene's own data."""
        return scene.data is not None and scene.data.kind in self.sources

    def replaces_samples(self, scene: Scene) -> bool:
        """Whether the scene's own data take the place of samples here."""
        return self.shows_data(scene) and scene.data is not None and scene.data.kind != "groups"

    def compute(self, scene: Scene, options: Any, run: Run) -> Result:
        """The numbers now, each figure when it is asked for."""
        gathered = self.gather(scene, options, run)
        return Result(
            readouts=tuple(self.measure(gathered)),
            banners=tuple(self.banners(gathered)),
            facts=self.facts(gathered),
            report=partial(self.report, gathered),
            makers={name: partial(make, gathered) for name, make in self.figures.items()},
        )


@cache
def all_pages() -> tuple[Page, ...]:
    """Every page, by group and in order."""
    package = importlib.import_module("engine.pages")
    modules = (
        importlib.import_module(f"engine.pages.{module.name}.page")
        for module in pkgutil.iter_modules(package.__path__)
    )
    pages: list[Page] = [module.PAGE for module in modules]
    return tuple(sorted(pages, key=lambda page: (GROUPS.index(page.group), page.order)))


def page_named(name: str) -> Page:
    """The page of this name; raises ParameterError."""
    for page in all_pages():
        if page.name == name:
            return page
    known = ", ".join(page.name for page in all_pages())
    raise ParameterError("page", name, f"must be one of {known}")

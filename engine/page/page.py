"""The contract of a study, and the discovery of all of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from engine.core.parameter import ParameterError, ParameterSet
from engine.core.readout import Readout
from engine.core.run import Run
from engine.data.source import Kind
from engine.page.scene import Scene


class Result(Protocol):
    """What a study computes: a frozen dataclass.

    Its other fields are one frozen dataclass of read-only arrays for each plot, or None where
    the plot does not apply; `engine.export.result_file` writes each as one table.
    """

    @property
    def readouts(self) -> tuple[Readout, ...]:
        """The numbers."""

    @property
    def banners(self) -> tuple[str, ...]:
        """What a reader must know first, in words; most often empty."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page's computation, found as PAGE in `engine.pages.NAME.page`.

    ``compute(scene, options, run)`` is pure: the same arguments give the same result, bit for
    bit. It may raise ParameterError (shown in the page) and Cancelled. ``start`` is the scene of
    the command line where nothing describes p or q. ``data`` is the kind of own data that it
    shows: in the place of samples ("log-ratios"), or beside p and q ("groups"); most show none.
    """

    name: str
    title: str
    summary: str
    order: int
    options: type[ParameterSet]
    compute: Callable[[Scene, Any, Run], Result]
    start: Scene = Scene()
    data: Kind | None = None

    def shows_data(self, scene: Scene) -> bool:
        """Whether the page shows the scene's own data."""
        return scene.data is not None and scene.data.kind == self.data


@cache
def all_pages() -> tuple[Page, ...]:
    """Every study, in the order of its pages."""
    package = importlib.import_module("engine.pages")
    modules = (
        importlib.import_module(f"engine.pages.{module.name}.page")
        for module in pkgutil.iter_modules(package.__path__)
    )
    return tuple(sorted((module.PAGE for module in modules), key=lambda study: study.order))


def page_named(name: str) -> Page:
    """The study of this name; raises ParameterError."""
    for study in all_pages():
        if study.name == name:
            return study
    known = ", ".join(study.name for study in all_pages())
    raise ParameterError("study", name, f"must be one of {known}")

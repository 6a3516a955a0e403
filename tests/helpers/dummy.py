"""A small page and its view: what the window's own tests look at."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from engine.core.parameter import Parameter, ParameterError, ParameterSet
from engine.core.quantity import Quantity, Readout
from engine.core.run import Run
from engine.page.page import Page
from engine.page.parts import GivenParts
from engine.page.scene import Scene
from engine.session.session import Session
from gui.figure.base_view import BaseView as View


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """One of each kind, and how to go wrong."""

    shift: Annotated[
        float, Parameter(label="shift", help="Added.", minimum=-9.0, maximum=9.0, typical=(-2, 2))
    ] = 0.0
    milliseconds: Annotated[
        int,
        Parameter(
            label="time",
            help="How long.",
            minimum=0,
            maximum=600_000,
            typical=(1, 10_000),
            scale="log",
        ),
    ] = 0
    axis: Annotated[
        int,
        Parameter(
            label="axis", help="Which.", minimum=1, maximum=9, typical=(1, 9), dimensions=(3, 100)
        ),
    ] = 1
    trouble: Annotated[
        Literal["none", "refuse", "raise", "memory", "nan", "draw"],
        Parameter(label="trouble", help="What goes wrong."),
    ] = "none"
    loud: Annotated[bool, Parameter(label="loud", help="With a banner.")] = False


MEAN = Quantity("mean.p", "mean", "exact", "x", "The mean.", name="mean of p")
GUESS = Quantity("mean.guess", "mean", "estimate", "x", "A guess.", ("estimated",), "guess")
TAIL = Quantity("tail", "tail", "value", "", "Without an end.", name="tail")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is asked, and how often it is sampled."""

    scene: Scene
    options: Options


computed: list[tuple[int, float, int]] = []  # (thread, shift, samples)


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """Wait as long as asked."""
    computed.append((threading.get_ident(), options.shift, scene.samples))
    end = time.perf_counter() + options.milliseconds / 1000
    while (left := end - time.perf_counter()) > 0:
        run.step(1.0 - left / (options.milliseconds / 1000))
        time.sleep(0.001)
    if options.trouble == "refuse":
        raise ParameterError("shift", options.shift, "must be something else today")
    if options.trouble == "raise":
        raise ZeroDivisionError("no inverse")
    if options.trouble == "memory":
        raise MemoryError
    return Gathered(scene, options)


def measure(gathered: Gathered) -> Iterator[Readout]:
    """Say what the parameters are."""
    mean = float(gathered.scene.p.mean[0]) + gathered.options.shift
    yield MEAN.exact(math.nan if gathered.options.trouble == "nan" else mean)
    yield GUESS.estimated(mean, 0.0123)
    yield TAIL.exact(math.inf, "lam = 4 and it must be below 2")


def banners(gathered: Gathered) -> tuple[str, ...]:
    """One, if asked."""
    return ("It is loud.",) if gathered.options.loud else ()


class PageView(View):
    """Remembers what it was asked to draw."""

    page = "dummy"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.drawn: list[tuple[Session, Any]] = []

    def draw(self, session: Session, result: Any) -> None:
        if session.options[self.page].trouble == "draw":
            raise RuntimeError("the pen broke")
        self.drawn.append((session, result))


class OtherView(PageView):
    """The second page."""

    page = "other"


def _page(name: str, title: str, summary: str, order: int) -> Page:
    return Page(
        group="Two Gaussians",
        name=name,
        title=title,
        summary=summary,
        order=order,
        parts=GivenParts(Options, (MEAN, GUESS, TAIL), gather, measure, {}, banners),
    )


PAGES = (_page("dummy", "Dummy", "Says the mean.", 1), _page("other", "Other", "Says it again.", 2))
VIEWS = {"dummy": PageView, "other": OtherView}

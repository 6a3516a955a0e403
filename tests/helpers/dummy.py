"""A small study and its view: what the window's own tests look at."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from engine.core.parameter import Parameter, ParameterError, ParameterSet
from engine.core.quantity import Readout, undeclared
from engine.core.run import Run
from engine.page.page import Page
from engine.page.scene import Scene
from engine.page.undivided import undivided
from engine.session.session import Session
from gui.figure.view import View


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


@dataclass(frozen=True, slots=True)
class Result:
    """Nothing to plot."""

    readouts: tuple[Readout, ...]
    banners: tuple[str, ...]
    samples: int


computed: list[tuple[int, float, int]] = []  # (thread, shift, samples)


def compute(scene: Scene, options: Options, run: Run) -> Result:
    """Wait as long as asked, then say what the parameters are."""
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
    mean = float(scene.p.mean[0]) + options.shift
    value = math.nan if options.trouble == "nan" else mean
    readouts = (
        undeclared("mean of p", value, unit="x", place=("mean", "exact"), help="The mean."),
        undeclared("guess", mean, 0.0123, "estimated", unit="x", place=("mean", "estimate")),
        undeclared("tail", math.inf, note="lam = 4 and it must be below 2", unit=""),
    )
    banners = ("It is loud.",) if options.loud else ()
    return Result(readouts, banners, scene.samples)


class PageView(View):
    """Remembers what it was asked to draw."""

    study = "dummy"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.drawn: list[tuple[Session, Any]] = []

    def draw(self, session: Session, result: Any) -> None:
        if session.options[self.study].trouble == "draw":
            raise RuntimeError("the pen broke")
        self.drawn.append((session, result))


class OtherView(PageView):
    """The second page."""

    study = "other"


PAGES = (
    Page("dummy", "Dummy", "Says the mean.", 1, Options, **undivided(compute, Result)),
    Page("other", "Other", "Says it again.", 2, Options, **undivided(compute, Result)),
)
VIEWS = {"dummy": PageView, "other": OtherView}

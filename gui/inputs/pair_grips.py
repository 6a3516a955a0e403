"""What of a picture of p and q can be held, where that is, and what a drag of it makes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.ellipse import plane_frame
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.reshape import moved, reshaped, stretched, with_std

SHOULDER = math.exp(-0.5)  # height of a density one std from its mean, over its peak
PLANE = (0, 1)  # the coordinates of a picture of two
# (x, y, what one pixel is along either axis) -> the Gaussian.
Move = Callable[[float, float, tuple[float, float]], Gaussian]
CLOSEST = 3.0  # pixels from the mean to an end of which one can still take hold


@dataclass(frozen=True, slots=True)
class Grip:
    """A handle at (x, y); ``centre`` tells the mean from an edge."""

    name: str  # "p" or "q"
    centre: bool
    x: float
    y: float
    move: Move = field(compare=False)


def peak_of(gaussian: Gaussian) -> float:
    """The height of a one-dimensional density."""
    return 1.0 / (math.sqrt(2.0 * math.pi) * float(gaussian.std[0]))


def line_grips(name: str, gaussian: Gaussian) -> Iterator[Grip]:
    """The peak, and the edges one std to either side."""
    mean, std, peak = float(gaussian.mean[0]), float(gaussian.std[0]), peak_of(gaussian)

    def shift(x: float, _y: float, pixel: tuple[float, float]) -> Gaussian:
        return moved(gaussian, (0,), np.array([round(x, decimals(pixel[0]))]))

    def widen(side: int) -> Move:
        def to(x: float, _y: float, pixel: tuple[float, float]) -> Gaussian:
            std = max(side * (x - mean), CLOSEST * pixel[0])
            return with_std(gaussian, round(std, decimals(pixel[0])))

        return to

    yield Grip(name, True, mean, peak, shift)
    for side in (-1, 1):
        yield Grip(name, False, mean + side * std, SHOULDER * peak, widen(side))


def plane_grips(name: str, gaussian: Gaussian) -> Iterator[Grip]:
    """The centre of the ellipse over the first two coordinates, and the ends of its axes."""
    mean, before = plane_frame(gaussian, PLANE)

    def shift(x: float, y: float, pixel: tuple[float, float]) -> Gaussian:
        place = [round(value, decimals(unit)) for value, unit in zip((x, y), pixel, strict=True)]
        return moved(gaussian, PLANE, np.array(place))

    def stretch(axis: int, sign: int) -> Move:
        def to(x: float, y: float, pixel: tuple[float, float]) -> Gaussian:
            reach = sign * (np.array([x, y]) - mean)
            length = math.hypot(*(reach / np.array(pixel)))
            if length == 0.0:
                return gaussian
            after = stretched(before, axis, reach * max(1.0, CLOSEST / length))
            places = decimals(pixel[0]), decimals(pixel[1])
            return reshaped(gaussian, PLANE, before, after, places)

        return to

    yield Grip(name, True, float(mean[0]), float(mean[1]), shift)
    for axis in (0, 1):
        for sign in (-1, 1):
            end: Array = mean + sign * before[:, axis]
            yield Grip(name, False, float(end[0]), float(end[1]), stretch(axis, sign))


def decimals(pixel: float) -> int:
    """How many decimals a pixel tells apart: a dragged value is rounded to them."""
    return -math.floor(math.log10(pixel)) if 0.0 < pixel < math.inf else 12

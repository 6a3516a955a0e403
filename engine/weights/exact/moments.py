"""The moments of a repaired weight v and of v g, g = f - E_p f, that estimates are made of."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.arrays import Array
from engine.functions.test_function import TestFunction
from engine.gaussian.projection import Projection


class NotAvailable(ValueError):
    """No exact value can be had; says why, in words for the user."""


@dataclass(frozen=True, slots=True)
class WeightMoments:
    """Under q, for each clipping point, (m,) each."""

    weight: Array  # E v
    weight_bias: Array  # E v - 1
    value: Array  # E v g, which is its bias too, for E w g = 0
    square: Array  # E v^2
    square_f: Array  # E v^2 g
    square_ff: Array  # E v^2 g^2
    share_above: Array  # P(w > c)


@dataclass(frozen=True, slots=True)
class Centred:
    """g = f - E_p f: smaller numbers, so that less cancels."""

    f: TestFunction
    truth: float  # E_p f


def centred(f: TestFunction, along: Projection) -> Centred:
    """f less its exact mean under p."""
    return Centred(f, float(f.mean(along.p_mean, along.p_std)))

"""The values of the quantities of guided policy search."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.arrays import Array
from engine.core.quantity import Readout
from engine.core.underflow import small_note
from engine.numerics.scaled import digits_note
from engine.pages.guided_search import quantities as q
from engine.pages.guided_search.gather import Gathered

OF_THESE = "of this replay, among the policies shown"
ROUNDING = 1e-14
FEW = 10.0  # effective trajectories below which an error bar means nothing
UNTRUSTED = "fewer than 10 effective trajectories: the error cannot be trusted"


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    yield q.RETURN.exact(gathered.exact, small_note(gathered.exact, _is_zero(gathered)))
    yield from _of_this_replay(gathered)
    moments = gathered.repeated
    mean, error = float(moments.mean[0]), float(moments.standard_error[0])
    many = f"of {moments.count:,} replays"
    yield q.REPEATED.estimated(mean, error, many)
    yield q.BIAS.estimated(mean - gathered.exact, error, many)
    yield from _best(gathered)


def _is_zero(gathered: Gathered) -> bool:
    """Whether a return of 0 is one, and no underflow."""
    options = gathered.options
    return options.factor == 0.0 or options.reward not in ("exp", "cos", "step")


def few(gathered: Gathered) -> bool:
    """Whether the replay says next to nothing of the policy."""
    return bool(gathered.weighed.effective < FEW)


def _of_this_replay(gathered: Gathered) -> Iterator[Readout]:
    weighed, regulariser = gathered.weighed, gathered.options.regulariser
    note = UNTRUSTED if few(gathered) else ""
    earned, spread = weighed.return_influence(gathered.rewards), weighed.log_normaliser_influence()
    yield q.ESTIMATE.estimated(float(weighed.estimate.sum()), _error(earned), note)
    size = float(weighed.effective)
    yield q.EFFECTIVE.estimated(size, _effective_error(weighed.share[:, -1]), note)
    phi = float(weighed.objective(regulariser))
    yield q.PHI.estimated(phi, _error(earned + regulariser * spread), note)
    yield q.LOG_Z.estimated(float(weighed.log_normaliser.sum()), _error(spread), note)


def _best(gathered: Gathered) -> Iterator[Readout]:
    slide = gathered.slide
    curves = {
        "return": slide.exact,
        "estimate": slide.estimate,
        "phi": slide.objective(gathered.options.regulariser),
    }
    best = {name: int(np.argmax(curve)) for name, curve in curves.items()}
    for name, place in best.items():
        note = "among the policies shown" if name == "return" else OF_THESE
        yield q.BEST[name].exact(float(slide.mean[place]), note)
    for name, regret in q.REGRET.items():
        most, earned = (float(slide.exact[best[each]]) for each in ("return", name))
        rounding = ROUNDING * (abs(most) + abs(earned)) if best[name] != best["return"] else 0.0
        yield regret.exact(most - earned, digits_note(most - earned, rounding) or OF_THESE)


def _error(influence: Array) -> float:
    n = len(influence)
    return float(np.sqrt(np.sum(np.square(influence)) / (n * (n - 1.0))))


def _effective_error(share: Array) -> float:
    """Of 1 / sum share^2, (n,): by the jackknife, each trajectory left out in turn."""
    n, squares = len(share), np.square(share)
    left = np.maximum(squares.sum() - squares, np.finfo(float).tiny)
    with np.errstate(over="ignore"):  # next to nothing is left without the one that counts
        found = np.minimum(np.square(1.0 - share) / left, n - 1.0)
    return math.sqrt((n - 1.0) / n * float(np.sum(np.square(found - found.mean()))))

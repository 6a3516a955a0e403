"""The weights of a file of log-ratios: sums, central moments, running values, fine bins.

Weights are taken times exp(-reference) where they are too large for their squares; ESS, shares
and k-hat do not depend on it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.core.run import Run
from engine.sampling.accumulators.histogram import Bins
from engine.sampling.gather import over_blocks
from engine.sampling.normals import block_count
from engine.weights.rows.first_look import ORDINARY, FirstLook, rows_of

CHUNK = 16_384
PIECE = 1_024
FINE_BINS = 4_096
# Weights this many nats below the largest carry nothing.
NOTHING = 60.0
RUNNING_POINTS = 160


@dataclass(frozen=True, slots=True)
class FineBins:
    """Counts and sums of w and w^2 in bins of log w, (b + 2,) each: below, in, and at the top."""

    bins: Bins
    counts: Array
    weights: Array
    squares: Array


@dataclass(frozen=True, slots=True)
class RunningSums:
    """Means of the first n rows, (m,) each, and of their squares."""

    n: Array
    w: Array
    w_squared: Array
    log_w: Array  # log w less its mean over all rows; a weight of 0 counts as the mean
    log_w_squared: Array
    wl: Array  # w log w
    wl_squared: Array


@dataclass(frozen=True, slots=True)
class CentralMoments:
    """Over all rows, of u = w - mean w, l = log w - its mean, v = w log w - its mean; a weight of
    0 has l = 0 and w log w = 0."""

    uu: float
    uuu: float
    uuuu: float
    ll: float
    ul: float
    vv: float
    uv: float


@dataclass(frozen=True, slots=True)
class WeightsPass:
    """What does not depend on the page's options."""

    look: FirstLook
    reference: float  # of w, in nats; 0 where weights are ordinary
    mean: float  # of w, scaled
    mean_wl: float  # of w log w, scaled
    central: CentralMoments
    fine: FineBins
    running: RunningSums

    @property
    def ess_fraction(self) -> float:
        """ESS / n = 1 / (1 + the squared coefficient of variation of w)."""
        return 1.0 / (1.0 + self.central.uu / self.mean**2)

    @property
    def ess_fraction_error(self) -> float:
        """By the delta method: sd of (s (1 + 2 r) - r^2) / (1 + s)^2 over sqrt n, where
        r = w / mean - 1 and s = mean r^2."""
        m = self.mean
        s, third, fourth = (
            self.central.uu / m**2,
            self.central.uuu / m**3,
            self.central.uuuu / m**4,
        )
        variance = 4.0 * s**3 - 4.0 * s * third + fourth - s * s
        return math.sqrt(max(variance, 0.0) / self.look.n) / (1.0 + s) ** 2


def weights_pass(logs: Array, look: FirstLook, run: Run) -> WeightsPass:
    """Both passes; raises Cancelled."""
    reference = 0.0 if abs(look.high) <= ORDINARY else look.high
    low = max(look.low, look.high - NOTHING)
    margin = max(1e-9 * max(abs(low), abs(look.high)), 1e-12)
    bins = Bins(low - margin, look.high + margin, FINE_BINS)
    fine, pieces = _first_pass(logs, look, reference, bins, run)
    mean, mean_wl = float(np.sum(pieces[1])) / look.n, float(np.sum(pieces[5])) / look.n
    central = _central(logs, look, reference, mean, mean_wl, run)
    if look.all_equal:
        mean = math.exp(look.low - reference)
        mean_wl, central = mean * look.low, CentralMoments(*7 * [0.0])
    return WeightsPass(
        look=look,
        reference=reference,
        mean=mean,
        mean_wl=mean_wl,
        central=central,
        fine=fine,
        running=_running(logs, look, reference, pieces),
    )


def _rows(part: Array, look: FirstLook, reference: float) -> Array:
    """w, w^2, l, l^2, w log w and its square, (6, m)."""
    rows = np.empty((6, len(part)))
    with np.errstate(under="ignore"):
        w = np.exp(part - reference if reference else part, out=rows[0])
        np.multiply(w, w, out=rows[1])
        np.subtract(part, look.mean, out=rows[2])
        if look.zeros:
            rows[2, part == -np.inf] = 0.0
            part = np.where(part == -np.inf, 0.0, part)
        np.multiply(rows[2], rows[2], out=rows[3])
        np.multiply(w, part, out=rows[4])
        np.multiply(rows[4], rows[4], out=rows[5])
    return rows


def _first_pass(
    logs: Array, look: FirstLook, reference: float, bins: Bins, run: Run
) -> tuple[FineBins, Array]:
    """The fine bins, and the sums of every PIECE rows: (7, pieces), counts first."""

    def summarise(block: int) -> tuple[Array, Array]:
        rows = rows_of(logs, block)
        tables = np.zeros((3, bins.count + 2))
        pieces = []
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            values = _rows(part, look, reference)
            starts = np.arange(0, len(part), PIECE)
            sums = np.add.reduceat(values, starts, axis=1)
            counts = np.diff(np.append(starts, len(part)))
            pieces.append(np.vstack([counts, sums]))
            place = _places(part, bins)
            size = bins.count + 2
            tables[0] += np.bincount(place, minlength=size)
            tables[1] += np.bincount(place, values[0], minlength=size)
            tables[2] += np.bincount(place, values[1], minlength=size)
        return tables, np.hstack(pieces)

    total = np.zeros((3, bins.count + 2))
    found = []
    for tables, pieces in over_blocks(block_count(len(logs)), summarise, run):
        total += tables
        found.append(pieces)
    return FineBins(bins, *total), np.hstack(found)


def _places(part: Array, bins: Bins) -> NDArray[np.int32]:
    place = (part - bins.low) * (bins.count / (bins.high - bins.low))
    place += 1.0
    np.clip(place, 0.5, bins.count + 1.5, out=place)
    return place.astype(np.int32)


def _central(
    logs: Array, look: FirstLook, reference: float, mean: float, mean_wl: float, run: Run
) -> CentralMoments:
    def summarise(block: int) -> Array:
        total = np.zeros(7)
        rows = rows_of(logs, block)
        for start in range(0, len(rows), CHUNK):
            w, _, log_w, _, wl, _ = _rows(rows[start : start + CHUNK], look, reference)
            u, v = w - mean, wl - mean_wl
            uu = u * u
            pairs = ((u, u), (uu, u), (uu, uu), (log_w, log_w), (u, log_w), (v, v), (u, v))
            total += [np.vecdot(first, second) for first, second in pairs]
        return total

    total = np.zeros(7)
    for part in over_blocks(block_count(len(logs)), summarise, run):
        total += part
    return CentralMoments(*(total / look.n).tolist())


def _running(logs: Array, look: FirstLook, reference: float, pieces: Array) -> RunningSums:
    """At log-spaced n: row by row in the first chunk, then at the ends of pieces."""
    first = np.cumsum(_rows(logs[: min(CHUNK, look.n)], look, reference), axis=1)
    later = np.cumsum(pieces, axis=1)[:, -(-first.shape[1] // PIECE) :]
    n = np.concatenate([np.arange(1, first.shape[1] + 1), later[0]])
    means = np.hstack([first, later[1:]]) / n
    wanted = np.geomspace(min(10, look.n), look.n, RUNNING_POINTS)
    chosen = np.unique(np.searchsorted(n, wanted.round(), side="left"))
    return RunningSums(n[chosen].astype(float), *means[:, chosen])


def points_of(n: int, per_decade: int = 3, first: int = 100) -> list[int]:
    """The numbers of rows at which a tail is fitted: log-spaced, and all of them."""
    decades = math.log10(n / first) if n > first else 0.0
    count = 1 + math.ceil(decades * per_decade)
    return sorted({int(each) for each in np.geomspace(min(first, n), n, count).round()})

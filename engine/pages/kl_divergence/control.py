"""The estimator k1 + c (w - 1) on rows of a file: its variance for every c, and the best c."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.sampling.gather import over_blocks
from engine.sampling.normals import block_count
from engine.weights.log_weights import ROWS
from engine.weights.rows.first_look import FirstLook, rows_of


@dataclass(frozen=True, slots=True)
class ControlMoments:
    """Central moments of a = k1, b = w - 1 and d = k2 over n rows: ``aabb`` is the mean of
    a^2 b^2."""

    n: int
    aa: float
    ab: float
    bb: float
    aaaa: float
    aaab: float
    aabb: float
    abbb: float
    bbbb: float
    dd: float
    dddd: float

    def variance(self, c: Array) -> tuple[Array, Array]:
        """Of one a + c b, and its standard error sqrt((m4 - m2^2) / n), (m,) each."""
        second = self.aa + 2.0 * c * self.ab + c * c * self.bb
        fourth = self.aaaa + 4.0 * c * self.aaab + 6.0 * c**2 * self.aabb
        fourth = fourth + 4.0 * c**3 * self.abbb + c**4 * self.bbbb
        error = np.sqrt(np.maximum(fourth - second**2, 0.0) / self.n)
        return np.maximum(second, 0.0) * self.n / (self.n - 1.0), error

    def std(self, name: str) -> tuple[float, float]:
        """Of one k1, k2 or k3, and its standard error, that of the variance over 2 std."""
        if name != "k2":
            return self.std_at(0.0 if name == "k1" else 1.0)
        error = math.sqrt(max(self.dddd - self.dd**2, 0.0) / self.n)
        return _std(self.dd * self.n / (self.n - 1.0), error)

    def std_at(self, c: float) -> tuple[float, float]:
        """Of one a + c b, and its standard error."""
        variances, errors = self.variance(np.array([c]))
        return _std(float(variances[0]), float(errors[0]))

    @property
    def best(self) -> tuple[float, float]:
        """The c of the least variance, -ab / bb, and its standard error: as of a regression."""
        c = -self.ab / self.bb
        residual = self.aabb + 2.0 * c * self.abbb + c * c * self.bbbb
        return c, math.sqrt(max(residual, 0.0) / self.n) / self.bb


def _std(variance: float, error: float) -> tuple[float, float]:
    """The square root of a variance with its standard error."""
    std = math.sqrt(variance)
    return std, error / (2.0 * std) if std > 0.0 else 0.0


def control_moments(logs: Array, look: FirstLook, means: Array, run: Run) -> ControlMoments:
    """The pass for k1 + c (w - 1); needs finite, ordinary rows, and the means of k1, k2, k3 and
    w - 1, (4,)."""

    def summarise(block: int) -> Array:
        total = np.zeros(10)
        rows = rows_of(logs, block)
        for start in range(0, len(rows), ROWS):
            part = rows[start : start + ROWS]
            a = look.mean - part
            b = np.expm1(part) - means[3]
            d = 0.5 * part * part - means[1]
            aa, ab, bb, dd = a * a, a * b, b * b, d * d
            pairs = ((a, a), (a, b), (b, b), (aa, aa), (aa, ab), (aa, bb), (ab, bb), (bb, bb))
            total[:8] += [np.vecdot(first, second) for first, second in pairs]
            total[8:] += np.vecdot(d, d), np.vecdot(dd, dd)
        return total

    total = np.zeros(10)
    for part in over_blocks(block_count(len(logs)), summarise, run):
        total += part
    return ControlMoments(len(logs), *(total / len(logs)).tolist())

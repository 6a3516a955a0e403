"""The moments of v f, v a weight w = p/q or what a repair makes of it, along a line.

A variance is the integral of the squared difference, taken node by node, in another form where
one cancels; a bias that of what is lost. What cancels all the same is measured: every sum
has a bound on its rounding.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from engine.core.arrays import Array
from engine.functions.test_function import TestFunction
from engine.numerics.scaled import TOLERANCE, Scaled
from engine.weights.exact.line import WeightLine
from engine.weights.exact.line_function import Truth, breaks_on, values_on
from engine.weights.exact.line_nodes import fine_line, nodes

Kind = Literal["none", "clip", "mask"]
# The logarithm of a density, and its rounding error, of each node.
Density = tuple[Array, Array]
# f - E_p f below this has lost digits, for the doubles end.
TINY = 1e-290


class LineMoments:
    """For each clipping point of ``log_c``, (m,); inf stands for no repair."""

    def __init__(self, line: WeightLine, f: TestFunction, truth: Truth, log_c: Array) -> None:
        fine = fine_line(line)
        powers = (0, 1, 2) if line.margin > 0.0 or np.all(np.isfinite(log_c)) else (0, 1)
        self.fine, self.truth, self.log_c = fine, truth, log_c
        self.nodes = nodes(fine, log_c, *breaks_on(fine, f), powers)
        z = self.nodes.z
        self.log_q, self.log_p, self.log_w = fine.log_q(z), fine.log_p(z), fine.log_w(z)
        self.of_q, self.of_p, self.of_w = fine.rounding(z)
        self.log_c_there = np.asarray(log_c[self.nodes.row])
        self.f = values_on(fine, f, z, truth)
        self.too_small = f.name == "sigmoid" and abs(truth.shift) < TINY

    def log_v(self, repair: Kind) -> Array:
        """Of each node."""
        if repair == "none":
            return self.log_w
        return np.where(self.nodes.above, self._held(repair), self.log_w)

    def density(self, repair: Kind, power: int) -> Density:
        """log v^power q, and its rounding error."""
        if power == 0:
            return self.log_q, self.of_q
        log, error = self.log_p, self.of_p
        if power == 2:
            log, error = log + self.log_w, error + self.of_w
        if repair == "none":
            return log, error
        held = power * self._held(repair) + self.log_q
        above = self.nodes.above
        return np.where(above, held, log), np.where(above, self.of_q, error)

    def lost(self, repair: Kind) -> Density:
        """log (w - v) q, and its rounding error."""
        log, error, above = self.log_p, self.of_p, self.nodes.above
        if repair == "clip":
            # Less than the rounding of log w cannot be told.
            gap = np.where(above, np.maximum(self.log_w - self.log_c_there, self.of_w + TINY), 1.0)
            with np.errstate(over="ignore", under="ignore"):
                log, error = log + np.log(-np.expm1(-gap)), error + self.of_w / np.expm1(gap)
        return np.where(above, log, -np.inf), error

    def _held(self, repair: Kind) -> Array | float:
        return self.log_c_there if repair == "clip" else -np.inf

    def total(
        self, density: Density, log_factor: Array | float = 0.0, sign: Array | float = 1.0
    ) -> Scaled:
        """The integral of the density times sign exp(log_factor) over the line."""
        log, rounding = density
        size = log + log_factor
        top = self._largest(size)
        with np.errstate(under="ignore", invalid="ignore"):
            terms = np.exp(size - top[self.nodes.row]) * sign * self.nodes.rule
        return Scaled(self._add(terms), top, self._add(np.abs(terms) * rounding))

    def mean(self, repair: Kind) -> Scaled:
        """E v f."""
        return self.total(self.density(repair, 1), self.f.log_size, self.f.sign)

    def bias(self, repair: Kind) -> Scaled:
        """E v f - E w f."""
        return self.total(self.lost(repair), self.f.log_size, -self.f.sign)

    def variance(self, repair: Kind) -> Scaled:
        """Var v f."""
        mean, log_f, row = self.mean(repair), self.f.log_size, self.nodes.row
        whole, rounding = self.density(repair, 2)
        with np.errstate(all="ignore"):
            level = 0.5 * self.log_q + (np.log(np.abs(mean.mantissa)) + mean.log)[row]
            top = self._largest(np.maximum(0.5 * whole + log_f, level))
            # Half the density in either factor of the square.
            value = np.exp(0.5 * whole + log_f - top[row]) * self.f.sign
            away = np.exp(level - top[row]) * np.sign(mean.mantissa)[row]
        gap, size = value - away, np.abs(value) + np.abs(away)
        rounding = rounding + self.of_q
        found = self._squares(gap, size, rounding, repair, top)
        if np.all(found.relative_error < TOLERANCE):
            return found
        more, other = self._gap_from_one(repair, top)
        better = other < 0.5 * size
        gap, size = np.where(better, more, gap), np.where(better, other, size)
        return self._squares(gap, size, rounding, repair, top)

    def _gap_from_one(self, repair: Kind, top: Array) -> tuple[Array, Array]:
        """v f - E v f as v (f - E_p f) + (v - 1) E_p f - (E v f - E_p f), which cancels less where
        v is about 1, and the sum of the absolute values, in units of exp(top)."""
        log_v, row = self.log_v(repair), self.nodes.row
        lost = np.zeros(1) if repair == "none" else self.bias(repair).value
        with np.errstate(all="ignore"):
            one = np.exp(0.5 * self.log_q - top[row])
            weight = np.exp(0.5 * self.density(repair, 2)[0] - top[row])
            less = np.where(np.abs(log_v) < 1.0, one * np.expm1(log_v), weight - one)
            parts = weight * self.f.centred, self.truth.value * less, -one * lost[row]
            return np.asarray(sum(parts)), np.asarray(sum(np.abs(part) for part in parts))

    def _squares(
        self, gap: Array, size: Array, rounding: Array, repair: Kind, top: Array
    ) -> Scaled:
        """The integral of gap^2, gap being the difference of what has this size."""
        terms = gap * gap
        if self.fine.line.noise > 0.0:
            whole, _ = self.density(repair, 2)
            terms = terms + np.exp(whole - 2.0 * top[self.nodes.row]) * self.f.spread
        error = np.abs(gap) * size * rounding
        rule = self.nodes.rule
        return Scaled(self._add(terms * rule), 2.0 * top, self._add(error * rule))

    def square(self, repair: Kind, offset: Array | None = None) -> Scaled:
        """E v^2 (f - E_p f - offset)^2; offset is (m,), None is for a line without noise."""
        if offset is None:
            return self.total(self.density(repair, 2), 2.0 * self.f.log_centred)
        away = self.f.centred - offset[self.nodes.row]
        return self.total(self.density(repair, 2), 0.0, away * away + self.f.spread)

    def product(self) -> Scaled:
        """E w^2 (f - E_p f), which is E w (w - 1) (f - E_p f) too."""
        sign = self.f.centred_sign
        plain = self.total(self.density("none", 2), self.f.log_centred, sign)
        if plain.relative_error[0] < TOLERANCE:
            return plain
        with np.errstate(divide="ignore"):
            size = np.abs(self.log_w)  # |e^x - 1| = e^max(x, 0) (1 - e^-|x|)
            more = np.maximum(self.log_w, 0.0) + np.log(-np.expm1(-size))
        sign = sign * np.sign(self.log_w)
        other = self.total(self.density("none", 1), self.f.log_centred + more, sign)
        return min(plain, other, key=lambda each: float(each.relative_error[0]))

    def weight(self, repair: Kind, power: int) -> Scaled:
        """E v^power."""
        return self.total(self.density(repair, power))

    def self_normalised_bias(self, repair: Kind) -> Array:
        """E v f / E v - E_p f: from what is kept or from what is lost, whichever cancels less."""
        mean, centred = self.weight(repair, 1), self.f.centred
        kept = self.total(self.density(repair, 1), 0.0, centred).over(mean)
        lost = self.total(self.lost(repair), 0.0, -centred).over(mean)
        return np.where(kept.value_error < lost.value_error, kept.value, lost.value)

    def share_above(self) -> Array:
        """P_q(w > c)."""
        where = np.where(self.nodes.above, 0.0, -np.inf)
        return self.total(self.density("none", 0), where).value

    def log_area(self, above: bool) -> Array:
        """E |log w| over w > c, or over w <= c."""
        with np.errstate(divide="ignore"):
            size = np.log(np.abs(self.log_w))
        where = np.where(self.nodes.above == above, size, -np.inf)
        return self.total(self.density("none", 0), where).value

    def _largest(self, size: Array) -> Array:
        top = np.maximum.reduceat(size, self.nodes.starts)
        return np.where(np.isfinite(top), top, 0.0)

    def _add(self, terms: Array) -> Array:
        return np.asarray(np.add.reduceat(terms, self.nodes.starts))

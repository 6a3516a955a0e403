"""Sums that may lie beyond the doubles, with a bound on the rounding they hold."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array

# Exact values are right to this share of themselves, or say to how many digits they are.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Scaled:
    """mantissa exp(log), and a bound on the rounding error of the mantissa, (m,) each."""

    mantissa: Array
    log: Array
    error: Array

    @property
    def value(self) -> Array:
        """Infinite above 1.8e308, 0 below the least double."""
        return self._times(self.mantissa, self.log)

    @property
    def value_error(self) -> Array:
        """The bound on the rounding error of the value."""
        return self._times(self.error, self.log)

    @property
    def root(self) -> Array:
        """The square root of the value, which may be a double where the value is none."""
        return self._times(np.sqrt(np.maximum(self.mantissa, 0.0)), 0.5 * self.log)

    @property
    def relative_error(self) -> Array:
        """The bound as a share of the value, at most 1."""
        size = np.maximum(np.abs(self.mantissa), np.finfo(float).tiny)
        return np.asarray(np.minimum(self.error / size, 1.0))

    @property
    def root_error(self) -> Array:
        """The bound on the rounding error of the root."""
        share, root = self.relative_error, self.root
        some = Scaled(self.mantissa + self.error, self.log, self.error).root
        return np.asarray(np.where(share < 0.5, share * root, some))

    def over(self, other: Scaled) -> Scaled:
        """The quotient, 0 where the other is 0; the rounding is that of this one."""
        some = other.mantissa != 0.0
        divisor = np.where(some, other.mantissa, np.inf)
        log = np.where(some, self.log - other.log, 0.0)
        return Scaled(self.mantissa / divisor, log, self.error / np.abs(divisor))

    @staticmethod
    def _times(mantissa: Array, log: Array) -> Array:
        with np.errstate(divide="ignore", over="ignore", under="ignore"):
            size = np.exp(np.log(np.abs(mantissa)) + log)
            # Where it can be, without the rounding of a large logarithm.
            plain = np.abs(log) < 600.0
            size = np.where(plain, np.abs(mantissa) * np.exp(np.where(plain, log, 0.0)), size)
        return np.asarray(np.copysign(size, mantissa))


def digits_note(value: float, error: float) -> str:
    """To how many digits a value with this rounding error is right; "" where it is to 1e-9."""
    if not math.isfinite(value) or error <= TOLERANCE * abs(value):
        return ""
    digits = math.floor(-math.log10(error / abs(value))) if error < abs(value) else 0
    if digits < 1:
        return f"right within {error:.1g}"
    return f"right to {digits} digit{'s' if digits > 1 else ''}"

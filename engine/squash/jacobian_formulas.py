"""The usual ways to write log(1 - tanh^2 u), and how many nats each is off in either precision.

They are here to be compared; `engine.squash.jacobian` has the form to use.
"""

from __future__ import annotations

import decimal
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.core.arrays import Array, frozen
from engine.squash.jacobian import log_one_minus_tanh_squared

Floats = NDArray[Any]  # float32 or float64, kept throughout
Precision = Literal["float32", "float64"]

EPSILON = 1e-6
# A formula counts as broken where its ratio of probabilities is off by about a thousandth.
TOLERANCE = 1e-3
# The scan for it: steps that both precisions hold exactly.
SCAN_END = 50.0
SCAN_STEP = 2.0**-8


@dataclass(frozen=True, slots=True)
class Formula:
    """One way to compute log(1 - tanh^2 u) in the precision of its argument."""

    name: str
    short: str  # in a key or a table
    text: str  # as it stands in code
    help: str
    function: Callable[[Floats], Floats]


def naive(u: Floats) -> Floats:
    """log(1 - tanh^2 u): the difference rounds to 0 as tanh rounds to 1."""
    return np.asarray(np.log(1 - np.tanh(u) ** 2))


def with_epsilon(u: Floats) -> Floats:
    """log(1 - tanh^2 u + 1e-6): finite, and never below log 1e-6 = -13.8."""
    return np.asarray(np.log(1 - np.tanh(u) ** 2 + u.dtype.type(EPSILON)))


def clamped_action(u: Floats) -> Floats:
    """log(1 - a^2) of a = tanh u held within 1e-6 of the bounds: flat from |u| = 7.25 on."""
    end = u.dtype.type(1.0 - EPSILON)
    return np.asarray(np.log(1 - np.clip(np.tanh(u), -end, end) ** 2))


def atanh_round_trip(u: Floats) -> Floats:
    """The stable form at atanh(tanh u), the action held one rounding unit within its bounds.

    What code does that stores actions and forgets u: digits of u go as tanh approaches 1, and
    from |u| = 18.4 (8.3 in float32) on it is flat.
    """
    end = 1 - np.finfo(u.dtype).eps
    return softplus(np.arctanh(np.clip(np.tanh(u), -end, end)))


def log1p_form(u: Floats) -> Floats:
    """log1p(-tanh^2 u): every digit near 0, nothing gained where tanh rounds to 1."""
    return np.asarray(np.log1p(-(np.tanh(u) ** 2)))


def softplus(u: Floats) -> Floats:
    """2 (ln 2 - u - softplus(-2u)): right to the precision for every u (Dillon et al. 2017)."""
    return np.asarray(2 * (u.dtype.type(math.log(2.0)) - u - np.logaddexp(0, -2 * u)))


FORMULAS = (
    Formula(
        "naive",
        "naive",
        "log(1 - tanh(u)**2)",
        "1 - tanh^2 loses its digits one by one and becomes 0: the logarithm is -inf.",
        naive,
    ),
    Formula(
        "+ 1e-6",
        "+ 1e-6",
        "log(1 - tanh(u)**2 + 1e-6)",
        "Never infinite, but wrong from |u| = 4 on, and 85 nats off at 50.",
        with_epsilon,
    ),
    Formula(
        "clamped action",
        "clamped",
        "log(1 - clip(a, -1 + 1e-6, 1 - 1e-6)**2)",
        "Right until the clip, at |u| = 7.25, then a constant: its gradient is 0.",
        clamped_action,
    ),
    Formula(
        "atanh round trip",
        "round trip",
        "u = atanh(clip(a, -1 + eps, 1 - eps)), then softplus",
        "The formula is right, its u is not: the action has rounded.",
        atanh_round_trip,
    ),
    Formula(
        "log1p",
        "log1p",
        "log1p(-tanh(u)**2)",
        "Keeps every digit near 0; -inf far out, as the naive form.",
        log1p_form,
    ),
    Formula(
        "softplus",
        "softplus",
        "2 * (log(2) - u - softplus(-2 * u))",
        "Right everywhere, to an absolute error of the rounding of ln 2 near 0.",
        softplus,
    ),
)


@dataclass(frozen=True, slots=True)
class FormulaError:
    """How far a formula is off in one precision."""

    formula: Formula
    precision: Precision
    error: Array  # (n,), computed less exact, in nats; -inf where the formula gives -inf
    breaks_at: float | None  # least |u| with an error above the tolerance; None: not up to 50
    infinite_at: float | None  # least |u| at which it gives -inf


def formula_errors(
    u: ArrayLike, precision: Precision, tolerance: float = TOLERANCE
) -> tuple[FormulaError, ...]:
    """Every formula's error at ``u``, (n,), and where it breaks.

    u is rounded to the precision first, so the error is the formula's own. The exact value is
    `log_one_minus_tanh_squared`, good to some 1e-16 of itself: smaller errors mean nothing.
    """
    values = np.asarray(u, dtype=precision)
    return tuple(_formula_error(each, values, precision, tolerance) for each in FORMULAS)


def error_in_nats(formula: Formula, u: Floats) -> Array:
    """Computed in the precision of ``u`` less exact, in nats."""
    with np.errstate(divide="ignore", under="ignore"):
        computed = formula.function(u).astype(float)
    return np.asarray(computed - log_one_minus_tanh_squared(u.astype(float)))


@lru_cache(maxsize=64)
def exact_error(formula: Formula, u: float, precision: Precision) -> float:
    """The error of one formula in nats, itself exact: beyond a double's rounding of the truth."""
    values = np.array([u], dtype=precision)
    with np.errstate(divide="ignore", under="ignore"):
        computed = float(formula.function(values)[0])
    if math.isinf(computed):
        return computed
    with decimal.localcontext(decimal.Context(prec=60)):
        x = 2 * Decimal(float(values[0]))
        # ln 4 - 2u - 2 ln(1 + exp(-2u)).
        exact = Decimal(4).ln() - x - 2 * (1 + (-x).exp()).ln()
        return float(Decimal(computed) - exact)


def _formula_error(
    formula: Formula, u: Floats, precision: Precision, tolerance: float
) -> FormulaError:
    breaks_at, infinite_at = _breaks(formula, precision, tolerance)
    return FormulaError(
        formula, precision, frozen(error_in_nats(formula, u)), breaks_at, infinite_at
    )


@cache
def _breaks(
    formula: Formula, precision: Precision, tolerance: float
) -> tuple[float | None, float | None]:
    scan = np.arange(0.0, SCAN_END + SCAN_STEP, SCAN_STEP, dtype=precision)
    error = error_in_nats(formula, scan)
    return _first(scan, np.abs(error) > tolerance), _first(scan, np.isinf(error))


def _first(scan: Floats, hit: NDArray[np.bool_]) -> float | None:
    return float(scan[np.argmax(hit)]) if np.any(hit) else None

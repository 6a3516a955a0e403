"""The errors of the usual Jacobian formulas against |u|, as curves that can be drawn."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.pages.tanh_squashing.records import Precision
from engine.squash.jacobian_formulas import FORMULAS, FormulaError, formula_errors
from engine.squash.jacobian_formulas import Precision as Digits

END = 50.0
CELLS = 200
# An error jumps up and down from one u to the next: the largest of so many is shown.
PER_CELL = 24
DIGITS: tuple[Digits, Digits] = ("float32", "float64")


def precision(cursor: float) -> Precision:
    """The largest errors in each cell of |u| from 0 to 50, and the errors at the cursor."""
    at = [np.array([float(each.error[0]) for each in formula_errors([cursor], d)]) for d in DIGITS]
    (single, breaks32, infinite32), (double, breaks64, infinite64) = map(_worst, DIGITS)
    return Precision(
        u=frozen(np.linspace(0.0, END, 2 * CELLS + 1)[1::2]),
        float32=single,
        float64=double,
        breaks_float32=breaks32,
        breaks_float64=breaks64,
        infinite_float32=infinite32,
        infinite_float64=infinite64,
        cursor=cursor,
        at_cursor_float32=frozen(at[0]),
        at_cursor_float64=frozen(at[1]),
        names=tuple(each.name for each in FORMULAS),
    )


@cache
def _worst(digits: Digits) -> tuple[Array, Array, Array]:
    u = np.linspace(0.0, END, CELLS * PER_CELL, endpoint=False) + 0.5 * END / (CELLS * PER_CELL)
    errors: tuple[FormulaError, ...] = formula_errors(u, digits)
    sizes = np.abs([each.error for each in errors]).reshape(len(errors), CELLS, PER_CELL)
    breaks = [math.inf if each.breaks_at is None else each.breaks_at for each in errors]
    infinite = [math.inf if each.infinite_at is None else each.infinite_at for each in errors]
    return (
        frozen(np.asarray(np.max(sizes, axis=2))),
        frozen(np.array(breaks)),
        frozen(np.array(infinite)),
    )

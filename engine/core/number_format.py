"""Numbers as people read them: values to some digits, estimates with their standard errors."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from decimal import Decimal

INFINITY = "∞"
# Decimals are written out between these powers of ten, powers of ten are used beyond.
SMALLEST_PLAIN, LARGEST_PLAIN = -4, 6
MOST_DIGITS = 17  # tell all doubles apart
HIDDEN_BY_ERROR = 1_000.0  # errors so many times the value leave no digit of it


def value_text(value: float, digits: int = 5) -> str:
    """A value to ``digits`` significant digits, without trailing zeros; infinities as ∞ or -∞.

    Raises ValueError for NaN: what is undefined is said in words, not shown as a number.
    """
    if math.isnan(value):
        raise ValueError("an undefined value has no text")
    if math.isinf(value):
        return INFINITY if value > 0.0 else "-" + INFINITY
    if value == 0.0:
        return "0"
    mantissa, exponent = _split(value, digits)
    if exponent < SMALLEST_PLAIN or exponent > max(LARGEST_PLAIN, digits):
        return f"{_trimmed(mantissa)}e{exponent}"
    return _trimmed(f"{value:.{max(digits - 1 - exponent, 0)}f}")


def estimate_text(value: float, standard_error: float) -> str:
    """``value ± error``, both to the second significant digit of the error.

    An infinite value or error, and an error of 0, leave the other to `value_text`; so does an
    error so large that nothing but zeros would be left of the value: 5.94 ± 4.3e17.
    """
    if math.isinf(value) or math.isinf(standard_error) or standard_error <= 0.0:
        return f"{value_text(value)} ± {value_text(standard_error)}"
    if 0.0 < abs(value) < standard_error / HIDDEN_BY_ERROR:
        rounded = min(float(f"{standard_error:.1e}"), sys.float_info.max)
        return f"{value_text(value, 3)} ± {value_text(rounded, 2)}"
    _, last = _split(standard_error, 2)
    largest = max(abs(value), standard_error)
    _, exponent = _split(largest, 2)
    decimals = 1 - last
    if SMALLEST_PLAIN <= exponent <= LARGEST_PLAIN and decimals <= 12:
        # An error above 99 is rounded to two digits as well: 1200, not 1234.
        shown = max(decimals, 0)
        return f"{round(value, decimals):.{shown}f} ± {round(standard_error, decimals):.{shown}f}"
    places = max(exponent - last + 1, 0)
    if places > 15:
        return f"{value_text(value, 17)} ± {value_text(standard_error, 2)}"
    # Scaled in decimals: a product of doubles may round to the wrong last digit.
    mantissa, error = (Decimal(x).scaleb(-exponent) for x in (value, standard_error))
    return f"({mantissa:.{places}f} ± {error:.{places}f})e{exponent}"


def decimal_text(value: float, decimals: int) -> str:
    """A value with so many decimals; infinities as ∞ or -∞."""
    return f"{value:z.{decimals}f}" if math.isfinite(value) else value_text(value)


def apart(
    first: float,
    second: float,
    digits: int,
    text: Callable[[float, int], str] = value_text,
) -> tuple[str, str]:
    """Two values that a sentence compares, each by ``text`` to so many digits, and to more where
    they differ and would look the same: 0.499 and 0.500, not twice 0.50."""
    pair = text(first, digits), text(second, digits)
    while pair[0] == pair[1] and first != second and digits < MOST_DIGITS:
        digits += 1
        pair = text(first, digits), text(second, digits)
    if pair[0] == pair[1] and first != second:
        return value_text(first, MOST_DIGITS), value_text(second, MOST_DIGITS)
    return pair


def _split(value: float, digits: int) -> tuple[str, int]:
    """The mantissa's text and the power of ten after rounding to so many digits."""
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return mantissa, int(exponent)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text

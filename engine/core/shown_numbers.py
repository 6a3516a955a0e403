"""Numbers as the window shows them, in one form everywhere; the command line stays in ASCII.

Four digits, at most five decimals, powers of ten below 10⁻⁴ and above 10⁷, a true minus sign;
an estimate and its standard error end at the same decimal.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from engine.core.number_format import HIDDEN_BY_ERROR, INFINITY

DIGITS, MOST_DECIMALS = 4, 5
GROUPED_FROM = 5  # digits of a whole number in a sentence: 2024 may be a year
SMALLEST_PLAIN = -4  # the power of ten
LARGEST_PLAIN = 10_000_000 - 0.5
MINUS = "\N{MINUS SIGN}"
PLUS_MINUS = "\N{PLUS-MINUS SIGN}"
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SIGNS = {"||": "∥", " - ": f" {MINUS} ", "log10": "log₁₀"}
_GREEK = {"mu": "μ", "sigma": "σ", "lambda": "λ", "alpha": "α"}
_LETTERS = re.compile(rf"\b({'|'.join(_GREEK)})\b")
_NUMBER = re.compile(
    r"(?<![\w.)-])(?P<sign>-?)(?:(?P<infinity>∞)|"
    r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?:e(?P<power>[+-]?\d+))?)(?![\w]|\.\w)"
)
_FACTORED = re.compile(r"\)e([+-]?\d+)\b")


def shown_value(value: float, digits: int = DIGITS) -> str:
    """A value, without trailing zeros: 0.5377, 0.5, 35,780, 8.64 × 10⁻⁵, ∞.

    ``digits`` significant digits; of four or more one less before a power of ten, which takes room.
    Raises ValueError for NaN: what is undefined is said in words, not shown as a number.
    """
    if math.isnan(value):
        raise ValueError("an undefined value has no text")
    if math.isinf(value):
        return INFINITY if value > 0.0 else MINUS + INFINITY
    if value == 0.0:
        return "0"
    if _is_plain(value, _mantissa_digits(digits)):
        decimals = min(max(digits - 1 - _exponent(value, digits), 0), MOST_DECIMALS)
        return _trimmed(_fixed(value, decimals))
    mantissa, power = f"{value:.{_mantissa_digits(digits) - 1}e}".split("e")
    return _with_power(_trimmed(mantissa.replace("-", MINUS)), int(power))


def shown_pair(value: float, standard_error: float) -> tuple[str, str]:
    """A value and its standard error, to the same decimal: ("0.5381", "0.0012").

    To the second digit of the error and the fourth of the larger, whichever comes first, but always
    to the error's first. Where the error is too small for five decimals, or so large that it leaves
    no digit of the value, each has its own form. An error that is NaN is "unknown".
    """
    value_text, error_text, power = _parts(value, standard_error)
    if power is None:
        return value_text, error_text
    return _with_power(value_text, power), _with_power(error_text, power)


def shown_estimate(value: float, standard_error: float) -> str:
    """The same in one text: 0.5381 ± 0.0012, (8.64 ± 0.12) × 10⁻⁵."""
    value_text, error_text, power = _parts(value, standard_error)
    both = f"{value_text} {PLUS_MINUS} {error_text}"
    return both if power is None else _with_power(f"({both})", power)


def shown_words(text: str) -> str:
    """A sentence of the engine with its numbers and signs in the window's form: 1e-12 is 10⁻¹²,
    -3 is −3, KL(q||p) is KL(q∥p)."""
    text = _FACTORED.sub(lambda found: ")" + _times_ten(int(found[1])), _with_signs(text))
    return _NUMBER.sub(_shown_number, text)


def shown_name(text: str) -> str:
    """The engine's name of a number in the window's signs: KL(q||p) is KL(q∥p), mu is μ,
    log10 is log₁₀."""
    return _LETTERS.sub(lambda found: _GREEK[found[0]], _with_signs(text))


def _with_signs(text: str) -> str:
    for word, sign in _SIGNS.items():
        text = text.replace(word, sign)
    return text


def _shown_number(found: re.Match[str]) -> str:
    sign = MINUS if found["sign"] else ""
    if found["infinity"]:
        return sign + INFINITY
    digits = found["digits"]
    if digits.isdigit() and len(digits) >= GROUPED_FROM and digits[0] != "0":
        digits = f"{int(digits):,}"
    if found["power"] is None:
        return sign + digits
    return _with_power(sign + digits, int(found["power"]))


def _parts(value: float, error: float) -> tuple[str, str, int | None]:
    """The two texts, and the power of ten that both are to be multiplied by."""
    if math.isnan(error) or math.isnan(value):
        return shown_value(value), "unknown", None
    if math.isinf(value) or math.isinf(error) or error <= 0.0:
        return shown_value(value), shown_value(error), None
    if 0.0 < abs(value) < error / HIDDEN_BY_ERROR:
        return shown_value(value, 3), shown_value(error, 2), None
    exponent = _exponent(max(abs(value), error), 2)
    if _is_plain(max(abs(value), error), 2):
        needed = -_exponent(error, 1)
        if needed > MOST_DECIMALS:
            return _fixed(value, MOST_DECIMALS), shown_value(error, 2), None
        decimals = min(_common_decimals(value, error), MOST_DECIMALS)
        return _fixed(value, decimals), _fixed(error, decimals), None
    # Scaled in decimals: a product of doubles may round to the wrong last digit.
    scaled = [Decimal(x).scaleb(-exponent) for x in (value, error)]
    decimals = exponent + _common_decimals(value, error)
    if decimals > DIGITS + MOST_DECIMALS:
        return shown_value(value), shown_value(error, 2), None
    first, second = (f"{x:.{max(decimals, 0)}f}".replace("-", MINUS) for x in scaled)
    return first, second, exponent


def _common_decimals(value: float, error: float) -> int:
    """To the error's second digit or the fourth of the larger number, but to the error's first."""
    by_error = 1 - _exponent(error, 2)
    by_value = DIGITS - 1 - _exponent(max(abs(value), error), DIGITS)
    return max(min(by_error, by_value), -_exponent(error, 1))


def _fixed(value: float, decimals: int) -> str:
    """With so many decimals, thousands apart; tens and hundreds rounded for fewer than none."""
    text = f"{round(value, decimals):z,.{max(decimals, 0)}f}"
    return text.replace("-", MINUS)


def _is_plain(value: float, digits: int) -> bool:
    """Whether it is written without a power of ten; the whole numbers below 10⁷ are."""
    return abs(value) < LARGEST_PLAIN and _exponent(value, digits) >= SMALLEST_PLAIN


def _mantissa_digits(digits: int) -> int:
    return digits - 1 if digits >= DIGITS else max(digits, 1)


def _exponent(value: float, digits: int) -> int:
    """The power of ten after rounding to so many digits."""
    return int(f"{value:.{digits - 1}e}".partition("e")[2])


def _with_power(mantissa: str, power: int) -> str:
    if not mantissa.strip("0."):
        return "0"
    if mantissa in ("1", MINUS + "1"):
        return mantissa.replace("1", _ten_to(power))
    return mantissa + _times_ten(power)


def _times_ten(power: int) -> str:
    return f" × {_ten_to(power)}"


def _ten_to(power: int) -> str:
    return "10" + str(power).translate(_RAISED)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Between numbers and the texts that people type for them."""

from __future__ import annotations

import re

from engine.core.parameter import Described

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_POWER = re.compile(r"([+-]?[\d.]*)\s*(?:[x×*]\s*)?10\^([+-]?\d+)")


def parse_number(text: str, described: Described, field: str | None = None) -> float | int:
    """The number that a typed text stands for; raises ParameterError.

    Besides what Python reads: 1,000,000 and 10^6 and 2 x 10^6, and a true minus sign.
    """
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    elif (power := _POWER.fullmatch(plain)) is not None:
        factor = power[1]
        plain = f"{factor if factor.strip('+-') else factor + '1'}e{power[2]}"
    value: float | int
    try:
        value = described.parse(plain, field)
    except OverflowError:
        value = described.check(text, field)
    return value


def field_text(value: float, whole: bool = False) -> str:
    """A number for a field: 1,000,000 for a whole one, else six digits or seven.

    A large round number is written as 2.5e8, for a narrow field.
    """
    text = f"{value:.7g}" if float(value).is_integer() else f"{value:.6g}"
    mantissa, mark, exponent = text.partition("e")
    short = f"{mantissa}e{int(exponent)}" if mark else text
    if whole and (len(short) > 6 or float(short) != value or abs(value) < 1e7):
        return f"{int(value):,}"
    return short

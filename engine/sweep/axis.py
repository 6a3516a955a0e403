"""An axis of a sweep: an address, and the values that stand there one after the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.core.parameter import ParameterError, number_text
from engine.page.page import Page
from engine.session.address import GAUSSIANS, TASK, Address, address, all_addresses

Value = float | int | bool | str

MOST_VALUES = 100_000
SHORT = 4  # values from which a range is the better text
FORM = (
    f"must be a value, or FROM:TO:COUNT with a COUNT from 2 to {MOST_VALUES:,}, "
    "and :log behind it for equal ratios"
)


@dataclass(frozen=True, slots=True)
class Axis:
    """The values are checked when it is made; each may stand there once."""

    address: Address
    values: tuple[Value, ...]

    def __post_init__(self) -> None:
        values = tuple(self.address.check(value) for value in self.values)
        if not 1 <= len(values) <= MOST_VALUES:
            raise ParameterError(
                self.name, len(values), f"must be from 1 to {MOST_VALUES:,} values"
            )
        seen: set[Value] = set()
        for value in values:
            if isinstance(value, tuple):
                raise ParameterError(self.name, value, "must be one number for all its entries")
            if value in seen:
                raise ParameterError(self.name, value, "must be given once")
            seen.add(value)
        object.__setattr__(self, "values", values)

    @property
    def name(self) -> str:
        """Its address as a text."""
        return str(self.address)

    @property
    def text(self) -> str:
        """What `axis` reads it from: a range where the values are one, else each of them."""
        values = _range(self.address, self.values) or ",".join(map(_value_text, self.values))
        return f"{self.name}={values}"


def usual(place: Address, count: int = 21) -> Axis:
    """What a slider reaches, in its own scale; of a choice and of a switch all that they take.

    Raises ParameterError where the values do not go together, as vectors do not.
    """
    found = place.description
    if found.choices or found.kind is bool:
        return Axis(place, found.choices or (False, True))
    low, high = found.parameter.typical or (found.parameter.minimum, found.parameter.maximum)
    ratios = found.parameter.scale == "log" and low > 0.0
    return Axis(place, _between(place, low, high, count, ratios))


def axis(text: str, page: Page) -> Axis:
    """The axis of a text such as ``q.mean=-3:3:41``, ``samples=1e3:1e6:4:log`` or
    ``weights.function=x,x^2,indicator``; raises ParameterError, which names what the page has.

    Values and ranges stand apart by commas. A range goes from its first to its last value in
    equal steps, or in equal ratios; where whole numbers are wanted it is rounded to them, and
    what is then equal is taken once.
    """
    name, sign, values = text.partition("=")
    if not sign or not name.strip():
        raise ParameterError("over", text, "must be ADDRESS=VALUES, as q.mean=-3:3:41")
    place = place_of(name, page)
    found = [value for item in values.split(",") for value in _values(place, item.strip())]
    return Axis(place, tuple(found))


def place_of(name: str, page: Page) -> Address:
    """The address of this name if it matters to the page; raises ParameterError."""
    owners = ("", *GAUSSIANS, page.name, *([TASK] if "task" in page.inputs else []))
    try:
        place = address(name)
    except ParameterError:
        place = None
    if place is None or place.owner not in owners:
        known = (str(each) for each in all_addresses() if each.owner in owners)
        allowed = f"must be one of {', '.join(known)}, or an entry as q.mean[2]"
        raise ParameterError("over", name.strip(), allowed)
    return place


def _values(place: Address, item: str) -> tuple[Value, ...]:
    parts = item.split(":")
    if place.description.choices or len(parts) == 1:
        return (place.parse(item),)
    numeric = place.description.kind in (int, float)
    logarithmic = len(parts) == 4 and parts[3].strip() == "log"
    count = int(parts[2]) if len(parts) > 2 and parts[2].strip().isdecimal() else 0
    if not numeric or not (len(parts) == 3 or logarithmic) or not 2 <= count <= MOST_VALUES:
        raise ParameterError(str(place), item, FORM)
    low, high = place.parse(parts[0]), place.parse(parts[1])
    if logarithmic and not (low > 0 and high > 0):
        raise ParameterError(str(place), item, "must have both ends above 0 with :log")
    return _between(place, low, high, count, logarithmic)


def _between(
    place: Address, low: float, high: float, count: int, ratios: bool
) -> tuple[Value, ...]:
    values = geometric(low, high, count) if ratios else linear(low, high, count)
    if place.description.kind is int:
        return tuple(dict.fromkeys(round(value) for value in values))
    return tuple(float(value) for value in values)


def _range(place: Address, values: Sequence[Value]) -> str:
    """FROM:TO:COUNT, perhaps with :log, where that makes these very values."""
    low, high, count = values[0], values[-1], len(values)
    if count < SHORT or isinstance(low, str | bool) or isinstance(high, str | bool):
        return ""
    ends = f"{_value_text(low)}:{_value_text(high)}:{count}"
    if _between(place, low, high, count, ratios=False) == tuple(values):
        return ends
    if low > 0 and high > 0 and _between(place, low, high, count, ratios=True) == tuple(values):
        return f"{ends}:log"
    return ""


def _value_text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else number_text(value)


def linear(low: float, high: float, count: int) -> list[float]:
    """``count`` values from low to high in equal steps, exact: those nearest to what the decimals
    say, 0.3 and not 0.1 + 0.2."""
    first, last = Fraction(repr(low)), Fraction(repr(high))
    common = math.lcm(first.denominator, last.denominator)
    a, b, steps = int(first * common), int(last * common), count - 1
    return [(a * (steps - i) + b * i) / (common * steps) for i in range(count)]


def geometric(low: float, high: float, count: int) -> list[float]:
    """``count`` values from low to high in equal ratios, rounded to 14 digits between the ends."""
    shares = (i / (count - 1) for i in range(1, count - 1))
    return [low, *(float(f"{low ** (1.0 - t) * high**t:.14g}") for t in shares), high]

"""Parameters: described once beside their field, checked in one place.

From a description come slider ends (``typical``), spin-box limits (``minimum``, ``maximum``),
tooltips, validation, session keys, command-line flags and the tests' draws.
"""

from __future__ import annotations

import dataclasses
import math
import numbers
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Self, get_args, get_origin, get_type_hints

type_names = {float: "a number", int: "a whole number", bool: "true or false", str: "text"}


class ParameterError(ValueError):
    """A value that a parameter cannot take; names the field, the value and what is allowed."""

    def __init__(self, field: str, value: object, allowed: str) -> None:
        self.field = field
        self.value = value
        self.allowed = allowed
        super().__init__(f"{field} = {_short(value)}: {allowed}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What one number, switch or choice means and which values it takes."""

    label: str
    help: str
    symbol: str = ""
    unit: str = ""
    minimum: float = -math.inf
    maximum: float = math.inf
    typical: tuple[float, float] | None = None
    scale: Literal["linear", "log"] = "linear"
    dimensions: tuple[float, float] = (1, math.inf)  # of the scenes in which it does something
    when: tuple[str, *tuple[str, ...]] | None = None  # another option and the values it may have
    advanced: bool = False  # its control may be put away while it has its default
    own_data: bool = True  # it does something also where own data take the place of samples
    shown_as: tuple[tuple[str, str], ...] = ()  # choices and what a window calls them
    length: tuple[int, int] | None = None  # the fewest and the most entries of a vector

    def does_something(self, options: ParameterSet, dimension: int, own_data: bool = False) -> bool:
        """Whether it matters in this dimension, the other options being as they are;
        ``own_data``: they take the place of samples."""
        if own_data and not self.own_data:
            return False
        low, high = self.dimensions
        chosen = self.when is None or getattr(options, self.when[0]) in self.when[1:]
        return chosen and low <= dimension <= high

    @property
    def allowed(self) -> str:
        """The hard range in words."""
        if math.isinf(self.minimum) and math.isinf(self.maximum):
            return "any finite number"
        if math.isinf(self.maximum):
            return f"at least {number_text(self.minimum)}"
        if math.isinf(self.minimum):
            return f"at most {number_text(self.maximum)}"
        return f"from {number_text(self.minimum)} to {number_text(self.maximum)}"


@dataclass(frozen=True, slots=True)
class Described:
    """One described field of a ParameterSet: its name, kind, default, choices and Parameter.

    A vector's kind is that of its entries, which are counted from 1.
    """

    name: str
    kind: type
    default: Any
    choices: tuple[str, ...]
    parameter: Parameter

    @property
    def vector(self) -> bool:
        """Whether it is a tuple of numbers."""
        return isinstance(self.default, tuple)

    def entry(self, index: int) -> Described:
        """The description of a vector's entry; beyond the default, that of its last."""
        default = self.default[min(max(index, 1), len(self.default)) - 1]
        return dataclasses.replace(self, name=f"{self.name}[{index}]", default=default)

    @property
    def allowed(self) -> str:
        """What the field takes, in words."""
        if self.vector:
            fewest, most = self.parameter.length or (1, math.inf)
            return f"{fewest} to {most} entries, each {self.entry(1).allowed}"
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.kind is bool:
            return "true or false"
        allowed = self.parameter.allowed
        if allowed == "any finite number":
            return allowed if self.kind is float else type_names[self.kind]
        return f"{type_names[self.kind]} {allowed}"

    def check(self, value: object, field: str | None = None) -> Any:
        """The value in its own type; raises ParameterError for anything not allowed, which names
        a vector's entry as ``field[3]``."""
        if self.vector:
            entries = value.tolist() if hasattr(value, "tolist") else value
            return self._entries(value, entries, Described.check, field)
        accepted = _accepted(self.kind, self.choices, value)
        inside = accepted is not None and (
            self.choices
            or self.kind is bool
            or self.parameter.minimum <= accepted <= self.parameter.maximum
        )
        if not inside:
            raise ParameterError(field or self.name, value, f"must be {self.allowed}")
        return accepted

    def parse(self, text: str, field: str | None = None) -> Any:
        """The value that a text stands for, a vector's entries apart by commas; raises
        ParameterError."""
        if self.vector:
            return self._entries(text, text.split(","), Described.parse, field)
        value: object = text.strip()
        if self.kind is bool:
            value = {"true": True, "yes": True, "1": True, "on": True}.get(
                text.strip().lower(),
                {"false": False, "no": False, "0": False, "off": False}.get(text.strip().lower()),
            )
        elif self.kind in (int, float):
            try:
                value = float(text)
            except ValueError:
                value = text
        if value is None:
            value = text
        return self.check(value, field)

    def _entries(
        self, given: object, entries: Any, read: Callable[..., Any], field: str | None
    ) -> tuple[Any, ...]:
        """The entries, each as ``read`` takes it."""
        field, (fewest, most) = field or self.name, self.parameter.length or (1, math.inf)
        if not (isinstance(entries, list | tuple) and fewest <= len(entries) <= most):
            raise ParameterError(field, given, f"must be {self.allowed}")
        numbered = enumerate(entries, 1)
        return tuple(read(self.entry(i), each, f"{field}[{i}]") for i, each in numbered)


@dataclass(frozen=True, slots=True)
class ParameterSet:
    """Base of frozen dataclasses whose Annotated fields are checked when they are made."""

    def __post_init__(self) -> None:
        for field in described(type(self)):
            object.__setattr__(self, field.name, field.check(getattr(self, field.name)))

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed; raises ParameterError."""
        return dataclasses.replace(self, **changes)

    def values(self) -> dict[str, Any]:
        """The described fields as a plain dictionary."""
        return {field.name: getattr(self, field.name) for field in described(type(self))}

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """The set with these values, defaults elsewhere; an unknown name raises ParameterError."""
        known = {field.name for field in described(cls)}
        for name, value in values.items():
            if name not in known:
                raise ParameterError(name, value, f"unknown; known are {', '.join(sorted(known))}")
        return cls(**values)


def described(parameter_set: type[ParameterSet]) -> tuple[Described, ...]:
    """The described fields of a ParameterSet class, in their order."""
    key: Any = parameter_set
    return _described(key)


@cache
def _described(parameter_set: Any) -> tuple[Described, ...]:
    hints = get_type_hints(parameter_set, include_extras=True)
    found = []
    for field in dataclasses.fields(parameter_set):
        hint = hints[field.name]
        if get_origin(hint) is not Annotated:
            continue
        base, *notes = get_args(hint)
        parameter = next(note for note in notes if isinstance(note, Parameter))
        choices = get_args(base) if get_origin(base) is Literal else ()
        entry = get_args(base)[0] if get_origin(base) is tuple else base
        kind = str if choices else entry
        found.append(Described(field.name, kind, field.default, choices, parameter))
    return tuple(found)


def number_text(value: float) -> str:
    """A number as a person writes it: 1000000 for a whole one, else its shortest form."""
    if math.isfinite(value) and value == int(value) and abs(value) < 1e7:
        return str(int(value))
    return f"{value:.17g}" if float(f"{value:g}") != value else f"{value:g}"


def _accepted(kind: type, choices: tuple[str, ...], value: object) -> Any:
    """The value in the wanted kind, or None."""
    if choices:
        return value if isinstance(value, str) and value in choices else None
    if kind is bool:
        # NumPy's own booleans come from data files and arrays.
        return bool(value) if type(value).__name__ in ("bool", "bool_") else None
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    if not math.isfinite(number):
        return None
    if kind is int:
        return int(number) if number == int(number) else None
    return number


def _short(value: object) -> str:
    text = number_text(value) if isinstance(value, float) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."

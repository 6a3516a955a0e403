"""The arrays of a result, plot by plot, as plain tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result

Scalar = str | float | int | bool


@dataclass(frozen=True, slots=True)
class Table:
    """One plot's arrays and single values by name; the name is empty for the result itself."""

    name: str
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)
    scalars: dict[str, Scalar] = field(default_factory=dict)


def result_tables(result: Result) -> list[Table]:
    """A table for every figure of a result that is not None.

    Deeper ones are flattened to "outer.inner" names. A value that no file can hold raises
    TypeError with its name.
    """
    own = Table("")
    tables = []
    for name in result.figures:
        value = result.figure(name)
        if value is None:
            continue
        if _is_record(value):
            table = Table(name)
            _fill(table, "", value)
            tables.append(table)
        else:
            _fill(own, name, value)
    return [*tables, own] if own.arrays or own.scalars else tables


def array_columns(name: str, array: NDArray[Any]) -> Iterator[tuple[str, NDArray[Any]]]:
    """The array's columns: itself, or name_1, name_2, ... along its further axes."""
    if array.ndim <= 1:
        yield name, np.atleast_1d(array)
        return
    for index in np.ndindex(array.shape[1:]):
        yield "_".join([name, *(str(i + 1) for i in index)]), array[(slice(None), *index)]


def _fill(table: Table, name: str, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, Gaussian):
        table.arrays[f"{name}.mean"] = value.mean
        table.arrays[f"{name}.covariance"] = value.covariance
    elif _is_record(value):
        start = f"{name}." if name else ""
        for inner, entry in _fields(value):
            _fill(table, start + inner, entry)
    elif isinstance(value, str | bool | int | float | np.generic):
        table.scalars[name] = value.item() if isinstance(value, np.generic) else value
    elif isinstance(value, np.ndarray) and value.dtype != object:
        table.arrays[name] = value
    elif isinstance(value, tuple | list):
        _fill_sequence(table, name, value)
    else:
        raise TypeError(f"{name} is a {type(value).__name__}, which no file can hold")


def _fill_sequence(table: Table, name: str, values: tuple[Any, ...] | list[Any]) -> None:
    if all(isinstance(value, str | bool | int | float | np.generic) for value in values):
        table.arrays[name] = np.array(values)
        return
    for number, value in enumerate(values, 1):
        _fill(table, f"{name}_{number}", value)


def _is_record(value: Any) -> bool:
    return isinstance(value, Mapping) or dataclasses.is_dataclass(value)


def _fields(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Mapping):
        return [(str(key), entry) for key, entry in value.items()]
    return [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]

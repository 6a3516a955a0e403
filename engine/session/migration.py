"""Sessions of older schemas, brought to the present one step by step.

A step takes the plain data of schema n and returns those of schema n + 1; it changes nothing in
place, and knows only its own two schemas. What it leaves wrong is named by the reader after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Data = dict[str, Any]
Step = Callable[[Data], Data]

SCHEMA = 1
STEPS: Mapping[int, Step] = {}  # from schema n to n + 1


class MigrationError(Exception):
    """A session too damaged to be brought to the present schema; says from which to which."""


def migrated(data: Data, steps: Mapping[int, Step] = STEPS, to: int = SCHEMA) -> Data:
    """The data in schema ``to``; raises MigrationError."""
    schema = data["schema"]
    while schema < to:
        try:
            data = {**steps[schema](data), "schema": schema + 1}
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            raise MigrationError(
                f"is damaged: it cannot be brought from schema {schema} to {schema + 1}"
            ) from None
        schema += 1
    return data

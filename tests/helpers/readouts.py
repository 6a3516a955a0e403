"""Readouts of quantities that are made up on the spot."""

import re

from engine.core.quantity import Kind, Quantity, Readout


def readout(
    name: str,
    value: float,
    standard_error: float | None = None,
    kind: Kind = "exact",
    note: str = "",
    unit: str = "nats",
    help: str = "",
    place: tuple[str, str] = ("", ""),
) -> Readout:
    """One value; its key is its name in small letters."""
    key = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    row, column = place if any(place) else (name, "value")
    quantity = Quantity(f"x_{key}", row, column, unit, help, ("exact", "estimated"), name)
    return Readout(quantity, value, standard_error, kind, note)

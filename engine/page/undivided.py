"""A page whose computation is not yet divided into gather, measure and figures."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any


def undivided(compute: Callable[..., Any], *records: type) -> dict[str, Any]:
    """The parts of a Page from one function that answers with one of these records."""
    names = [f.name for record in records for f in dataclasses.fields(record)]
    plots = [name for name in dict.fromkeys(names) if name not in ("readouts", "banners", "data")]
    return {
        "quantities": (),
        "gather": compute,
        "measure": lambda result: result.readouts,
        "figures": {
            name: lambda result, run, name=name: getattr(result, name, None) for name in plots
        },
        "banners": lambda result: result.banners,
        "facts": _facts,
    }


def _facts(result: Any) -> Any:
    groups = getattr(result, "groups", None)
    return getattr(result, "data", None) if groups is None else groups.facts

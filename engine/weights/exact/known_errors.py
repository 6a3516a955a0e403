"""The bias and the standard error of an estimate of E_p f, where they are known exactly."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from engine.weights.exact.estimates import ExactEstimates


@dataclass(frozen=True, slots=True)
class RepairError:
    """Exact bias and standard error of an estimate of n samples."""

    bias: float
    standard_error: float
    bias_rounding: float  # bounds on the rounding errors of both
    standard_error_rounding: float


def known_error(
    name: str, n: int, exact: ExactEstimates | None, repairs: Mapping[str, RepairError]
) -> RepairError | None:
    """Of the estimate of this name from n samples, or None; to leading order in 1/n of the
    self-normalised one."""
    if name in repairs or exact is None:
        return repairs.get(name)
    root = math.sqrt(n)
    if name == "plain":
        return RepairError(0.0, exact.plain_std / root, 0.0, exact.plain_std_error / root)
    if name == "self-normalised":
        return RepairError(
            exact.self_normalised_bias / n,
            exact.self_normalised_std / root,
            exact.self_normalised_bias_error / n,
            exact.self_normalised_std_error / root,
        )
    return None

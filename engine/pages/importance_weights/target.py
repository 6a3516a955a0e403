"""What the weights of samples are used for: estimates of E_p f, and what is known of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.core.arrays import Array
from engine.functions.test_function import TestFunction
from engine.weights.estimates import WeightedEstimates
from engine.weights.exact.errors import TailErrors
from engine.weights.exact.estimates import ExactEstimates
from engine.weights.exact.known_errors import RepairError


@dataclass(frozen=True, slots=True)
class Target:
    """The mean of f under p, estimated from samples of q."""

    formula: str  # of f
    along: str  # which direction f looks along, or ""
    truth: float  # E_p f
    running: Sequence[WeightedEstimates]  # of the first samples; the last one is of all
    shown: WeightedEstimates  # with the errors of the law, where the samples' own read low
    tails: TailErrors
    counts: Array  # of log w in the histogram's bins, with both ends
    largest_log_weight: float
    trusted: bool  # False: the variance of w is infinite and the errors mean nothing
    f: TestFunction | None = None  # None in the demonstration, as what follows
    direction: tuple[float, ...] = ()
    exact: ExactEstimates | None = None
    repairs: Mapping[str, RepairError] = field(default_factory=dict)  # where they are known
    kurtosis: float = math.nan  # of w f in the sample

    @property
    def final(self) -> WeightedEstimates:
        """Of all samples, with the errors that they show."""
        return self.running[-1]

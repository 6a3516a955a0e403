"""What a test is given, and what it finds."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from scipy.special import ndtr, stdtrit

from engine.core.number_format import estimate_text, value_text
from engine.divergence.kl_estimators import Estimate
from engine.weights.rollouts.sums import RolloutSums

SLACK = 0.5  # standard errors


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rollouts, and how many of their tokens were left out for want of a finite number."""

    sums: RolloutSums
    missing: int

    @property
    def tokens(self) -> int:
        """Those that are left."""
        return len(self.sums.rollouts.new)

    def errors(self, count: float, of_sequences: bool = False) -> float:
        """How many standard errors speak of a fault: ``count``, and more where the error is that
        of few clusters, by Student's t, so that chance exceeds them about as rarely as
        ``count`` - 1/2 errors of a normal. Infinite for one cluster. ``of_sequences``: of what
        each sequence has once, and pieces of it do not."""
        rows = self.sums.table.rows
        if of_sequences:
            rows = min(rows, len(self.sums.rollouts.lengths))
        freedom = rows - 1
        if not freedom:
            return math.inf
        return max(count, -float(stdtrit(freedom, ndtr(SLACK - count))))


@dataclass(frozen=True, slots=True)
class Finding:
    """One test: its number, the error of it (None for a count of what is in the file), whether
    it speaks of a fault, and what it would then say in evidence."""

    fault: str  # the fault that it would be
    name: str
    value: float
    error: float | None
    limit: str  # what the number is held against
    fired: bool
    title: str  # of the verdict, if this one decides
    evidence: str

    @property
    def number(self) -> str:
        """The value with its error."""
        if self.error is None:
            return value_text(self.value, 4)
        return estimate_text(self.value, self.error)


Check = Callable[[Evidence], Finding]


def far_from(found: Estimate, centre: float, errors: float) -> bool:
    """Whether an estimate is so many standard errors off; never where one of them is unknown."""
    return math.isfinite(found.value) and abs(found.value - centre) > errors * found.standard_error


def defined(found: Estimate, otherwise: float) -> Estimate:
    """The estimate, or a value of infinite error where it is not defined."""
    return Estimate(otherwise, math.inf) if math.isnan(found.value) else found


def shown(found: Estimate) -> str:
    """With its error, in words where that is not known."""
    if math.isinf(found.standard_error) and math.isfinite(found.value):
        return f"{value_text(found.value, 3)} (no error known)"
    return estimate_text(found.value, found.standard_error)


def share_text(part: int, whole: int) -> str:
    """As "12 of 1,000 tokens (1.2 %)"."""
    return f"{part:,} of {whole:,} tokens ({value_text(100.0 * part / max(whole, 1), 2)} %)"

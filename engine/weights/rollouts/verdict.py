"""Whether a ratio is healthy, has drifted, or shows what fault: by ten tests in a fixed order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.run import Run
from engine.data.rollouts.table import Rollouts
from engine.weights.rollouts.checks import missing
from engine.weights.rollouts.checks.catalogue import CHECKS
from engine.weights.rollouts.checks.finding import Evidence, Finding
from engine.weights.rollouts.sums import RolloutSums, rollout_sums

HEALTHY = "healthy"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``fault`` is "healthy", "drift" or what is likely wrong; the tests say why."""

    fault: str
    title: str
    evidence: str
    findings: tuple[Finding, ...]  # of every test, in order

    @property
    def healthy(self) -> bool:
        """Whether no test speaks of a fault."""
        return self.fault == HEALTHY

    @property
    def line(self) -> str:
        """The verdict in one line."""
        return f"{self.title}. {self.evidence}"


def verdict(rollouts: Rollouts, run: Run) -> Verdict:
    """Of rollouts whose tokens may be other than finite; raises Cancelled."""
    kept, left_out = finite(rollouts)
    if not len(kept.new):
        found = missing.nothing_left(left_out)
        return Verdict(found.fault, found.title, found.evidence, (found,))
    return verdict_of(rollout_sums(kept, run), left_out)


def verdict_of(sums: RolloutSums, left_out: int) -> Verdict:
    """From what was gathered, and how many tokens without a finite number were left out."""
    given = Evidence(sums, left_out)
    findings = tuple(check(given) for check in CHECKS)
    for found in findings:
        if found.fired:
            return Verdict(found.fault, found.title, found.evidence, findings)
    by_name = {found.fault: found for found in findings}
    ratio, k3 = by_name["mean_ratio"], by_name["drift"]
    evidence = (
        f"Mean ratio {ratio.number}, k3 {k3.number} nats a token; "
        f"{len(findings)} tests found nothing, errors by {sums.clusters.words}."
    )
    return Verdict(HEALTHY, "Healthy", evidence, findings)


def finite(rollouts: Rollouts) -> tuple[Rollouts, int]:
    """Without the tokens that have no finite log-probability, and how many there are and were."""
    good = np.isfinite(rollouts.new) & np.isfinite(rollouts.old)
    count = len(good) - int(np.count_nonzero(good))
    return (rollouts.keep(good) if count else rollouts), count + rollouts.found.left_out

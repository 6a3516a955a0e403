"""The verdict on rollouts as a whole and on each step of them, with every number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.core.quantity import json_number
from engine.core.run import Run
from engine.data.rollouts.table import Rollouts
from engine.weights.rollouts.by_step import parts_of, steps_of
from engine.weights.rollouts.metrics import metrics_of
from engine.weights.rollouts.sums import RolloutSums, rollout_sums
from engine.weights.rollouts.verdict import HEALTHY, Verdict, finite, verdict, verdict_of


@dataclass(frozen=True, slots=True)
class Judged:
    """``verdict`` is that of all tokens, or of the first step that is not healthy where they are
    healthy as a whole: a hundred healthy steps hide a bad one."""

    verdict: Verdict
    step: int | None  # that it is of; None: of all
    steps: tuple[tuple[int, str], ...]  # each step and what its own verdict is
    numbers: dict[str, Any]  # of all; see `rollout_metrics`
    sums: RolloutSums | None  # None where no token is left

    @property
    def errors_by(self) -> str:
        """What stands behind the errors."""
        return self.sums.clusters.words if self.sums is not None else ""

    @property
    def fault(self) -> str:
        """Of the verdict."""
        return self.verdict.fault

    @property
    def line(self) -> str:
        """The verdict in one line."""
        if self.step is None:
            return self.verdict.line
        return f"{self.verdict.title} at step {self.step}. {self.verdict.evidence}"


def judged(rollouts: Rollouts, run: Run) -> Judged:
    """Of rollouts whose tokens may be other than finite; raises Cancelled."""
    kept, left_out = finite(rollouts)
    if not len(kept.new):
        return Judged(verdict(rollouts, run), None, (), {}, None)
    sums = rollout_sums(kept, run)
    whole = verdict_of(sums, left_out)
    steps = steps_of(kept)
    by_step = list[tuple[int, Verdict]]()
    if len(steps) > 1:
        for step, part in zip(steps, parts_of(kept, steps), strict=True):
            by_step.append((step, verdict_of(rollout_sums(part, run), 0)))
    chosen: tuple[int | None, Verdict] = (None, whole)
    if whole.healthy:
        chosen = next((each for each in by_step if each[1].fault != HEALTHY), chosen)
    return Judged(
        verdict=chosen[1],
        step=chosen[0],
        steps=tuple((step, each.fault) for step, each in by_step),
        numbers=metrics_of(sums),
        sums=sums,
    )


def findings_list(found: Verdict) -> list[dict[str, Any]]:
    """Every test as JSON can hold it."""
    return [
        {
            "name": each.name,
            "value": json_number(each.value),
            "standard_error": json_number(each.error),
            "limit": each.limit,
            "fired": each.fired,
        }
        for each in found.findings
    ]


def numbers_dict(numbers: dict[str, Any]) -> dict[str, Any]:
    """The numbers of `rollout_metrics` as JSON can hold them."""
    return {
        name: numbers_dict(value) if isinstance(value, dict) else json_number(value)
        for name, value in numbers.items()
    }

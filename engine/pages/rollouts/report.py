"""What a program gets beside the readouts: the verdict by name, its tests, every number by its
framework's own name."""

from __future__ import annotations

from typing import Any

from engine.core.quantity import json_number
from engine.pages.rollouts.gather import Gathered
from engine.weights.rollouts.judged import findings_list, numbers_dict
from engine.weights.rollouts.metrics import metrics_of


def report(gathered: Gathered) -> dict[str, Any]:
    """As JSON can hold it."""
    studied = gathered.studied
    numbers = metrics_of(studied.sums)
    return {
        "verdict": {
            "fault": studied.verdict.fault,
            "healthy": studied.verdict.healthy,
            "title": studied.verdict.title,
            "evidence": studied.verdict.evidence,
            "errors_by": studied.sums.clusters.words,
            "tests": findings_list(studied.verdict),
        },
        "numbers": numbers_dict(numbers),
        "steps": list(gathered.steps),
        "step": json_number(gathered.step),
    }

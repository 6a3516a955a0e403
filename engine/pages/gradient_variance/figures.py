"""The arrays of each plot of the Gradients page."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.gradient_variance.baselines import marked_baselines, variances_with
from engine.pages.gradient_variance.cloud import cloud
from engine.pages.gradient_variance.curves import against_k, against_n
from engine.pages.gradient_variance.gather import Gathered
from engine.pages.gradient_variance.records import BaselineCurve, KlLosses, Variances

BASELINES = 161


def variances(gathered: Gathered, _: Run) -> Variances:
    """Exact beside measured."""

    def of(what: str) -> Array:
        return frozen(np.stack([getattr(each, what) for each in gathered.numbers.values()]))

    return Variances(
        names=gathered.names,
        exact=of("variance"),
        measured=of("measured_variance"),
        measured_error=of("variance_error"),
        bias=of("bias"),
        bias_error=of("bias_error"),
        missing=tuple(gathered.samples.refused.get(name, "") for name in gathered.names),
        by=gathered.by,
        batch_size=gathered.setting.batch_size,
        repetitions=gathered.samples.repetitions,
    )


def baseline(gathered: Gathered, _: Run) -> BaselineCurve:
    """Var (f - b) s, a parabola in b, by each coordinate, and their sum."""
    marks, chosen = marked_baselines(gathered), gathered.setting.baseline
    low, high = min(*marks, chosen), max(*marks, chosen)
    reach = 0.25 * (high - low) or max(1.0, abs(high))
    b = np.linspace(low - reach, high + reach, BASELINES)
    return BaselineCurve(
        b=frozen(b),
        variance=frozen(variances_with(gathered, b)),
        mark_b=frozen(marks),
        mark_variance=frozen(variances_with(gathered, marks)),
        current_b=chosen,
        current_variance=frozen(variances_with(gathered, np.array([chosen]))[0]),
        by=gathered.by,
    )


def losses(gathered: Gathered, _: Run) -> KlLosses:
    """Expected gradients of k1, k2 and k3."""
    return gathered.losses


FIGURES = {
    "variances": variances,
    "cloud": cloud,
    "baseline": baseline,
    "against_n": against_n,
    "against_k": against_k,
    "kl_losses": losses,
}

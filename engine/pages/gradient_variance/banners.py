"""What must be known before a number on the Gradients page is trusted."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.number_format import value_text
from engine.gradients.estimators.catalogue import BY_NAME
from engine.pages.gradient_variance.gather import Gathered

FEW_BATCHES = 20


def banners(gathered: Gathered) -> Iterator[str]:
    """What there is none of, what is infinite, and what the numbers leave out."""
    setting, samples, options = gathered.setting, gathered.samples, gathered.options
    for name in gathered.names:
        if name in samples.refused:
            yield f"No {BY_NAME[name].label}: {samples.refused[name]}."
    if any(math.isinf(v.variance) for each in gathered.exact.values() for v in each.values()):
        p, q = value_text(setting.std, 3), value_text(setting.behaviour[1], 3)
        yield (
            f"Off-policy estimates have infinite variance: σp = {p}, σq = {q}. Their measured "
            "variance means nothing."
        )
    if samples.repetitions < FEW_BATCHES:
        yield (
            f"Only {samples.repetitions} batches of {setting.batch_size:,}: too few to measure a "
            "variance or an error by. Take more samples n, or a smaller N."
        )
    covariance = gathered.scene.p.covariance
    if options.reward == "sum" and np.any(covariance != np.diag(np.diag(covariance))):
        yield "The sum is over independent coordinates: p's correlation is left out."
    if options.by_log_sigma:
        yield "By σ means by log σ: gradients are σ times those by σ, variances σ² times."

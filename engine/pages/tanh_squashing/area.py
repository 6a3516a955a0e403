"""What a squashed density encloses when its Jacobian is left out."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.pages.tanh_squashing.samples import Estimate
from engine.squash.jacobian import log_det_jacobian
from engine.squash.ratio import log_mean_old_only
from engine.squash.squashed_gaussian import SquashedGaussian

SAMPLES = 16_384


@lru_cache(maxsize=8)
def area_without_jacobian(policy: SquashedGaussian, seed: int) -> Estimate:
    """The integral of N(u) over all d actions: E |d action / du|, not 1.

    Exact, with an error of 0, for independent coordinates; else the mean over samples, which are
    bounded by the volume of the box over 2^d.
    """
    log_area = log_mean_old_only(policy)
    if log_area is not None:
        return Estimate(_exp(log_area), 0.0)
    jacobian = np.exp(log_det_jacobian(policy.gaussian.sample(SAMPLES, seed)))
    scale = _exp(policy.bounds.log_scale)
    error = float(np.std(jacobian, ddof=1)) / math.sqrt(SAMPLES)
    return Estimate(scale * float(np.mean(jacobian)), scale * error)


def _exp(log: float) -> float:
    return math.exp(log) if log < 709.0 else math.inf

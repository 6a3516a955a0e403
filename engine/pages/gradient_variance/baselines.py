"""The baselines of the score function: those that are marked, and what the variance is with b."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.gradients.moments import ScoreMoments
from engine.gradients.noise import policy_moments
from engine.pages.gradient_variance.gather import Gathered


def marked_baselines(gathered: Gathered) -> Array:
    """(5,): none, E f, best by mu, best by sigma, best for the sum of both variances."""
    pair = _moments(gathered)
    fisher = np.square(gathered.factors) * [each.fisher for each in pair]
    best = np.array([each.best_baseline for each in pair])
    total = float(fisher @ best / fisher.sum())
    return np.array([0.0, pair[0].mean, *best, total])


def variances_with(gathered: Gathered, b: Array) -> Array:
    """Var (f - b) s by mu, by sigma (or log sigma), and their sum, (n, 3), at baselines (n,)."""
    columns = [each.variance_with(b) for each in _moments(gathered)]
    parts = np.square(gathered.factors) * np.column_stack(columns)
    return np.column_stack([parts, parts.sum(axis=1)])


def _moments(gathered: Gathered) -> tuple[ScoreMoments, ScoreMoments]:
    moments = policy_moments(gathered.setting)
    return moments["mu"], moments["sigma"]

"""What a pass over samples of a squashed Gaussian averages and counts, the same for all samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.core.parameter import ParameterError
from engine.pages.tanh_squashing.quadratic_forms import QuadraticForms, largest_log_ratio
from engine.squash.jacobian import LOG_2, NEAR
from engine.squash.squashed_gaussian import SquashedGaussian

# KL(sampled||other): from the two Gaussians, and from the two densities over the action, each
# with its own correction.
KL = ("kl_before", "kl_after")
# other / sampled times this power of d action / du: corrected on both sides, on ``other`` (the new
# policy) alone, and on ``sampled`` (the old policy) alone.
RATIOS = {"ratio": 0, "ratio_other_only": -1, "ratio_sampled_only": 1}

ACTION_BINS = 100
# A ratio and its square must be finite; larger ones are counted and held at this many nats.
LARGEST_LOG = 300.0
# NumPy's normals come from a ziggurat, whose tail ends at 12.3.
LARGEST_NORMAL = 14.0
# Sums of exponents up to here overflow nowhere.
LARGEST_EXPONENT = 600.0

Steps = Literal["near", "plain", "far"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What every working array needs."""

    dimension: int
    forms: QuadraticForms
    log_scale: float
    names: tuple[str, ...]  # what is averaged: KL, and RATIOS
    about: tuple[float, ...]  # numbers near the means of the names
    steps: Steps  # |u| < NEAR; no exponential overflows; any u
    fits: bool  # no ratio can be held
    axis: int | None  # of the action that is counted

    @property
    def ratios(self) -> bool:
        """Whether the ratios are averaged."""
        return len(self.names) > len(KL)

    @property
    def rows(self) -> int:
        """Of the space that a working array takes, the last max(d, 3) for steps on the way."""
        return self.dimension + 1 + len(self.names) + max(self.dimension, 3)


def squash_plan(
    sampled: SquashedGaussian,
    other: SquashedGaussian,
    *,
    axis: int | None = None,
    ratios: bool = True,
) -> Plan:
    """Over samples of ``sampled``; both policies must have the same bounds.

    Always KL(sampled||other), and the RATIOS. The actions along ``axis`` are counted in bins that
    divide it evenly from low to high. Raises ParameterError.
    """
    if sampled.dimension != other.dimension or sampled.bounds.differ(other.bounds):
        raise ParameterError("bounds", other, "must be those of the sampled policy")
    forms = QuadraticForms.of(sampled.gaussian, other.gaussian)
    largest_u = _largest_u(sampled)
    log_scale = sampled.bounds.log_scale
    exponents = 4.0 * sum(largest_u) + 2.0 * sampled.dimension * LOG_2 + abs(log_scale)
    plain: Steps = "plain" if exponents < LARGEST_EXPONENT else "far"
    largest_log = largest_log_ratio(forms.ratio, LARGEST_NORMAL) + 0.5 * exponents + abs(log_scale)
    near = max(largest_u) < NEAR
    # Where u is small a one-sided ratio hardly varies; elsewhere nothing is gained by 1.
    one_sided = 1.0 if near else 0.0
    divergence = (-forms.ratio.mean, -forms.ratio.mean)
    return Plan(
        dimension=sampled.dimension,
        forms=forms,
        log_scale=log_scale,
        names=(*KL, *RATIOS) if ratios else KL,
        about=(*divergence, 1.0, one_sided, one_sided) if ratios else divergence,
        steps="near" if near else plain,
        fits=largest_log < LARGEST_LOG,
        axis=axis,
    )


def _largest_u(sampled: SquashedGaussian) -> list[float]:
    """A |u_i| that no sample exceeds, for each coordinate."""
    spread = LARGEST_NORMAL * np.sum(np.abs(sampled.gaussian.cholesky), axis=1)
    return list((np.abs(sampled.gaussian.mean) + spread).tolist())

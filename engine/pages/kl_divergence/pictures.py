"""The running estimates and histograms of the KL page, from one pass over samples or a file."""

from __future__ import annotations

from engine.core.arrays import frozen
from engine.pages.kl_divergence.monte_carlo import KLSamples
from engine.pages.kl_divergence.result import Histograms, Running
from engine.sampling.accumulators.histogram import Bins


def running(samples: KLSamples, exact: float | None) -> Running:
    """Means of the first n samples with their errors; ``exact`` is None for own data."""
    k1, k2, k3, _ = samples.running_mean.T
    k1_error, k2_error, k3_error, _ = samples.running_error.T
    return Running(
        n=frozen(samples.running_n),
        k1=frozen(k1),
        k1_error=frozen(k1_error),
        k2=frozen(k2),
        k2_error=frozen(k2_error),
        k3=frozen(k3),
        k3_error=frozen(k3_error),
        exact=exact,
    )


def histograms(bins: Bins, samples: KLSamples) -> Histograms:
    """Counts of k1, k2 and k3 in the same bins, and of what lies on either side of them."""
    k1, k2, k3 = samples.pictures.histograms
    return Histograms(
        edges=frozen(bins.edges),
        k1=frozen(k1[1:-1]),
        k2=frozen(k2[1:-1]),
        k3=frozen(k3[1:-1]),
        k1_outside=frozen(k1[[0, -1]]),
        k2_outside=frozen(k2[[0, -1]]),
        k3_outside=frozen(k3[[0, -1]]),
        samples=samples.pictures.samples,
    )

"""Signal to noise of the gradients of the importance-weighted bound L_K, as measured.

That of the encoder's usual gradient falls as K^(-1/2), the model's rises as K^(1/2) (Rainforth et
al., arXiv 1802.04537); the doubly reparameterised one mends the encoder's (Tucker, Lawson, Gu,
Maddison, arXiv 1810.04152).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import softmax

from engine.core.arrays import Array
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.divergence.evidence_bound import EvidenceBound
from engine.sampling.accumulators.moments import MomentSums
from engine.sampling.gather import Mapped, gather
from engine.sampling.normals import Normals

PARAMETERS = ("mu", "log_sigma")


@dataclass(frozen=True, slots=True)
class MeasuredGradient:
    """Of one set of K draws: mean and variance, and the standard error of the mean."""

    mean: float
    variance: float
    standard_error: float

    @property
    def signal_to_noise(self) -> float:
        """|mean| / std; infinite without noise."""
        return abs(self.mean) / self.variance**0.5 if self.variance > 0.0 else np.inf


def importance_gradients(
    bound: EvidenceBound, k: int, samples: int, seed: int = 0
) -> dict[str, dict[str, MeasuredGradient]]:
    """{"pathwise" or "doubly_reparameterised": {"mu", "log_sigma"}, "model": {"prior_mean"}}.

    With v_i = w_i / sum w: pathwise sum v_i d log w_i / d theta; doubly reparameterised
    sum v_i^2 d log w_i / dz dz / d theta, of the same mean; the model's gradient by the mean of
    the prior, sum v_i z_i / tau^2. Raises ParameterError for a k or samples below 1.
    """
    k = checked_count("k", k, "must be a whole number, at least 1", 1)
    samples = checked_count("samples", samples, "must be a whole number, at least 2", 2)
    ratio, mu, sigma = bound.log_ratio, float(bound.q.mean[0]), float(bound.q.std[0])
    b, bend, square = ratio.slope, 2.0 * ratio.bend, bound.prior_std**2

    def change(u: Array) -> Array:
        with np.errstate(under="ignore"):
            share = softmax(ratio.centred(u), axis=0)
            by_z = b + bend * u  # sigma d log w / dz, z and q's parameters apart
            whole = by_z - u  # with the score of q, as z moves with them
            squared = share * share
            rows = (
                np.sum(share * whole, axis=0) / sigma,
                np.sum(share * (whole * u + 1.0), axis=0),
                np.sum(squared * by_z, axis=0) / sigma,
                np.sum(squared * by_z * u, axis=0),
                (mu + sigma * np.sum(share * u, axis=0)) / square,
            )
        return np.stack(rows)

    sums = gather(
        Mapped(Normals(samples, k, seed), change), lambda _: MomentSums((0.0,) * 5), Run()
    )
    found = sums.moments()
    variance = found.squares / (found.count - 1)
    each = [
        MeasuredGradient(*numbers)
        for numbers in zip(
            found.mean.tolist(), variance.tolist(), found.standard_error.tolist(), strict=True
        )
    ]
    return {
        "pathwise": dict(zip(PARAMETERS, each[0:2], strict=True)),
        "doubly_reparameterised": dict(zip(PARAMETERS, each[2:4], strict=True)),
        "model": {"prior_mean": each[4]},
    }

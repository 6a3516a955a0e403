"""The importance-weighted bound L_K and its gradients, as sets of K draws of q estimate them.

The signal to noise of the encoder's usual gradient falls as K^(-1/2), the model's rises as K^(1/2)
(Rainforth et al., arXiv 1802.04537); the doubly reparameterised one mends the encoder's (Tucker,
Lawson, Gu, Maddison, arXiv 1810.04152).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.divergence.evidence_bound import EvidenceBound
from engine.sampling.accumulators.centred_moments import CentredMoments
from engine.sampling.gather import Mapped, gather
from engine.sampling.normals import Normals

# By what the gradients of a set are: the encoder's and the model's.
SIGNALS = (
    ("pathwise", "mu"),
    ("pathwise", "log_sigma"),
    ("doubly_reparameterised", "mu"),
    ("doubly_reparameterised", "log_sigma"),
    ("model", "prior_mean"),
)

# Quadratures of several K at once begin with one of these: the larger, the easier.
LEAST = (2, 4, 16, 64, 256)
# A gradient that is less than this share of what is added up for it is rounding.
NOTHING = 1e-13


@dataclass(frozen=True, slots=True)
class MeasuredGradient:
    """Of one set of K draws: mean and variance, and the standard error of the mean."""

    mean: float
    variance: float
    standard_error: float

    @property
    def signal_to_noise(self) -> float:
        """|mean| / std; infinite without noise. Where the mean is smaller than its error it says
        nothing but that."""
        return abs(self.mean) / self.variance**0.5 if self.variance > 0.0 else np.inf


def importance_gradients(
    bound: EvidenceBound, k: int, samples: int, seed: int = 0
) -> dict[str, dict[str, MeasuredGradient]]:
    """{"pathwise" or "doubly_reparameterised": {"mu", "log_sigma"}, "model": {"prior_mean"}}, of
    ``samples`` sets. Raises ParameterError for a k or samples below 1."""
    k = checked_count("k", k, "must be a whole number, at least 1", 1)
    samples = checked_count("samples", samples, "must be a whole number, at least 2", 2)
    source = Mapped(Normals(samples, k, seed), lambda u: set_values(bound, u)[1:])
    moments = gather(source, lambda _: CentredMoments(), Run()).moments()
    variance = moments.squares / (moments.count - 1)
    numbers = zip(moments.mean, variance, moments.standard_error, strict=True)
    found: dict[str, dict[str, MeasuredGradient]] = {}
    for (name, parameter), each in zip(SIGNALS, numbers, strict=True):
        found.setdefault(name, {})[parameter] = MeasuredGradient(*(float(value) for value in each))
    return found


def set_values(bound: EvidenceBound, u: Array, logs: Array | None = None) -> Array:
    """log mean w less the ELBO, and SIGNALS, (6, m), of m sets of K standard normals, (K, m).

    With v_i = w_i / sum w: pathwise sum v_i d log w_i / d theta; doubly reparameterised
    sum v_i^2 d log w_i / dz dz / d theta, of the same mean; the model's gradient by the mean of
    the prior, sum v_i z_i / tau^2. Each is a sum of v_i or v_i^2 times a polynomial of u_i.
    ``logs`` is log w less the ELBO where it is known already, (K, m).
    """
    logs = bound.log_ratio.centred(u) if logs is None else logs
    top = np.max(logs, axis=0)
    with np.errstate(under="ignore"):
        weight = logs - top
        np.exp(weight, out=weight)
        total, one, two = _first_sums(weight, u)
        weight *= weight
        squares = [each / total / total for each in _first_sums(weight, u)]
    means = np.stack([np.ones_like(total), one / total, two / total, *squares])
    return np.concatenate([[np.log(total / len(u)) + top], mixture(bound) @ means])


def mixture(bound: EvidenceBound) -> Array:
    """SIGNALS of a set by 1, sum v u, sum v u^2, sum v^2, sum v^2 u and sum v^2 u^2, (5, 6)."""
    mu, sigma, tau = float(bound.q.mean[0]), float(bound.q.std[0]), bound.prior_std
    b, bend, rho = bound.log_ratio.slope, bound.excess, bound.rho
    rows = [
        [b / sigma, -rho / sigma, 0.0, 0.0, 0.0, 0.0],
        [1.0, b, -rho, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, b / sigma, bend / sigma, 0.0],
        [0.0, 0.0, 0.0, 0.0, b, bend],
        [mu / tau / tau, sigma / tau / tau, 0.0, 0.0, 0.0, 0.0],
    ]
    return np.array(rows)


def set_means(bound: EvidenceBound, ks: tuple[int, ...], fast: bool = False) -> Array:
    """What `set_values` has for its mean, (len(ks), 6), by quadrature; NaN for those of the
    smaller K that a q far from the posterior has no exact value for; ``fast``: by compiled
    loops."""
    found = np.full((len(ks), 6), np.nan)
    places = np.arange(len(ks))
    one = [i for i in places.tolist() if ks[i] == 1]
    encoder = bound.gradient["mu"], bound.gradient["log_sigma"]
    found[one] = 0.0, *encoder, *encoder, float(bound.q.mean[0]) / bound.prior_std**2
    for least in LEAST:
        some = [i for i in places.tolist() if ks[i] >= least]
        if not some:
            break
        try:
            exact = bound.iwae_exactly([ks[i] for i in some], fast)
        except ParameterError:
            continue
        both = exact.mu, exact.log_sigma
        found[some] = np.column_stack([exact.value - bound.value, *both, *both, exact.prior_mean])
        break
    found[:, 1:][np.abs(found[:, 1:]) <= NOTHING * _sizes(bound)] = 0.0
    return found


def _sizes(bound: EvidenceBound) -> Array:
    """Of what is added up for each gradient, (5,)."""
    sigma, size = float(bound.q.std[0]), abs(bound.log_ratio.slope) + bound.rho
    place = (abs(float(bound.q.mean[0])) + sigma) / bound.prior_std**2
    return np.array([size / sigma, size + 1.0, size / sigma, size + 1.0, place])


def _first_sums(weight: Array, u: Array) -> tuple[Array, Array, Array]:
    """sum w, sum w u and sum w u^2 over the sets, (m,) each."""
    return (
        np.sum(weight, axis=0),
        np.einsum("ij,ij->j", weight, u),
        np.einsum("ij,ij,ij->j", weight, u, u),
    )

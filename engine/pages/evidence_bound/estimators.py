"""The estimators of the gradient of the ELBO, as polynomials of one standard normal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.cache import Cache
from engine.core.run import Run
from engine.divergence.evidence_bound import EvidenceBound
from engine.sampling.accumulators.powers import PowerSums
from engine.sampling.gather import gather
from engine.sampling.normals import Normals

NAMES = {
    "score_function": "score function",
    "pathwise": "pathwise",
    "pathwise_exact_entropy": "pathwise, exact entropy",
    "sticking_the_landing": "sticking the landing",
    "doubly_reparameterised": "doubly reparameterised",
    "exact_kl": "exact KL",
}
PARAMETERS = {"mu": "μ", "log_sigma": "log σ"}
# Those that differ from each other at one sample; the rest are one of them.
DISTINCT = ("score_function", "pathwise", "sticking_the_landing", "exact_kl")
SAME = {
    "pathwise_exact_entropy": "pathwise",
    "doubly_reparameterised": "sticking_the_landing",
}

# Gauss and Hermite's: right for all powers up to 23, and the fourth of the forms have 16.
NODES, WEIGHTS = (np.asarray(each) for each in np.polynomial.hermite_e.hermegauss(12))
WEIGHTS = WEIGHTS / np.sum(WEIGHTS)

# The pairs of `_basis`, each once.
FIRST, SECOND = np.triu_indices(4)
PART = 8_192  # normals, of which a core's own cache holds all products


@dataclass(frozen=True, slots=True)
class Forms:
    """Each distinct estimator less its mean, by mu and by log sigma in turn."""

    coefficients: Array  # (2 len(DISTINCT), 4), of `_basis`

    def __call__(self, u: Array) -> Array:
        """(2 len(DISTINCT), m) from standard normals (m,)."""
        return np.asarray(self.coefficients @ _basis(u))

    def sums(self, basis: BasisSums, about: Array) -> PowerSums:
        """What `PowerSums` about the means gathers of the estimators for the same normals."""
        first, pairs = self.coefficients, self.coefficients[:, FIRST] * self.coefficients[:, SECOND]
        pairs = np.where(FIRST == SECOND, pairs, 2.0 * pairs)
        found = PowerSums(about)
        found.count = basis.count
        found.sums = np.stack(
            [
                first @ basis.sums,
                pairs @ basis.pairs,
                np.vecdot(pairs @ basis.triples, first),
                np.vecdot(pairs @ basis.fours, pairs),
            ]
        )
        return found

    def variance_error(self, n: int) -> Array:
        """Standard error of the variance of n samples, sqrt([m4 - m2^2 (n - 3) / (n - 1)] / n) by
        the exact moments: those of samples read low, for the score function has heavy tails."""
        square = np.square(self(NODES))
        second, fourth = square @ WEIGHTS, np.square(square) @ WEIGHTS
        return np.asarray(np.sqrt((fourth - second**2 * ((n - 3.0) / (n - 1.0))) / n))


class BasisSums:
    """Gathers sums of products of up to four of `_basis`: all that `PowerSums` of the estimators
    are made of, whatever the bound is."""

    def __init__(self) -> None:
        self.count = 0
        self.sums = np.zeros(4)
        self.pairs = np.zeros(len(FIRST))  # of those of FIRST and SECOND
        self.triples = np.zeros((len(FIRST), 4))
        self.fours = np.zeros((len(FIRST), len(FIRST)))

    def add(self, normals: Array) -> None:
        """Take in standard normals, (1, m)."""
        basis = _basis(normals[0])
        pairs, ones = basis[FIRST] * basis[SECOND], np.ones(basis.shape[1])
        self.count += basis.shape[1]
        self.sums += basis @ ones
        self.pairs += pairs @ ones
        self.triples += pairs @ basis.T
        self.fours += pairs @ pairs.T

    def merge(self, other: BasisSums) -> None:
        """Take in those of other normals."""
        self.count += other.count
        self.sums += other.sums
        self.pairs += other.pairs
        self.triples += other.triples
        self.fours += other.fours


def basis_sums(samples: int, seed: int, run: Run) -> BasisSums:
    """Of the normals that the page draws, kept while q moves; raises Cancelled."""
    found = _kept.get((samples, seed))
    if found is None:
        source = Normals(samples, 1, seed, rows=PART)
        found = gather(source, lambda _: BasisSums(), run)
        _kept.put((samples, seed), found)
    return found


def row_of(estimator: str, parameter: str) -> int:
    """Where `Forms` has it."""
    distinct = SAME.get(estimator, estimator)
    return 2 * DISTINCT.index(distinct) + tuple(PARAMETERS).index(parameter)


def means_of(bound: EvidenceBound) -> Array:
    """The gradient, as often as there are `Forms`."""
    return np.tile([bound.gradient[name] for name in PARAMETERS], len(DISTINCT))


def forms_of(bound: EvidenceBound) -> Forms:
    """Of this bound; what each estimator is stands in `EvidenceBound.variances`."""
    sigma, ratio = float(bound.q.std[0]), bound.log_ratio
    a, b, c, rho = ratio.mean, ratio.slope, ratio.bend, bound.rho
    away, spread = bound.residual
    rows = {
        "score_function": ([a, b, c, 0.0], [0.0, a, b, c]),
        "pathwise": ([-rho, 0.0, 0.0, 0.0], [b, -rho, 0.0, 0.0]),
        "sticking_the_landing": ([2.0 * c, 0.0, 0.0, 0.0], [b, 2.0 * c, 0.0, 0.0]),
        "exact_kl": (
            [-spread * spread, 0.0, 0.0, 0.0],
            [spread * away, -spread * spread, 0.0, 0.0],
        ),
    }
    coefficients = np.array([row for name in DISTINCT for row in rows[name]])
    coefficients[::2] /= sigma
    return Forms(coefficients)


def _basis(u: Array) -> Array:
    """u, u^2 - 1, u^3 - u and (u^2 - 1)^2 - 2, all of mean 0, (4, m)."""
    square = u * u - 1.0
    return np.stack([u, square, u * square, square * square - 2.0])


_kept: Cache[BasisSums] = Cache(4)

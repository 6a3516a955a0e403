"""Drawn pairs of Gaussians whose covariances are ill-conditioned, of conditions up to 1e13."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian

KINDS = ("kernel", "scaled kernel", "rotated", "scaled", "graded", "one std", "boundary")


def drawn_pair(rng: np.random.Generator, kind: str, d: int) -> tuple[Gaussian, Gaussian]:
    """p and q of one of KINDS; draws anew what is not positive definite."""
    while True:
        try:
            return _PAIRS[kind](rng, d)
        except ParameterError:
            continue


def _kernel(rng: np.random.Generator, d: int) -> Array:
    """Of a Gaussian process at d points: the squared exponential or a Matern, and a nugget."""
    distance = np.abs(np.subtract.outer(*[np.sort(rng.uniform(size=d))] * 2))
    r = distance / rng.uniform(0.1, 1.0)
    covariance = [np.exp(-0.5 * r**2), (1.0 + r) * np.exp(-r), (1.0 + r + r**2 / 3.0) * np.exp(-r)]
    nugget: float = 10.0 ** rng.uniform(-13.0, -6.0)
    return np.asarray(covariance[rng.integers(3)] + nugget * np.eye(d))


def _rotated(rng: np.random.Generator, d: int) -> Array:
    basis, _ = np.linalg.qr(rng.normal(size=(d, d)))
    values = 10.0 ** rng.uniform(-rng.uniform(0.0, 13.0), 0.0, size=d)
    matrix = (basis * values) @ basis.T * 10.0 ** rng.uniform(-12.0, 12.0)
    return np.asarray(0.5 * (matrix + matrix.T))


def _graded(rng: np.random.Generator, d: int) -> Array:
    """Stds and a correlation that sliders reach."""
    std = 10.0 ** rng.uniform(-12.0, 12.0, size=d)
    correlation = rng.choice([rng.uniform(-1.0 / d, 0.999999), 0.999999])
    return Gaussian.from_std(np.zeros(d), std, correlation).covariance


def _one_std(rng: np.random.Generator, d: int) -> tuple[Gaussian, Gaussian]:
    """Graded covariances that differ by one std and its correlations."""
    q = _graded(rng, d)
    scale = np.ones(d)
    scale[rng.integers(d)] = rng.choice([1.0 + 1e-9, 1.001, 1.3, 0.2])
    return _about(rng, q * np.outer(scale, scale), q)


def _about(rng: np.random.Generator, p: Array, q: Array) -> tuple[Gaussian, Gaussian]:
    """With means that lie within stds of each other, or that are equal."""
    factor = np.linalg.cholesky(q)
    shift = factor @ rng.normal(size=len(q)) * rng.choice([0.0, 0.1, 3.0])
    return Gaussian(shift, p), Gaussian(np.zeros(len(q)), q)


def _scaled(rng: np.random.Generator, q: Array) -> tuple[Gaussian, Gaussian]:
    return _about(rng, rng.choice([1.0, 1.2, 0.8, 1.9, 2.0, 2.1]) * q, q)


@dataclass(frozen=True)
class SameBasis:
    """p and q with exactly these eigenvalues lam: S_p = L diag(lam s) L', S_q = L diag(s) L', in
    whole numbers that doubles hold, L lower with a diagonal of 1."""

    p: Gaussian
    q: Gaussian
    lam: list[Fraction]
    shift: list[Fraction]  # L^-1 (mean_p - mean_q) / sqrt(s), squared


def same_basis(rng: np.random.Generator, lam: list[Fraction], spread: int) -> SameBasis:
    """The values s are powers of two down to 2^-spread."""
    d = len(lam)
    lower = [[Fraction(int(rng.integers(-1, 2)), 2) for _ in range(i)] + [Fraction(1)]
             for i in range(d)]  # fmt: skip
    s = [Fraction(1, 2 ** int(rng.integers(0, spread + 1))) for _ in range(d)]
    mean = [Fraction(int(rng.integers(-8, 9)), 8) for _ in range(d)]
    covariances = [_product(lower, values) for values in
                   ([x * y for x, y in zip(lam, s, strict=True)], s)]  # fmt: skip
    white: list[Fraction] = []
    for i in range(d):
        white.append(mean[i] - sum(lower[i][k] * white[k] for k in range(i)))
    return SameBasis(
        Gaussian([float(x) for x in mean], covariances[0]),
        Gaussian(np.zeros(d), covariances[1]),
        lam,
        [x * x / y for x, y in zip(white, s, strict=True)],
    )


def _product(lower: list[list[Fraction]], values: list[Fraction]) -> Array:
    unit = max(value.denominator for value in values) * 4
    rows = np.zeros((len(values), len(values)), dtype=object)
    for i, row in enumerate(lower):
        rows[i, : len(row)] = [int(2 * entry) for entry in row]
    whole = (rows * np.array([int(value * unit) for value in values], dtype=object)) @ rows.T
    product = whole.astype(float)
    assert (product.astype(object) == whole).all(), "not exact in double"
    return np.asarray(product / (4.0 * unit))


def _boundary(rng: np.random.Generator, d: int) -> tuple[Gaussian, Gaussian]:
    """The largest lam is exactly 2, or next to it by a power of two."""
    lam = [Fraction(2) ** int(rng.integers(-3, 1)) for _ in range(d)]
    step = Fraction(1, 2 ** int(rng.integers(4, 16)))
    lam[rng.integers(d)] = 2 + int(rng.integers(-1, 2)) * step
    pair = same_basis(rng, lam, max(0, 24 - d // 4))
    return pair.p, pair.q


_PAIRS = {
    "kernel": lambda rng, d: _about(rng, _kernel(rng, d), _kernel(rng, d)),
    "scaled kernel": lambda rng, d: _scaled(rng, _kernel(rng, d)),
    "rotated": lambda rng, d: _about(rng, _rotated(rng, d), _rotated(rng, d)),
    "scaled": lambda rng, d: _scaled(rng, _rotated(rng, d)),
    "graded": lambda rng, d: _about(rng, _graded(rng, d), _graded(rng, d)),
    "one std": _one_std,
    "boundary": _boundary,
}

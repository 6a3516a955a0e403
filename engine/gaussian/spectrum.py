"""Eigenvalues of two covariance matrices, and the matrices themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.gaussian import Gaussian


@dataclass(frozen=True, slots=True)
class Spectra:
    """Eigenvalues in descending order; all positive."""

    index: Array  # (d,), 1 to d
    p: Array  # (d,), in squared units of x
    q: Array  # (d,)


@dataclass(frozen=True, slots=True)
class Covariances:
    """The two covariance matrices."""

    p: Array  # (d, d), in squared units of x
    q: Array  # (d, d)


def spectra(p: Gaussian, q: Gaussian) -> Spectra:
    """The eigenvalues of both covariances.

    They are the squared singular values of the Cholesky factors, which are never negative.
    """
    columns = [np.arange(1.0, p.dimension + 1.0)]
    tiny = np.finfo(float).tiny
    with np.errstate(under="ignore"):
        for gaussian in (p, q):
            singular = np.linalg.svd(gaussian.cholesky, compute_uv=False)
            columns.append(np.maximum(singular**2, tiny))
    for column in columns:
        column.flags.writeable = False
    return Spectra(*columns)

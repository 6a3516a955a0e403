"""What structure a covariance in more than two dimensions has, and a change within it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.core.parameter import ParameterError
from engine.gaussian.component import component
from engine.gaussian.covariance import Structure, correlation_matrix
from engine.gaussian.gaussian import Gaussian

Kind = Literal["equal", "ar1", "own"]
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Shape:
    """``std`` is the geometric mean of the stds, ``correlation`` the mean of the neighbours'."""

    std: float
    same_std: bool
    kind: Kind
    correlation: float


def shape_of(gaussian: Gaussian, preferred: Structure = "equal") -> Shape:
    """The structure of a Gaussian in d > 1; ``preferred`` where both fit, as for zero."""
    std, matrix = gaussian.std, gaussian.correlation
    correlation = round(float(np.mean(np.diag(matrix, 1))), 12)
    kind: Kind = "own"
    order: tuple[Structure, ...] = ("equal", "ar1") if preferred == "equal" else ("ar1", "equal")
    for structure in order:
        if _fits(matrix, correlation, structure):
            kind = structure
            break
    same = bool(np.ptp(std) <= NEAR * float(std[0]))
    typical = float(std[0]) if same else float(np.exp(np.mean(np.log(std))))
    return Shape(typical, same, kind, correlation)


def with_std(gaussian: Gaussian, std: float) -> Gaussian:
    """The stds scaled alike until their geometric mean is ``std``; correlations stay."""
    shape = shape_of(gaussian)
    scaled = np.full(gaussian.dimension, std) if shape.same_std else gaussian.std * std / shape.std
    return Gaussian.from_std(gaussian.mean, scaled, gaussian.correlation)


def with_correlation(
    gaussian: Gaussian, correlation: float, structure: Structure, field: str
) -> Gaussian:
    """The same means and stds with one structured correlation; errors name ``field``."""
    component("correlation").check(correlation, field)
    try:
        matrix = correlation_matrix(correlation, gaussian.dimension, structure)
    except ParameterError as error:
        raise ParameterError(field, error.value, error.allowed) from None
    return Gaussian.from_std(gaussian.mean, gaussian.std, matrix)


def with_mean(gaussian: Gaussian, index: int, mean: float) -> Gaussian:
    """One coordinate's mean changed."""
    means = gaussian.mean.copy()
    means[index] = mean
    return Gaussian(means, gaussian.covariance)


def shifted(gaussian: Gaussian, average: float) -> Gaussian:
    """Every mean moved alike until their average is ``average``."""
    means = gaussian.mean + (average - float(np.mean(gaussian.mean)))
    return Gaussian(means, gaussian.covariance)


def _fits(matrix: np.ndarray, correlation: float, structure: Structure) -> bool:
    try:
        wanted = correlation_matrix(correlation, len(matrix), structure)
    except ParameterError:
        return False
    return bool(np.max(np.abs(matrix - wanted)) <= NEAR)

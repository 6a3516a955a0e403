"""The sigmoid as a sum of normal distribution functions, so that its mean under a normal of complex
mean and variance is a sum too.

sigmoid(t) = sum_k a_k Phi((t - theta_k) / h): the a_k are samples of the logistic density with a
normal of standard deviation h taken out of it, by its characteristic function pi w / sinh(pi w),
times exp(h^2 w^2 / 2), cut off where that is least. The square of the sigmoid, the distribution
of the larger of two logistic variables, has (1 + i w) times that characteristic function.
"""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array

# exp(-pi^2 / (2 h^2)), 4e-14, is what is cut off.
WIDTH = 0.4
STEP = 0.3
THETA = np.arange(-100, 101) * STEP


def _coefficients() -> tuple[Array, Array]:
    cutoff = np.pi / WIDTH**2
    nodes, rule = np.polynomial.legendre.leggauss(400)
    w = 0.5 * cutoff * (nodes + 1.0)
    size = 0.5 * cutoff * rule * np.pi * w / np.sinh(np.pi * w) * np.exp(0.5 * (WIDTH * w) ** 2)
    angles = np.multiply.outer(THETA, w)
    plain = np.cos(angles) @ size
    square = plain + np.sin(angles) @ (w * size)
    return plain * (STEP / np.pi), square * (STEP / np.pi)


WEIGHTS, SQUARE_WEIGHTS = _coefficients()

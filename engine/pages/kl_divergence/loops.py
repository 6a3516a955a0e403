"""The sums over the samples of a chunk, compiled."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled
from engine.gaussian.loops import TILE, fill_centred
from engine.numerics.loops import expm1


@compiled
def kl_sums(
    z: Array, curvature: Array, slope: Array, mean: float
) -> tuple[Array, Array, float, int, float]:
    """Of log w at the columns of z, (d, m): the sums of the four deviations of `KLSamples`, (4,),
    those of their squares, (4,), the greatest, how many are above 0, and the sum of these."""
    log_w, greatest = np.empty(TILE), np.full(TILE, -np.inf)
    sums, squares = np.zeros(4), np.zeros(4)
    positive, above = 0, 0.0
    for start in range(0, z.shape[1], TILE):
        centred = log_w[: min(TILE, z.shape[1] - start)]
        fill_centred(z, start, curvature, slope, centred)
        first = second = third = excess = 0.0
        first_2 = second_2 = third_2 = excess_2 = 0.0
        for n in range(len(centred)):
            r = centred[n]
            logarithm = r + mean
            of_square = r * (logarithm + mean)
            weight_less_1 = expm1(logarithm)
            of_k3 = weight_less_1 - r
            first += r
            second += of_square
            third += of_k3
            excess += weight_less_1
            first_2 += r * r
            second_2 += of_square * of_square
            third_2 += of_k3 * of_k3
            excess_2 += weight_less_1 * weight_less_1
            positive += logarithm > 0.0
            above += max(logarithm, 0.0)
        for n in range(len(centred)):
            greatest[n] = max(greatest[n], centred[n])
        sums += np.array((first, second, third, excess))
        squares += np.array((first_2, second_2, third_2, excess_2))
    return sums, squares, np.max(greatest) + mean, positive, above

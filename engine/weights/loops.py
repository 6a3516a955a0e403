"""Weights of many samples, compiled: the sums of `sums`, those of `clipped_moments` over nodes, and
the gates of `gate_samples`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.core.compiled import compiled
from engine.gaussian.loops import TILE, fill_centred
from engine.numerics.loops import exp


@compiled
def weight_sums(
    centred: Array, values: Array, reference: float, mean: float, log_c: float, large: bool
) -> tuple[Array, Array, Array]:
    """Over samples with l and g, (m,) each: the sums of `sums.WHOLE`, (10,), and of `sums.MASKED`,
    (5,), where m stands for w, or for w exp(reference + mean) where that is ``large``; how many
    weights are above c, and the sums of g and g^2 over these, (3,)."""
    whole, masked, above, space = np.zeros(10), np.zeros(5), np.zeros(3), np.empty(TILE)
    for start in range(0, len(centred), TILE):
        logs, g = centred[start : start + TILE], values[start : start + TILE]
        weight = space[: len(logs)]
        add_weights(logs, g, reference, weight, whole)
        if large:
            for n in range(len(logs)):
                weight[n] = exp(min(logs[n] + mean, log_c))
        add_masked(logs, g, log_c - mean, weight, masked, above)
    return whole, masked, above


@compiled
def drawn_weight_sums(
    z: Array,
    curvature: Array,
    slope: Array,
    mean: float,
    log_c: float,
    linear: bool,
    slopes: Array,
    shift: float,
    centred: Array,
    values: Array,
) -> tuple[Array, Array, Array]:
    """The same of samples that are made of normals, (d, m), at the reference 0 and not ``large``;
    l goes into ``centred``, and g, if it is ``linear``, into ``values``: slopes . z + shift."""
    whole, masked, above, space = np.zeros(10), np.zeros(5), np.zeros(3), np.empty(TILE)
    for start in range(0, len(centred), TILE):
        end = min(start + TILE, len(centred))
        logs, g, weight = centred[start:end], values[start:end], space[: end - start]
        fill_centred(z, start, curvature, slope, logs)
        if linear:
            g[:] = shift
            for i in range(len(z)):
                normal, factor = z[i, start:end], slopes[i]
                if factor != 0.0:
                    for n in range(len(g)):
                        g[n] += factor * normal[n]
        add_weights(logs, g, 0.0, weight, whole)
        add_masked(logs, g, log_c - mean, weight, masked, above)
    return whole, masked, above


@compiled
def add_weights(logs: Array, g: Array, reference: float, weight: Array, whole: Array) -> None:
    """w of a tile, (m,), into ``weight``, and the sums to ``whole``."""
    w_, wg_, l_, wl_ = 0.0, 0.0, 0.0, 0.0
    w_w, w_wg, wg_wg, l_l, w_wl, wl_wl = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for n in range(len(logs)):
        w = exp(logs[n] - reference)
        weight[n] = w
        wg, wl = w * g[n], w * logs[n]
        w_ += w
        wg_ += wg
        l_ += logs[n]
        wl_ += wl
        w_w += w * w
        w_wg += w * wg
        wg_wg += wg * wg
        l_l += logs[n] * logs[n]
        w_wl += w * wl
        wl_wl += wl * wl
    whole += np.array((w_, wg_, l_, wl_, w_w, w_wg, wg_wg, l_l, w_wl, wl_wl))


@compiled
def add_masked(
    logs: Array, g: Array, limit: float, weight: Array, masked: Array, above: Array
) -> None:
    """The sums of the weights of a tile whose l is not above ``limit``, and of the others' g."""
    m_, mg_, m_m, m_mg, mg_mg = 0.0, 0.0, 0.0, 0.0, 0.0
    count, g_, g_g = 0.0, 0.0, 0.0
    for n in range(len(logs)):
        high = 1.0 if logs[n] > limit else 0.0
        m, spared = weight[n] * (1.0 - high), g[n] * high
        mg = m * g[n]
        m_ += m
        mg_ += mg
        m_m += m * m
        m_mg += m * mg
        mg_mg += mg * mg
        count += high
        g_ += spared
        g_g += spared * spared
    masked += np.array((m_, mg_, m_m, m_mg, mg_mg))
    above += np.array((count, g_, g_g))


@compiled
def binned(values: Array, weights: Array, low: float, per_unit: float, size: int) -> Array:
    """How many of m values, (m,), and how much of their weights, (m,), fall into each bin from
    ``low`` on, of which so many lie on a unit, below the first and beyond the last: (2, size)."""
    found, place = np.zeros((2, size)), np.empty(TILE)
    for start in range(0, len(values), TILE):
        some, of_weights = values[start : start + TILE], weights[start : start + TILE]
        for n in range(len(some)):
            place[n] = min(max((some[n] - low) * per_unit + 1.0, 0.5), size - 0.5)
        for n in range(len(some)):
            found[0, int(place[n])] += 1.0
            found[1, int(place[n])] += of_weights[n]
    return found


@compiled
def add_node_powers(row: NDArray[np.intp], nodes: Array, mass: Array, total: Array) -> None:
    """To total, (m, degree + 1), sum_i mass_i x_i^j of nodes, (k, n), to the row of each; inf or
    NaN where a power outgrows doubles."""
    at, powers = np.empty(nodes.shape[1]), np.empty(nodes.shape[1])
    for i in range(len(row)):
        for n in range(len(at)):
            powers[n] = mass[i, n]
            at[n] = nodes[i, n] if mass[i, n] != 0.0 else 0.0
        for j in range(total.shape[1]):
            found = 0.0
            for n in range(len(at)):
                found += powers[n]
                powers[n] *= at[n]
            total[row[i], j] += found


@compiled
def fill_gradient_weight(
    weight: Array, advantage: Array, levels: Array, truncates: float, out: Array
) -> None:
    """`gate_samples.gradient_weight` at each of m samples, (m,) each, into ``out``.

    ``levels`` are low and high for A above 0, then for others, (4,); beyond them w is cut to the
    nearer one where ``truncates`` is 1, and left out where it is 0.
    """
    low, high, low_else, high_else = levels[0], levels[1], levels[2], levels[3]
    for n in range(len(out)):
        w, positive = weight[n], advantage[n] > 0.0
        least = low if positive else low_else
        most = high if positive else high_else
        if truncates:
            out[n] = min(max(w, least), most)
        else:
            out[n] = w * ((w >= least) & (w <= most))

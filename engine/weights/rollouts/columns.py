"""What is summed over the tokens and the sequences of rollouts, by the names used in formulas.

l = log w of a token, e = w - 1, k3(x) = e^x - 1 - x; m, S: a sequence's mean and sum of l.
"""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from engine.core.arrays import Array
from engine.weights.rollouts.cluster_table import Columns, Fill
from engine.weights.rollouts.tokens import Tokens

FAR = 0.5  # nats: such a token's ratio is beyond [0.61, 1.65]
ONE_SIDE = 0.01  # nats: more than rounding
CATASTROPHIC = math.log(1e-4)
TRUNCATED_AT = 2.0
SEQUENCE_CLIP = 20.0
LEAST_SQUARE = 1e-8  # of a log-ratio: rounding


def ratio_columns(chunk: Tokens) -> Columns:
    """Of tokens: everything about l alone."""
    ratio = chunk.log_ratio
    e, inverse = np.expm1(ratio), np.expm1(-ratio)
    size = np.abs(ratio)
    cut = np.minimum(e, TRUNCATED_AT - 1.0) + 1.0
    return {
        "tokens": np.ones(len(ratio)),
        "l": ratio,
        "l_squared": ratio * ratio,
        "l_size": size,
        "e": e,
        "w_squared": e * (e + 2.0),  # less 1
        "k3": e - ratio,
        "k3_reversed": inverse + ratio,
        "inverse": inverse,  # 1/w less 1
        "w_error": np.maximum(e, inverse),  # e^|l| - 1
        "js": half_jensen_shannon(ratio, e, inverse),
        "cut": cut,
        "cut_squared": cut * cut,
        "far": (size > FAR).astype(float),
        "above": (ratio > ONE_SIDE).astype(float),
        "below": (ratio < -ONE_SIDE).astype(float),
        "catastrophic": (ratio < CATASTROPHIC).astype(float),
    }


def half_jensen_shannon(ratio: Array, e: Array, inverse: Array) -> Array:
    """[k3(new - M) + k3(old - M)] / 2 with M the logarithm of the mean of both densities.

    Both exponentials sum to 2, so that log cosh(l/2) remains: log1p((w - 1)^2 / (4 w)) / 2.
    """
    found = 0.5 * np.log1p(-0.25 * e * inverse)
    overflown = ~np.isfinite(found)
    if np.any(overflown):
        found[overflown] = 0.5 * np.abs(ratio[overflown]) - math.log(2.0)
    return np.asarray(found)


def sequence_columns(chunk: Tokens) -> Columns:
    """Of sequences: what frameworks average within each sequence first."""
    n = chunk.lengths.astype(float)
    ratio = chunk.log_ratio
    total = chunk.by_sequence(ratio)
    mean = total / n
    e = np.expm1(ratio)
    w, square = (chunk.by_sequence(each) + n for each in (e, e * (e + 2.0)))
    return {
        "sequences": np.ones(len(n)),
        "mean_l": mean,
        "mean_l_size": np.abs(mean),
        "mean_k3": chunk.by_sequence(e - ratio) / n,
        "mean_w_squared": square / n - 1.0,
        "perplexity_new": np.exp(-chunk.by_sequence(chunk.new) / n),
        "perplexity_old": np.exp(-chunk.by_sequence(chunk.old) / n),
        "perplexity_ratio": np.expm1(-mean),
        "sequence_squared": np.expm1(2.0 * np.clip(total, -SEQUENCE_CLIP, SEQUENCE_CLIP)),
        "geometric_squared": np.expm1(2.0 * mean),
        "ess_within": _ess_within(chunk, w, square, n),
    }


def _ess_within(chunk: Tokens, w: Array, square: Array, n: Array) -> Array:
    """(sum w)^2 / (n sum w^2) of each sequence, also where w^2 is no double."""
    found = w * w / (n * square)
    if not np.all(np.isfinite(found)):
        top = np.maximum.reduceat(chunk.log_ratio, chunk.starts)
        scaled = np.exp(chunk.log_ratio - np.repeat(top, chunk.lengths))
        found = chunk.by_sequence(scaled) ** 2 / (n * chunk.by_sequence(scaled * scaled))
    return np.asarray(found)


def pair_columns(about: tuple[float, float]) -> Fill:
    """Of tokens: x = old, y = new, each less a number near its mean, for slopes and correlations.

    ``later``: y one token after x; ``earlier``: y one token before it, within a piece;
    ``first``, ``last``: of what begins and ends a piece, which has no such neighbour.
    """
    return partial(_pair_columns, about=about)


def _pair_columns(chunk: Tokens, about: tuple[float, float]) -> Columns:
    x, y = chunk.old - about[0], chunk.new - about[1]
    begins, ends = np.zeros(len(x)), np.zeros(len(x))
    if len(chunk.starts) < len(x):
        begins[chunk.piece_starts] = 1.0
        ends[np.append(chunk.piece_starts[1:], len(x)) - 1] = 1.0
    else:
        # One token a sequence: the order of the file is all there is.
        begins[0] = ends[-1] = 1.0
    inside = 1.0 - begins[1:]
    values = {
        "x": x,
        "y": y,
        "xx": x * x,
        "yy": y * y,
        "xy": x * y,
        "xy_later": np.append(0.0, x[:-1] * y[1:] * inside),
        "xy_earlier": np.append(0.0, y[:-1] * x[1:] * inside),
        "pairs": 1.0 - begins,
    }
    for name in ("x", "y", "xx", "yy"):
        values[f"{name}_first"] = values[name] * begins
        values[f"{name}_last"] = values[name] * ends
    return values


def first_columns(chunk: Tokens) -> Columns:
    """Of sequences: the first token, of sequences with more than one."""
    several = (chunk.lengths > 1).astype(float)
    first = several * chunk.log_ratio[chunk.starts]
    square = chunk.by_sequence(chunk.log_ratio**2)
    return {
        "first": first,
        "first_count": several,
        "later_l": several * chunk.by_sequence(chunk.log_ratio) - first,
        "later_l_squared": several * square - first**2,
        "later_count": several * (chunk.lengths - 1),
    }


def age_columns(chunk: Tokens) -> Columns:
    """Of sequences: l^2, and its logarithm, against the age of the policy that drew the tokens.

    Logarithms of mean squares are of one spread however far a policy has moved, where the
    squares themselves spread the more the larger they are.
    """
    if chunk.age is None:
        return {}
    known = ~np.isnan(chunk.age)
    counts = chunk.by_sequence(known.astype(float))
    age, square = (
        chunk.by_sequence(np.where(known, each, 0.0)) for each in (chunk.age, chunk.log_ratio**2)
    )
    there = counts > 0.0
    mean_age = np.divide(age, counts, out=np.zeros(len(age)), where=there)
    mean_square = np.divide(square, counts, out=np.ones(len(age)), where=there)
    logarithm = np.log(mean_square + LEAST_SQUARE)
    return {
        "aged": counts,
        "age": age,
        "age_squared": chunk.by_sequence(np.where(known, chunk.age**2, 0.0)),
        "aged_l_squared": square,
        "age_l_squared": chunk.by_sequence(np.where(known, chunk.age * chunk.log_ratio**2, 0.0)),
        "aged_sequences": there.astype(float),
        "mean_age": mean_age,
        "mean_age_squared": mean_age**2,
        "log_square": logarithm,
        "mean_age_log_square": mean_age * logarithm,
    }

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
CATASTROPHIC = math.log(1e-4)
TRUNCATED_AT = 2.0
SEQUENCE_CLIP = 20.0


def ratio_columns(chunk: Tokens) -> Columns:
    """By piece: everything about l alone."""
    ratio = chunk.log_ratio
    e, inverse = np.expm1(ratio), np.expm1(-ratio)
    size = np.abs(ratio)
    cut = np.minimum(e, TRUNCATED_AT - 1.0) + 1.0
    values = {
        "l": ratio,
        "l_squared": ratio * ratio,
        "l_size": size,
        "e": e,
        "w_squared": e * (e + 2.0),  # less 1
        "k3": e - ratio,
        "k3_reversed": inverse + ratio,
        "w_error": np.maximum(e, inverse),  # e^|l| - 1
        "js": half_jensen_shannon(ratio, e, inverse),
        "cut": cut,
        "cut_squared": cut * cut,
        "far": (size > FAR).astype(float),
        "catastrophic": (ratio < CATASTROPHIC).astype(float),
    }
    sums = {name: chunk.by_piece(each) for name, each in values.items()}
    ends = np.append(chunk.piece_starts[1:], len(ratio))
    return sums | {"tokens": (ends - chunk.piece_starts).astype(float)}


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
    """By sequence: what frameworks average within each sequence first."""
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
    """By piece: x = old, y = new, each less a number near its mean, for slopes and correlations.

    ``later``: y one token after x; ``earlier``: y one token before it, within a piece.
    """
    return partial(_pair_columns, about=about)


def _pair_columns(chunk: Tokens, about: tuple[float, float]) -> Columns:
    x, y = chunk.old - about[0], chunk.new - about[1]
    first = chunk.piece_starts
    last = np.append(first[1:], len(x)) - 1
    # Products with the token before; a piece's first token has none.
    later, earlier = np.zeros(len(x)), np.zeros(len(x))
    later[1:], earlier[1:] = x[:-1] * y[1:], y[:-1] * x[1:]
    later[first] = earlier[first] = 0.0
    values = {
        "x": x,
        "y": y,
        "xx": x * x,
        "yy": y * y,
        "xy": x * y,
        "xy_later": later,
        "xy_earlier": earlier,
    }
    sums = {name: chunk.by_piece(each) for name, each in values.items()}
    ends = {"x_first": x[first], "x_last": x[last], "y_first": y[first], "y_last": y[last]}
    return sums | ends | {"pairs": (last - first).astype(float)}


def first_columns(chunk: Tokens) -> Columns:
    """By sequence: the first token, of sequences with more than one."""
    several = (chunk.lengths > 1).astype(float)
    first = several * chunk.log_ratio[chunk.starts]
    return {
        "first": first,
        "first_count": several,
        "later_l": several * chunk.by_sequence(chunk.log_ratio) - first,
        "later_count": several * (chunk.lengths - 1),
    }


def age_columns(chunk: Tokens) -> Columns:
    """By piece: l^2 against the age of the policy that drew the token, where that is known."""
    if chunk.age is None:
        return {}
    known = ~np.isnan(chunk.age)
    age = np.where(known, chunk.age, 0.0)
    square = np.where(known, chunk.log_ratio**2, 0.0)
    values = {
        "aged": known.astype(float),
        "age": age,
        "age_squared": age * age,
        "aged_l_squared": square,
        "age_l_squared": age * square,
    }
    return {name: chunk.by_piece(each) for name, each in values.items()}

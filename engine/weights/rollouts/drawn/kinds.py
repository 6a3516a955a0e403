"""Rollouts of each kind: what is wrong is put in as its cause would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.data.rollouts.table import Rollouts
from engine.weights.rollouts.drawn.policies import Policies, log_softmax


def healthy(p: Policies) -> Rollouts:
    """Two engines that differ by rounding and kernels."""
    return p.sampled(p.logits, p.logits + p.noise(p.style.noise))


def drift(p: Policies, size: float = 0.3, on_sampler: bool = False) -> Rollouts:
    """The same with noise that is no rounding."""
    noise = p.noise(size)
    if on_sampler:
        return p.sampled(p.logits + noise, p.logits)
    return p.sampled(p.logits, p.logits + noise)


def shifted(p: Policies, step: int = 1) -> Rollouts:
    """The trainer's log-probabilities are those of a neighbouring token."""
    drawn, new = healthy(p), list[NDArray[np.float32]]()
    # Tokens that are sequences of their own have the neighbours of the file.
    ends = drawn.offsets if int(drawn.lengths.max()) > 1 else np.array([0, p.n])
    for start, stop in pairwise(ends):
        row = np.roll(drawn.new[start:stop], step).astype(np.float32)
        row[0 if step > 0 else -1] = p.rng.choice(drawn.new)
        new.append(row)
    return replace(drawn, new=np.concatenate(new))


def unscored(p: Policies, width: int = 4, share: float = 1.0, on_trainer: bool = False) -> Rollouts:
    """Tokens of a tool's answer count, and one side has not scored them: 0."""
    drawn = healthy(p)
    side = (drawn.new if on_trainer else drawn.old).copy()
    for start, length in zip(drawn.offsets[:-1], drawn.lengths, strict=True):
        if p.rng.random() < share and length > width + 1:
            first = start + int(p.rng.integers(0, length - width))
            side[first : first + width] = 0.0
    return replace(drawn, new=side) if on_trainer else replace(drawn, old=side)


def top_p(p: Policies, share: float = 0.9, noise: float = 0.0) -> Rollouts:
    """The sampler keeps the fewest tokens of so much probability, and renormalises them."""
    logs = log_softmax(p.logits)
    order = np.argsort(-logs, axis=1)
    ordered = np.exp(np.take_along_axis(logs, order, axis=1))
    before = np.cumsum(ordered, axis=1) - ordered
    out = np.zeros_like(logs, dtype=bool)
    np.put_along_axis(out, order, before >= share, axis=1)
    return p.sampled(np.where(out, -np.inf, logs), logs + p.noise(noise))


def top_k(p: Policies, k: int = 10, noise: float = 0.0) -> Rollouts:
    """The sampler keeps the k likeliest tokens, and renormalises them."""
    logs = log_softmax(p.logits)
    least = np.sort(logs, axis=1)[:, -k][:, None]
    return p.sampled(np.where(logs < least, -np.inf, logs), logs + p.noise(noise))


def temperature(p: Policies, heat: float = 0.7) -> Rollouts:
    """The sampler divides its logits by a temperature, the trainer does not."""
    return p.sampled(p.logits / heat, p.logits + p.noise(p.style.noise))


def missing(p: Policies, count: int = 5, value: float = np.nan) -> Rollouts:
    """A few log-probabilities are no numbers."""
    drawn = healthy(p)
    side = drawn.old.copy()
    side[p.rng.integers(0, p.n, count)] = value
    return replace(drawn, old=side)


def stale(
    p: Policies, oldest: int = 2, rise: float = 0.17, newest: int = 10, known: bool = True
) -> Rollouts:
    """Sequences of older versions of the policy are further from it."""
    age = p.rng.integers(0, oldest + 1, len(p.lengths))
    size: Array = np.hypot(p.of_tokens(rise * age), p.style.noise)
    drawn = p.sampled(p.logits, p.logits + p.noise(size))
    step = np.full(len(age), newest) if known else None
    return replace(drawn, version=p.of_tokens(newest - age), step=step)


def first_token(p: Policies, size: float = -2.5, on_trainer: bool = True) -> Rollouts:
    """The first token of each answer was scored after another prompt."""
    drawn = healthy(p)
    side = (drawn.new if on_trainer else drawn.old).copy()
    side[drawn.offsets[:-1]] += p.rng.normal(size, 0.2, len(drawn.lengths))
    side = np.minimum(side, -0.001)
    return replace(drawn, new=side) if on_trainer else replace(drawn, old=side)


def cut_off(p: Policies, level: float = -4.0) -> Rollouts:
    """The sampler's log-probabilities end at a level."""
    drawn = drift(p)
    return replace(drawn, old=np.maximum(drawn.old, np.float32(level)))


def marked(
    p: Policies, level: float = -20.0, share: float = 0.02, in_ratio: bool = False
) -> Rollouts:
    """Some log-probabilities of the trainer, or log-ratios, are exactly a level."""
    drawn = drift(p)
    new = drawn.new.copy()
    rows = p.rng.choice(p.n, max(int(p.n * share), 5), replace=False)
    new[rows] = np.float32(level) + (drawn.old[rows] if in_ratio else 0.0)
    return replace(drawn, new=new)


def offset(p: Policies, size: float = 1.0) -> Rollouts:
    """A constant is missing from one side, as a Jacobian would be."""
    drawn = p.sampled(p.logits, p.logits + p.noise(min(p.style.noise, 0.02)))
    return replace(drawn, new=drawn.new + np.float32(size))


KINDS: dict[str, Callable[[Policies], Rollouts]] = {
    "healthy": healthy,
    "drift": drift,
    "top-p": top_p,
    "temperature": temperature,
    "shifted": shifted,
    "zeros": unscored,
    "first token": first_token,
    "stale": stale,
}

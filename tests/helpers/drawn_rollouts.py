"""Rollouts drawn as training runs make them, healthy or with one known fault.

Each token has logits of its own; the sampler draws it from its distribution and notes the
log-probability as float32, and so does the trainer, whose logits are those of the sampler with
noise. A fault is then put in as its cause would: a truncated or heated distribution, a shift by
one token, zeros where nothing was scored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from engine.data.rollouts.table import Rollouts

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Style:
    """What a file looks like, whatever its fault."""

    sequences: int
    shortest: int
    longest: int
    vocabulary: int
    scale: float  # of the logits
    peaked: float  # the share of tokens that the policy is nearly sure of
    noise: float  # of the logits, where nothing is wrong
    uneven: float  # how much the noise differs between sequences
    group: int  # sequences of one prompt, 0 for no groups
    digits: int  # of the mantissa that log-probabilities are kept with


PLAIN = Style(24, 8, 40, 40, 2.0, 0.0, 0.05, 0.0, 0, 24)


def drawn_style(rng: np.random.Generator) -> Style:
    """Files as small as the fixtures and larger; sure and unsure policies; groups or none."""
    longest = int(rng.choice([20, 40, 40, 120]))
    return Style(
        sequences=int(rng.choice([16, 24, 24, 48, 96])),
        shortest=int(rng.integers(4, 12)),
        longest=longest,
        vocabulary=int(rng.choice([20, 40, 40, 80])),
        scale=float(rng.uniform(1.5, 2.5)),
        peaked=float(rng.choice([0.0, 0.0, 0.3, 0.7])),
        noise=float(rng.uniform(0.01, 0.08)),
        uneven=float(rng.choice([0.0, 0.0, 0.3])),
        group=int(rng.choice([0, 0, 4])),
        digits=int(rng.choice([24, 24, 24, 11, 8])),
    )


class Policies:
    """The logits of sampler and trainer for every token of a file, and the tokens drawn."""

    def __init__(self, rng: np.random.Generator, style: Style) -> None:
        self.rng, self.style = rng, style
        self.lengths = rng.integers(style.shortest, style.longest + 1, style.sequences)
        self.n = int(self.lengths.sum())
        scale = np.full(self.n, style.scale)
        scale[rng.random(self.n) < style.peaked] *= 4.0
        self.logits = scale[:, None] * rng.standard_normal((self.n, style.vocabulary))

    def of_tokens(self, values: Array) -> Array:
        """A value of each sequence for each of its tokens."""
        return np.repeat(values, self.lengths)

    def noise(self, size: float | Array) -> Array:
        """For the logits; what a policy is sure of moves less."""
        uneven = np.exp(self.style.uneven * self.rng.standard_normal(len(self.lengths)))
        each = np.asarray(size) * self.of_tokens(uneven)
        return each[:, None] * self.rng.standard_normal(self.logits.shape)

    def sampled(self, sampler: Array, trainer: Array) -> Rollouts:
        """Tokens of the sampler with both log-probabilities."""
        old, new = log_softmax(sampler), log_softmax(trainer)
        place = np.argmax(
            np.cumsum(np.exp(old), axis=1) > self.rng.random((self.n, 1)) * (1.0 - 1e-12), axis=1
        )
        rows = np.arange(self.n)
        group = None
        if self.style.group:
            group = np.arange(len(self.lengths)) // self.style.group
        return Rollouts(
            new=self._kept(new[rows, place]),
            old=self._kept(old[rows, place]),
            lengths=self.lengths,
            group=group,
        )

    def _kept(self, logs: Array) -> Array:
        mantissa, exponent = np.frexp(logs.astype(np.float32))
        scale = np.float32(2.0**self.style.digits)
        return np.ldexp(np.round(mantissa * scale) / scale, exponent).astype(np.float32)


def log_softmax(logits: Array) -> Array:
    """(n, vocabulary)."""
    top = logits.max(axis=1, keepdims=True)
    with np.errstate(divide="ignore"):
        return logits - top - np.log(np.exp(logits - top).sum(axis=1, keepdims=True))


def healthy(p: Policies) -> Rollouts:
    return p.sampled(p.logits, p.logits + p.noise(p.style.noise))


def drift(p: Policies) -> Rollouts:
    size = p.rng.uniform(0.25, 0.5)
    noise = p.noise(size)
    if p.rng.random() < 0.5:
        return p.sampled(p.logits + noise, p.logits)
    return p.sampled(p.logits, p.logits + noise)


def shifted(p: Policies) -> Rollouts:
    """The trainer's log-probabilities are those of a neighbouring token."""
    drawn, new = healthy(p), []
    step = int(p.rng.choice([-1, 1]))
    # Tokens that are sequences of their own have the neighbours of the file.
    ends = drawn.offsets if drawn.lengths.max() > 1 else np.array([0, p.n])
    for start, stop in pairwise(ends):
        row = np.roll(drawn.new[start:stop], step)
        row[0 if step > 0 else -1] = p.rng.choice(drawn.new)
        new.append(row)
    return replace(drawn, new=np.concatenate(new))


def observation_zeros(p: Policies) -> Rollouts:
    """Tokens of a tool's answer count, and one side has not scored them."""
    drawn = healthy(p)
    on_trainer = p.rng.random() < 0.2
    side = (drawn.new if on_trainer else drawn.old).copy()
    width = int(p.rng.integers(1, 6))
    for start, length in zip(drawn.offsets[:-1], drawn.lengths, strict=True):
        if p.rng.random() < 0.8 and length > width + 1:
            first = start + int(p.rng.integers(0, length - width))
            side[first : first + width] = 0.0
    return replace(drawn, new=side) if on_trainer else replace(drawn, old=side)


def top_p(p: Policies) -> Rollouts:
    """The sampler keeps the fewest tokens of so much probability, and renormalises them."""
    share = p.rng.choice([0.7, 0.8, 0.9, 0.9, 0.95])
    logs = log_softmax(p.logits)
    order = np.argsort(-logs, axis=1)
    ordered = np.exp(np.take_along_axis(logs, order, axis=1))
    before = np.cumsum(ordered, axis=1) - ordered
    out = np.zeros_like(logs, dtype=bool)
    np.put_along_axis(out, order, before >= share, axis=1)
    return p.sampled(np.where(out, -np.inf, logs), logs + p.noise(_tiny(p)))


def top_k(p: Policies) -> Rollouts:
    """The sampler keeps the k likeliest tokens, and renormalises them."""
    k = int(p.rng.integers(2, p.style.vocabulary // 3))
    logs = log_softmax(p.logits)
    least = np.sort(logs, axis=1)[:, -k][:, None]
    return p.sampled(np.where(logs < least, -np.inf, logs), logs + p.noise(_tiny(p)))


def _tiny(p: Policies) -> float:
    return float(p.rng.choice([0.0, 0.0, 0.3])) * p.style.noise


def temperature(p: Policies) -> Rollouts:
    """The sampler divides its logits by a temperature, the trainer does not."""
    heat = p.rng.choice([0.6, 0.7, 0.8, 1.2, 1.3, 1.5])
    return p.sampled(p.logits / heat, p.logits + p.noise(p.style.noise))


def missing(p: Policies) -> Rollouts:
    """A few log-probabilities are no numbers."""
    drawn = healthy(p)
    side = drawn.old.copy()
    count = int(p.rng.integers(1, 10))
    side[p.rng.integers(0, p.n, count)] = p.rng.choice([np.nan, np.inf, -np.inf])
    return replace(drawn, old=side)


def stale(p: Policies) -> Rollouts:
    """Sequences of older versions of the policy are further from it."""
    step, oldest = int(p.rng.integers(5, 50)), int(p.rng.integers(2, 5))
    age = p.rng.integers(0, oldest + 1, len(p.lengths))
    size = p.of_tokens(p.rng.uniform(0.15, 0.25) * age)
    drawn = p.sampled(p.logits, p.logits + p.noise(np.hypot(size, p.style.noise)))
    known = p.rng.random() < 0.7
    return replace(
        drawn, version=p.of_tokens(step - age), step=np.full(len(age), step) if known else None
    )


def first_token(p: Policies) -> Rollouts:
    """The first token of each answer was scored after another prompt."""
    drawn = healthy(p)
    on_trainer = p.rng.random() < 0.7
    side = (drawn.new if on_trainer else drawn.old).copy()
    size = p.rng.choice([-2.5, -1.0, -0.7])
    side[drawn.offsets[:-1]] += p.rng.normal(size, 0.2, len(drawn.lengths))
    side = np.minimum(side, -0.001)
    return replace(drawn, new=side) if on_trainer else replace(drawn, old=side)


def clamped(p: Policies) -> Rollouts:
    """Log-probabilities or their difference are cut off at a round number."""
    drawn = drift(p)
    how = int(p.rng.integers(0, 3))
    if how == 0:
        level = -p.rng.choice([3.0, 4.0, 5.0])
        return replace(drawn, old=np.maximum(drawn.old, np.float32(level)))
    far = drawn.new.copy()
    rows = p.rng.choice(p.n, max(int(p.n * p.rng.uniform(0.01, 0.05)), 5), replace=False)
    if how == 1:
        far[rows] = np.float32(-p.rng.choice([10.0, 20.0]))
        return replace(drawn, new=far)
    far[rows] = drawn.old[rows] - np.float32(p.rng.choice([10.0, 20.0]))
    return replace(drawn, new=far)


def offset(p: Policies) -> Rollouts:
    """A constant is missing from one side, as a Jacobian would be."""
    drawn = p.sampled(p.logits, p.logits + p.noise(min(p.style.noise, 0.02)))
    return replace(drawn, new=drawn.new + np.float32(p.rng.uniform(0.5, 3.0)))


def with_versions(drawn: Rollouts, rng: np.random.Generator) -> Rollouts:
    """Versions that do not matter, in half of the files."""
    if drawn.version is not None or rng.random() < 0.5:
        return drawn
    age = rng.integers(0, 4, len(drawn.lengths))
    version = np.repeat(10 - age, drawn.lengths)
    return replace(drawn, version=version, step=np.full(len(age), 10))


KINDS: dict[str, Callable[[Policies], Rollouts]] = {
    "healthy": healthy,
    "missing": missing,
    "observation_zeros": observation_zeros,
    "clamped": clamped,
    "shifted": shifted,
    "first_token": first_token,
    "temperature": temperature,
    "top_p": top_p,
    "top_k": top_k,
    "offset": offset,
    "stale": stale,
    "drift": drift,
}


def draw(kind: str, seed: int, style: Style | None = None) -> Rollouts:
    """A file of this kind."""
    rng = np.random.default_rng([seed, list(KINDS).index(kind)])
    policies = Policies(rng, style or drawn_style(rng))
    return with_versions(KINDS[kind](policies), rng)


def named(kind: str) -> str:
    """The fault that a verdict calls this kind."""
    return "top_p" if kind == "top_k" else kind

"""Rollouts of every kind, in styles and with faults whose sizes are drawn too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine.data.rollouts.table import Rollouts
from engine.weights.rollouts.drawn import kinds
from engine.weights.rollouts.drawn.policies import Policies, Style

PLAIN = Style()


def drawn_style(rng: np.random.Generator) -> Style:
    """Files as small as the fixtures and larger; sure and unsure policies; groups or none."""
    return Style(
        longest=int(rng.choice([20, 40, 40, 120])),
        sequences=int(rng.choice([16, 24, 24, 48, 96])),
        shortest=int(rng.integers(4, 12)),
        vocabulary=int(rng.choice([20, 40, 40, 80])),
        scale=float(rng.uniform(1.5, 2.5)),
        sure=float(rng.choice([0.0, 0.0, 0.3, 0.7])),
        noise=float(rng.uniform(0.01, 0.08)),
        uneven=float(rng.choice([0.0, 0.0, 0.3])),
        group=int(rng.choice([0, 0, 4])),
        digits=int(rng.choice([24, 24, 24, 11, 8])),
    )


def _tiny(p: Policies) -> float:
    return float(p.rng.choice([0.0, 0.0, 0.3])) * p.style.noise


def _clamped(p: Policies) -> Rollouts:
    how = int(p.rng.integers(0, 3))
    if how == 0:
        return kinds.cut_off(p, -p.rng.choice([3.0, 4.0, 5.0]))
    share = p.rng.uniform(0.01, 0.05)
    return kinds.marked(p, -p.rng.choice([10.0, 20.0]), share, how == 2)


KINDS: dict[str, Callable[[Policies], Rollouts]] = {
    "healthy": kinds.healthy,
    "missing": lambda p: kinds.missing(
        p, int(p.rng.integers(1, 10)), p.rng.choice([np.nan, np.inf, -np.inf])
    ),
    "observation_zeros": lambda p: kinds.unscored(
        p, int(p.rng.integers(1, 6)), 0.8, bool(p.rng.random() < 0.2)
    ),
    "clamped": _clamped,
    "shifted": lambda p: kinds.shifted(p, int(p.rng.choice([-1, 1]))),
    "first_token": lambda p: kinds.first_token(
        p, p.rng.choice([-2.5, -1.0, -0.7]), bool(p.rng.random() < 0.7)
    ),
    "temperature": lambda p: kinds.temperature(p, p.rng.choice([0.6, 0.7, 0.8, 1.2, 1.3, 1.5])),
    "top_p": lambda p: kinds.top_p(p, p.rng.choice([0.7, 0.8, 0.9, 0.9, 0.95]), _tiny(p)),
    "top_k": lambda p: kinds.top_k(p, int(p.rng.integers(2, p.style.vocabulary // 3)), _tiny(p)),
    "offset": lambda p: kinds.offset(p, p.rng.uniform(0.5, 3.0)),
    "stale": lambda p: kinds.stale(
        p,
        int(p.rng.integers(2, 5)),
        p.rng.uniform(0.15, 0.25),
        int(p.rng.integers(5, 50)),
        bool(p.rng.random() < 0.7),
    ),
    "drift": lambda p: kinds.drift(p, p.rng.uniform(0.25, 0.5), bool(p.rng.random() < 0.5)),
}


def draw(kind: str, seed: int, style: Style | None = None) -> Rollouts:
    """Rollouts of this kind; half of them tell versions, which matter to stale ones only."""
    rng = np.random.default_rng([seed, list(KINDS).index(kind)])
    policies = Policies(rng, style or drawn_style(rng))
    drawn = KINDS[kind](policies)
    if drawn.version is not None or rng.random() < 0.5:
        return drawn
    age = rng.integers(0, 4, len(drawn.lengths))
    version = np.repeat(10 - age, drawn.lengths)
    return replace(drawn, version=version, step=np.full(len(age), 10))


def named(kind: str) -> str:
    """The fault that a verdict calls this kind."""
    return "top_p" if kind == "top_k" else kind

"""What stands in place of the importance weight in a policy's loss: clip, hold, truncate, mask.

x ~ q, w = p/q, A the advantage. A gate leaves w as it is between two levels, which may differ by
the sign of A. Beyond them the loss is *held* (a constant times A, no gradient: PPO), the weight is
*truncated* (a constant weight, the score still flows), or the sample is *masked*.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from engine.core.parameter import ParameterError

Outside = Literal["hold", "truncate", "mask"]


@dataclass(frozen=True, slots=True)
class Levels:
    """w is left as it is from low to high."""

    low: float = 0.0
    high: float = math.inf


@dataclass(frozen=True, slots=True)
class Gate:
    """A name, what is done outside the levels, and these for both signs of the advantage."""

    name: str
    formula: str
    outside: Outside
    positive: Levels  # for A above 0
    negative: Levels

    def levels(self, positive: bool) -> Levels:
        """For one sign of the advantage."""
        return self.positive if positive else self.negative


NO_GATE = Gate("none", "w A", "hold", Levels(), Levels())


def ppo(epsilon: float = 0.2) -> Gate:
    """min(w A, clip(w, 1 - eps, 1 + eps) A); Schulman et al., arXiv 1707.06347, equation 7."""
    return clip_higher(epsilon, epsilon, "PPO")


def clip_higher(low: float = 0.2, high: float = 0.28, name: str = "clip-higher") -> Gate:
    """min(w A, clip(w, 1 - low, 1 + high) A); Yu et al. (DAPO), arXiv 2503.14476."""
    _levels(low, high)
    formula = f"min(w A, clip(w, {1.0 - low:g}, {1.0 + high:g}) A)"
    return Gate(name, formula, "hold", Levels(high=1.0 + high), Levels(low=1.0 - low))


def gspo(low: float = 3e-4, high: float = 4e-4) -> Gate:
    """PPO's with the levels usual for a sequence's s = exp(mean log w) in place of w; see
    `gated.gated_sequence`. Zheng et al., arXiv 2507.18071."""
    return clip_higher(low, high, "GSPO")


def dual_clip(epsilon: float = 0.2, c: float = 3.0) -> Gate:
    """PPO's, but for A below 0 never less than c A; Ye et al., arXiv 1912.09729, equation 5."""
    _levels(epsilon, epsilon)
    if not c > 1.0:
        raise ParameterError("c", c, "must be above 1")
    formula = f"max({c:g} A, min(w A, clip(w) A)) for A < 0"
    negative = Levels(1.0 - epsilon, c)
    return Gate("dual clip", formula, "hold", Levels(high=1.0 + epsilon), negative)


def cispo(low: float = 1.0, high: float = 0.28) -> Gate:
    """stop-gradient(clip(w, 1 - low, 1 + high)) A log p; MiniMax-M1, arXiv 2506.13585. Without a
    lower level at low = 1."""
    _levels(low, high)
    levels = Levels(1.0 - low, 1.0 + high)
    formula = f"clip(w, {levels.low:g}, {levels.high:g}) A, the score flows"
    return Gate("CISPO", formula, "truncate", levels, levels)


def truncated(c: float = 2.0) -> Gate:
    """stop-gradient(min(w, c)) A log p, TIS; Ionides 2008, Yao et al. 2025 for rollouts."""
    _positive("c", c)
    levels = Levels(high=c)
    return Gate("TIS", f"min(w, {c:g}) A, the score flows", "truncate", levels, levels)


def masked(low: float = 0.5, high: float = 5.0) -> Gate:
    """w A where low <= w <= high, else nothing: IcePop (Ring-1T, arXiv 2510.18855)."""
    if not 0.0 <= low < high:
        raise ParameterError("low", low, "must be 0 or more and below high")
    levels = Levels(low, high)
    return Gate("IcePop", f"w A where {low:g} <= w <= {high:g}", "mask", levels, levels)


def all_gates() -> tuple[Gate, ...]:
    """With their usual numbers."""
    return (NO_GATE, ppo(), clip_higher(), dual_clip(), cispo(), truncated(), masked())


def _levels(low: float, high: float) -> None:
    if not 0.0 < low <= 1.0:
        raise ParameterError("low", low, "must be above 0 and at most 1")
    _positive("high", high)


def _positive(field: str, value: float) -> None:
    if not (math.isfinite(value) and value > 0.0):
        raise ParameterError(field, value, "must be a finite number above 0")

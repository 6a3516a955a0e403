"""Gates on rollouts by their usual names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.weights.gates import (
    NO_GATE,
    Gate,
    cispo,
    clip_higher,
    dual_clip,
    gspo,
    masked,
    ppo,
    truncated,
)
from engine.weights.rollouts.what_if import Level, RatioGate


@dataclass(frozen=True, slots=True)
class Preset:
    """``make`` takes the numbers that ``numbers`` names, with their usual values."""

    title: str
    level: Level
    make: Callable[..., Gate]
    numbers: dict[str, float]
    source: str

    def gate(self, **numbers: float) -> RatioGate:
        """With these numbers in place of the usual ones; raises ParameterError."""
        chosen = self.numbers | {name: numbers[name] for name in self.numbers if name in numbers}
        return RatioGate(self.title, self.level, self.make(**chosen))


PRESETS: dict[str, Preset] = {
    "none": Preset("none", "token", lambda: NO_GATE, {}, "the importance weight itself"),
    "tis": Preset("TIS, token", "token", truncated, {"c": 2.0}, "Yao et al. 2025; verl, slime"),
    "tis_sequence": Preset(
        "TIS, sequence", "sequence", truncated, {"c": 2.0}, "verl: rollout_is = sequence"
    ),
    "tis_geometric": Preset(
        "TIS, geometric", "geometric", truncated, {"c": 2.0}, "verl: geometric mean of a sequence"
    ),
    "mask": Preset("mask, token", "token", lambda c: masked(0.0, c), {"c": 2.0}, "MIS; slime"),
    "mask_sequence": Preset(
        "mask, sequence", "sequence", lambda c: masked(0.0, c), {"c": 2.0}, "MIS of sequences"
    ),
    "icepop": Preset(
        "IcePop", "token", masked, {"low": 0.5, "high": 5.0}, "Ring-1T, arXiv 2510.18855"
    ),
    "k3_rejection": Preset(
        "k3 rejection",
        "k3",
        lambda k3: masked(0.0, k3),
        {"k3": 0.01},
        "sequences whose mean k3 is above a limit are left out; verl, prime-rl",
    ),
    "ppo": Preset("PPO", "token", ppo, {"epsilon": 0.2}, "arXiv 1707.06347"),
    "clip_higher": Preset(
        "clip-higher", "token", clip_higher, {"low": 0.2, "high": 0.28}, "DAPO, arXiv 2503.14476"
    ),
    "dual_clip": Preset(
        "dual clip", "token", dual_clip, {"epsilon": 0.2, "c": 3.0}, "arXiv 1912.09729"
    ),
    "cispo": Preset("CISPO", "token", cispo, {"low": 1.0, "high": 0.28}, "arXiv 2506.13585"),
    "gspo": Preset("GSPO", "geometric", gspo, {"low": 3e-4, "high": 4e-4}, "arXiv 2507.18071"),
}

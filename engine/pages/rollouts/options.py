"""What the Rollouts page adds to the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from engine.core.parameter import Parameter, ParameterSet
from engine.pages.rollouts.drawn import Drawn
from engine.weights.rollouts.presets import PRESETS
from engine.weights.rollouts.what_if import RatioGate
from engine.weights.rollouts.worst import SHOWN

GateName = Literal[
    "none",
    "tis",
    "tis_sequence",
    "tis_geometric",
    "mask",
    "mask_sequence",
    "icepop",
    "k3_rejection",
    "ppo",
    "clip_higher",
    "dual_clip",
    "cispo",
    "gspo",
]
# The options that a preset's numbers are taken from; others have their usual values.
NUMBERS = {
    "tis": {"c": "gate_cap"},
    "tis_sequence": {"c": "gate_cap"},
    "tis_geometric": {"c": "gate_cap"},
    "mask": {"c": "gate_cap"},
    "mask_sequence": {"c": "gate_cap"},
    "icepop": {"low": "gate_low", "high": "gate_high"},
    "k3_rejection": {"k3": "gate_k3"},
    "ppo": {"epsilon": "gate_epsilon"},
    "dual_clip": {"epsilon": "gate_epsilon", "c": "gate_dual"},
}


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """Which rollouts, and which gate is tried on them."""

    drawn: Annotated[
        Drawn,
        Parameter(
            label="drawn here",
            help="While no file is open rollouts are drawn, with this fault put in: what it looks "
            "like.",
            own_data=False,
        ),
    ] = "healthy"
    length: Annotated[
        int,
        Parameter(
            label="longest sequence",
            symbol="T",
            help="The longest sequences that are drawn; the shortest have half as many tokens.",
            minimum=1,
            maximum=2_000,
            typical=(1, 500),
            scale="log",
            own_data=False,
        ),
    ] = 100
    step: Annotated[
        int,
        Parameter(
            label="step (−1: all)",
            help="Of the training, alone; -1: all steps together. A step that the file does not "
            "have is the nearest that it has.",
            minimum=-1,
            maximum=10**9,
            typical=(-1, 1_000),
        ),
    ] = -1
    rank: Annotated[
        int,
        Parameter(
            label="furthest sequence",
            symbol="#",
            help="Which of the ten sequences that are furthest off is spelled out: 1 is the worst.",
            minimum=1,
            maximum=SHOWN,
            typical=(1, SHOWN),
        ),
    ] = 1
    gate: Annotated[
        GateName,
        Parameter(
            label="gate",
            help="What is put in the place of the ratio w before A times the score: truncated, "
            "masked, clipped, or whole sequences left out.",
            shown_as=tuple((name, preset.title) for name, preset in PRESETS.items()),
        ),
    ] = "tis"
    gate_cap: Annotated[
        float,
        Parameter(
            label="cut at",
            symbol="C",
            help="Ratios above C are truncated to it, or masked.",
            minimum=1e-3,
            maximum=1e6,
            typical=(1.0, 20.0),
            scale="log",
            when=("gate", "tis", "tis_sequence", "tis_geometric", "mask", "mask_sequence"),
        ),
    ] = 2.0
    gate_low: Annotated[
        float,
        Parameter(
            label="lowest",
            help="Ratios below it are masked.",
            minimum=0.0,
            maximum=0.999,
            typical=(0.0, 0.99),
            when=("gate", "icepop"),
        ),
    ] = 0.5
    gate_high: Annotated[
        float,
        Parameter(
            label="highest",
            help="Ratios above it are masked.",
            minimum=1.0,
            maximum=1e6,
            typical=(1.0, 20.0),
            scale="log",
            when=("gate", "icepop"),
        ),
    ] = 5.0
    gate_epsilon: Annotated[
        float,
        Parameter(
            label="clip range",
            symbol="ε",
            help="The ratio may leave [1 - ε, 1 + ε] only where that lowers the objective.",
            minimum=1e-6,
            maximum=0.999,
            typical=(0.01, 0.5),
            when=("gate", "ppo", "dual_clip"),
        ),
    ] = 0.2
    gate_dual: Annotated[
        float,
        Parameter(
            label="dual clip at",
            symbol="c",
            help="For a negative advantage the loss is held where the ratio is above c.",
            minimum=1.001,
            maximum=1e6,
            typical=(1.5, 20.0),
            scale="log",
            when=("gate", "dual_clip"),
        ),
    ] = 3.0
    gate_k3: Annotated[
        float,
        Parameter(
            label="largest k3",
            help="Sequences whose mean k3 is above it are left out.",
            unit="nats",
            minimum=1e-9,
            maximum=1e3,
            typical=(1e-4, 1.0),
            scale="log",
            when=("gate", "k3_rejection"),
        ),
    ] = 0.01

    @property
    def ratio_gate(self) -> RatioGate:
        """The gate with its numbers."""
        numbers = {
            name: getattr(self, option) for name, option in NUMBERS.get(self.gate, {}).items()
        }
        return PRESETS[self.gate].gate(**numbers)

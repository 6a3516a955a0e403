"""What the page of gates adds to the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from engine.core.parameter import Parameter, ParameterSet

if TYPE_CHECKING:
    from engine.weights.gated import Advantage
    from engine.weights.gates import Gate

Name = Literal["none", "ppo", "clip_higher", "dual_clip", "cispo", "tis", "icepop"]
LEVEL = {"minimum": 1e-3, "typical": (0.05, 1.0), "scale": "log"}


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """The advantage of an action, the levels of the gates, and a sequence of tokens."""

    slope: Annotated[
        float,
        Parameter(
            "slope of A",
            "A(x) = slope x + bend x² + constant.",
            minimum=-1e3,
            maximum=1e3,
            typical=(-3.0, 3.0),
        ),
    ] = 1.0
    bend: Annotated[
        float,
        Parameter(
            "bend of A",
            "A(x) = slope x + bend x² + constant.",
            minimum=-1e3,
            maximum=1e3,
            typical=(-2.0, 2.0),
        ),
    ] = 0.0
    constant: Annotated[
        float,
        Parameter(
            "constant of A",
            "What every action earns too much; a gate's bias depends on it.",
            minimum=-1e3,
            maximum=1e3,
            typical=(-3.0, 3.0),
            advanced=True,
        ),
    ] = 0.0
    low: Annotated[
        float,
        Parameter("lower clip", "PPO clips w at 1 - this.", "ε₋", maximum=1.0, **LEVEL),
    ] = 0.2
    high: Annotated[
        float,
        Parameter(
            "upper clip",
            "Clip-higher and CISPO clip w at 1 + this; PPO takes the lower clip for both.",
            "ε₊",
            maximum=10.0,
            **LEVEL,
        ),
    ] = 0.28
    dual: Annotated[
        float,
        Parameter(
            "dual clip",
            "Dual clip holds the loss where A < 0 and w is above it.",
            "c",
            minimum=1.001,
            maximum=1e3,
            typical=(1.5, 10.0),
            scale="log",
            advanced=True,
        ),
    ] = 3.0
    cap: Annotated[
        float,
        Parameter(
            "cap",
            "TIS truncates w here; so does the sequence's ratio.",
            "C",
            minimum=1e-2,
            maximum=1e6,
            typical=(1.0, 20.0),
            scale="log",
        ),
    ] = 2.0
    mask_low: Annotated[
        float,
        Parameter(
            "mask below",
            "IcePop leaves out samples with w below it.",
            minimum=0.0,
            maximum=1.0,
            typical=(0.0, 1.0),
            advanced=True,
        ),
    ] = 0.5
    mask_high: Annotated[
        float,
        Parameter(
            "mask above",
            "IcePop leaves out samples with w above it.",
            minimum=1.0,
            maximum=1e6,
            typical=(1.5, 20.0),
            scale="log",
            advanced=True,
        ),
    ] = 5.0
    batch: Annotated[
        int,
        Parameter(
            "batch",
            "Samples of a gradient: in a small one a biased gate with little noise may be nearer.",
            "B",
            minimum=1,
            maximum=10**7,
            typical=(16, 100_000),
            scale="log",
        ),
    ] = 1024
    tokens: Annotated[
        int,
        Parameter(
            "tokens",
            "Of a sequence, whose ratio is the product of theirs.",
            "T",
            minimum=1,
            maximum=10**6,
            typical=(1, 10_000),
            scale="log",
        ),
    ] = 400
    token_variance: Annotated[
        float,
        Parameter(
            "variance per token",
            "Of the log-ratio of one token.",
            "v",
            "nats²",
            minimum=0.0,
            maximum=100.0,
            typical=(0.0, 0.05),
        ),
    ] = 0.01

    @property
    def advantage(self) -> Advantage:
        """A(x)."""
        from engine.weights.gated import Advantage

        return Advantage(self.constant, self.slope, self.bend)

    def gates(self) -> dict[Name, Gate]:
        """By name, with these levels."""
        from engine.weights import gates

        return {
            "none": gates.NO_GATE,
            "ppo": gates.ppo(self.low),
            "clip_higher": gates.clip_higher(self.low, self.high),
            "dual_clip": gates.dual_clip(self.low, self.dual),
            "cispo": gates.cispo(1.0, self.high),
            "tis": gates.truncated(self.cap),
            "icepop": gates.masked(self.mask_low, self.mask_high),
        }

"""OpenRLHF: the KL of vLLM against the trainer."""

from __future__ import annotations

from engine.weights.rollouts.frameworks.number import Framework, Number, negative, over_sequences

FRAMEWORK = Framework(
    "openrlhf",
    "OpenRLHF",
    (
        Number(
            "vllm_kl",
            "B(-m)",
            negative(over_sequences("mean_l")),
            differs="within sequences first; k1, which may be negative",
        ),
    ),
)

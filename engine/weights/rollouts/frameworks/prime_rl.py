"""prime-rl: the mismatch of trainer and inference."""

from __future__ import annotations

from engine.weights.rollouts.frameworks.number import Framework, Number, over_tokens

FRAMEWORK = Framework(
    "prime_rl",
    "prime-rl",
    (
        Number("mismatch_kl_mean", "T k3(l)", over_tokens("k3")),
        Number("mismatch_kl_max", "max k3(l)", extreme=lambda found: found.largest_k3),
    ),
)

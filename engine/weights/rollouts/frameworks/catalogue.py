"""Every framework, in order."""

from __future__ import annotations

from engine.weights.rollouts.frameworks import (
    miles,
    ms_swift,
    nemo_rl,
    openrlhf,
    prime_rl,
    slime,
    trl,
    verl,
)

FRAMEWORKS = tuple(
    module.FRAMEWORK for module in (verl, slime, ms_swift, nemo_rl, prime_rl, trl, openrlhf, miles)
)

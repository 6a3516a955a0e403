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
from engine.weights.rollouts.frameworks.number import Number, over_tokens
from engine.weights.rollouts.shares import token_effective_share

FRAMEWORKS = tuple(
    module.FRAMEWORK for module in (verl, slime, ms_swift, nemo_rl, prime_rl, trl, openrlhf, miles)
)

OWN = (
    Number("mean_ratio", "T w", over_tokens("e", 1.0)),
    Number("mean_log_ratio", "T l", over_tokens("l")),
    Number("k3", "T k3(l)", over_tokens("k3")),
    Number("share_abs_above_half", "T 1[|l| > 1/2]", over_tokens("far")),
    Number("token_ess_fraction", "(sum w)² / (n sum w²)", token_effective_share),
)


def all_numbers() -> dict[str, Number]:
    """Ours and those of every framework, these as "verl.kl"."""
    found = {each.name: each for each in OWN}
    for framework in FRAMEWORKS:
        found |= {f"{framework.key}.{each.name}": each for each in framework.numbers}
    return found

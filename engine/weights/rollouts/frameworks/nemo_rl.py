"""NeMo-RL: `nemo_rl/algorithms/loss`."""

from __future__ import annotations

from engine.weights.rollouts.frameworks.number import Framework, Number, over_tokens

FRAMEWORK = Framework(
    "nemo_rl",
    "NeMo-RL",
    (
        Number(
            "token_mult_prob_error",
            "T e^|l|",
            over_tokens("w_error", 1.0),
            differs="1 where both agree; it grows with the spread, not with the mean",
        ),
        Number("gen_kl_error", "T k3(l)", over_tokens("k3"), differs="KL(old || new)"),
        Number(
            "policy_kl_error",
            "T k3(-l)",
            over_tokens("k3_reversed"),
            differs="not KL(new || old): the tokens are of the old policy",
        ),
        Number(
            "js_divergence_error",
            "T [k3(new - M) + k3(old - M)] / 2, M = log((e^new + e^old) / 2)",
            over_tokens("js"),
            differs="not Jensen-Shannon: the tokens are of the old policy, not of the mixture",
        ),
    ),
)

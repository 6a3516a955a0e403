"""verl: `verl/trainer/ppo/rollout_corr_helper.py`."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.weights.rollouts.cluster_table import Totals
from engine.weights.rollouts.frameworks.number import (
    Framework,
    Number,
    negative,
    over_sequences,
    over_tokens,
)

EPSILON = 1e-8  # added to the mean that weights are divided by


def effective_after_truncation(totals: Totals) -> Array:
    """1 / T((t / (T t + 1e-8))^2) with t = min(w, 2)."""
    mean, square = (totals[name] / totals["tokens"] for name in ("cut", "cut_squared"))
    return (mean + EPSILON) ** 2 / square


FRAMEWORK = Framework(
    "verl",
    "verl",
    (
        Number("kl", "T(-l)", negative(over_tokens("l"))),
        Number("k3_kl", "T k3(l)", over_tokens("k3")),
        Number("training_ppl", "B exp(-mean new)", over_sequences("perplexity_new")),
        Number("rollout_ppl", "B exp(-mean old)", over_sequences("perplexity_old")),
        Number("log_ppl_diff", "B(-m)", negative(over_sequences("mean_l"))),
        Number("log_ppl_abs_diff", "B |m|", over_sequences("mean_l_size")),
        Number("log_ppl_diff_max", "max -m", extreme=lambda found: -found.mean_low),
        Number("log_ppl_diff_min", "min -m", extreme=lambda found: -found.mean_high),
        Number("ppl_ratio", "B e^-m", over_sequences("perplexity_ratio", 1.0)),
        Number("chi2_token", "T w² - 1", over_tokens("w_squared")),
        Number(
            "chi2_seq",
            "B exp(2 clip(S, -20, 20)) - 1",
            over_sequences("sequence_squared"),
            differs="of the whole sequence's ratio, the product",
        ),
        Number(
            "rollout_is_eff_sample_size(token, C=2)",
            "1 / T((t / (T t + 1e-8))²), t = min(w, 2)",
            effective_after_truncation,
            differs="of tokens, after truncation at 2: it hides the weights that were cut",
        ),
    ),
)

"""slime: sums within each sequence first, so that each sequence counts alike."""

from __future__ import annotations

from engine.weights.rollouts.frameworks.number import Framework, Number, negative, over_sequences

WITHIN = "within sequences first: a short one counts as much as a long one"

FRAMEWORK = Framework(
    "slime",
    "slime",
    (
        Number("kl", "B(T(-l))", negative(over_sequences("mean_l")), differs=WITHIN),
        Number("k3_kl", "B(T(k3(l)))", over_sequences("mean_k3"), differs=WITHIN),
        Number("chi2_token", "B(T(w²)) - 1", over_sequences("mean_w_squared"), differs=WITHIN),
    ),
)

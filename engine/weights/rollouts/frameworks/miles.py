"""miles: the effective share of the tokens within each sequence."""

from __future__ import annotations

from engine.weights.rollouts.frameworks.number import Framework, Number, over_sequences

FRAMEWORK = Framework(
    "miles",
    "miles",
    (
        Number(
            "ess_ratio",
            "B (sum w)² / (n sum w²)",
            over_sequences("ess_within"),
            differs="of the tokens within one sequence: it knows nothing of whole sequences",
        ),
    ),
)

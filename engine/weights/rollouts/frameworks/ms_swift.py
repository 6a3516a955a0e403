"""ms-swift: the chi-square of sequences by the geometric mean of their tokens' ratios."""

from __future__ import annotations

from engine.weights.rollouts.frameworks.number import Framework, Number, over_sequences

FRAMEWORK = Framework(
    "ms_swift",
    "ms-swift",
    (
        Number(
            "chi2_seq",
            "B e^(2m) - 1",
            over_sequences("geometric_squared"),
            differs="of the tokens' geometric mean ratio: no chi-square, it can be negative",
        ),
    ),
)

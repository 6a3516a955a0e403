"""trl: the difference between the sampler's log-probabilities and the trainer's."""

from __future__ import annotations

from engine.weights.rollouts.frameworks.number import Framework, Number, over_tokens

FRAMEWORK = Framework(
    "trl",
    "trl",
    (
        Number(
            "sampling_logp_difference_mean",
            "T |l|",
            over_tokens("l_size"),
            differs="never 0 where there is noise, whatever the mean",
        ),
        Number("sampling_logp_difference_max", "max |l|", extreme=lambda found: found.largest),
    ),
)

"""Policies: samples, scores, gradients, entropies."""

from typing import TYPE_CHECKING

from engine.core.facade import importing

if TYPE_CHECKING:
    from engine.policies.skills import mutual_information
    from engine.policies.temperature import maximum_entropy, temperature_for_entropy

__all__ = ["maximum_entropy", "mutual_information", "temperature_for_entropy"]

__getattr__ = importing(
    __name__,
    {
        "mutual_information": "skills",
        "maximum_entropy": "temperature",
        "temperature_for_entropy": "temperature",
    },
)

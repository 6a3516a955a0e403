"""Policies: samples, scores, gradients, entropies."""

from engine.policies.skills import mutual_information
from engine.policies.temperature import maximum_entropy, temperature_for_entropy

__all__ = ["maximum_entropy", "mutual_information", "temperature_for_entropy"]

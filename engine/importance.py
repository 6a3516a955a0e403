"""Importance weights: a short name for `engine.weights`."""

from engine.weights.importance import effective_sample_size, log_weights, tail_index

__all__ = ["effective_sample_size", "log_weights", "tail_index"]

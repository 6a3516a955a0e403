"""Rollouts drawn as training runs make them, healthy or with one known fault."""

"""Pareto smoothing of the largest weights."""

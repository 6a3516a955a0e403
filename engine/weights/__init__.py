"""Importance weights: sums, estimates, Pareto tails, exact moments."""

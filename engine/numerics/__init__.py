"""Differences without cancellation, roots, quadrature."""

"""Exact variances of gradient estimators: a short name for `engine.gradients`."""

from engine.gradients.exact import exact_variances

__all__ = ["exact_variances"]

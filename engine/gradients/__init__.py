"""Estimators of the gradient of an expected reward, exact and measured."""

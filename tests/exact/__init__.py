"""Exact values in one dimension, computed a second time with mpmath."""

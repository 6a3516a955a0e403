"""Policies: samples, scores, gradients."""

"""Exact moments of targets, compiled."""

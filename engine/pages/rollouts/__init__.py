"""Rollouts: is the ratio of trainer and sampler healthy, and what does each gate do to it."""

"""The picture of the Rollouts page."""

"""What PPO takes as far from 1."""

PPO_RANGE = 0.2  # |w - 1|

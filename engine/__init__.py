"""What two Gaussians p and q do in reinforcement learning and Monte Carlo work."""

__version__ = "0.1.0"

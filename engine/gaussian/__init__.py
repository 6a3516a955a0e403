"""One Gaussian and pairs of them: geometry, fits, contours, the log-ratio."""

from engine.gaussian.gaussian import Gaussian

__all__ = ["Gaussian"]

"""What estimators of policy gradients need of a policy, whatever its actions are."""

from __future__ import annotations

from typing import Any, Protocol

from engine.core.arrays import Array


class Policy(Protocol):
    """pi(y), y an action, with parameters theta of its own, k of them.

    Actions are (n, d), or (n,) where one is a single number. E score = 0, and the Fisher
    information is E score score^T, the curvature of KL(pi_theta || pi_theta + step) at 0.
    """

    @property
    def parameters(self) -> tuple[str, ...]:
        """What theta's entries are called, k of them."""

    def sample(self, n: int, seed: int) -> Any:
        """n actions; the first n of 2n are the n."""

    def log_density(self, action: Any) -> Any:
        """log pi of the actions, (n,), nats."""

    def score(self, action: Any) -> Array:
        """d log pi / d theta at the actions, (n, k)."""

    def fisher(self) -> Array:
        """E score score^T, (k, k)."""

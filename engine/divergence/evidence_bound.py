"""The evidence bound of a linear-Gaussian model: z ~ N(0, tau^2), x | z ~ N(z, s^2), and q(z)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.divergence.closed_forms import kl
from engine.gaussian.gaussian import Gaussian


@dataclass(frozen=True, slots=True)
class EvidenceBound:
    """ELBO = E_q log p(x|z) - KL(q||prior) = log p(x) - KL(q||posterior), in nats."""

    posterior: Gaussian
    log_evidence: float
    gap: float  # KL(q||posterior)
    reconstruction: float  # E_q log p(x|z)
    cost: float  # KL(q||prior)

    @property
    def value(self) -> float:
        """ELBO; the difference of log p(x) and a gap that is computed without cancellation."""
        return self.log_evidence - self.gap


def elbo(tau: float, s: float, x: float, q: Gaussian) -> EvidenceBound:
    """The bound for one observation x and a one-dimensional q(z).

    The posterior is N(x tau^2 / (tau^2 + s^2), tau^2 s^2 / (tau^2 + s^2)).
    """
    spread = math.hypot(tau, s)
    posterior = Gaussian.from_std(x / (1.0 + (s / tau) ** 2), tau * (s / spread))
    away = math.hypot(x - float(q.mean[0]), float(q.std[0])) / s
    return EvidenceBound(
        posterior=posterior,
        log_evidence=-0.5 * (math.log(2.0 * math.pi) + (x / spread) ** 2) - math.log(spread),
        gap=kl(q, posterior),
        reconstruction=-0.5 * (math.log(2.0 * math.pi) + away**2) - math.log(s),
        cost=kl(q, Gaussian.from_std(0.0, tau)),
    )

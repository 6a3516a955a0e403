"""The evidence bound of a linear-Gaussian model: z ~ N(0, tau^2), x | z ~ N(z, s^2), and q(z)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.core.parameter import ParameterError
from engine.divergence.closed_forms import kl, log1p_chi_square
from engine.divergence.importance_bound import Bound, QuadraticLog, exact_bound, measured_bound
from engine.gaussian.gaussian import Gaussian

Gradient = dict[str, float]


@dataclass(frozen=True, slots=True)
class EvidenceBound:
    """ELBO = E_q log p(x|z) - KL(q||prior) = log p(x) - KL(q||posterior), in nats.

    With z = mu + sigma u and u ~ N(0, 1), log p(x, z) - log q(z) = ELBO + b u + c (u^2 - 1) with
    b = sigma d log p(x, z) / dz at mu and c = (1 - rho) / 2, rho the variance of q over that of
    the posterior: all below are moments of this quadratic.
    """

    q: Gaussian
    prior_std: float  # tau
    posterior: Gaussian
    log_evidence: float
    gap: float  # KL(q||posterior)
    reconstruction: float  # E_q log p(x|z)
    cost: float  # KL(q||prior)
    slope: float  # d log p(x, z) / dz at z = mu
    excess: float  # 1 - rho
    residual: tuple[float, float]  # (x - mu) / s and sigma / s

    @property
    def value(self) -> float:
        """ELBO; the difference of log p(x) and a gap that is computed without cancellation."""
        return self.log_evidence - self.gap

    @property
    def log_ratio(self) -> QuadraticLog:
        """log p(x, z) - log q(z) as a quadratic of u."""
        return QuadraticLog(self.value, self.slope * float(self.q.std[0]), 0.5 * self.excess)

    @property
    def gradient(self) -> Gradient:
        """d ELBO / d mu and d ELBO / d log sigma."""
        return {"mu": self.slope, "log_sigma": self.excess}

    @property
    def variances(self) -> dict[str, Gradient]:
        """Of one sample of each unbiased estimator of the gradient.

        score_function: (log p(x, z) - log q(z)) times the score of q; pathwise: through z and
        through log q's own parameters; pathwise_exact_entropy: q's entropy in closed form, for a
        Gaussian the same; sticking_the_landing: through z alone (Roeder, Wu, Duvenaud 2017);
        doubly_reparameterised: at one sample the same (Tucker, Lawson, Gu, Maddison 2019);
        exact_kl: the VAE's usual loss, KL(q||prior) in closed form (Kingma, Welling 2014).
        """
        sigma = float(self.q.std[0])
        ratio, b = self.log_ratio, self.log_ratio.slope
        a, c, rho = ratio.mean, ratio.bend, 1.0 - self.excess
        away, spread = self.residual
        score = {
            "mu": (a * a + 2.0 * b * b + 10.0 * c * c + 4.0 * a * c) / sigma**2,
            "log_sigma": 2.0 * a * a + 10.0 * b * b + 56.0 * c * c + 16.0 * a * c,
        }
        pathwise = {"mu": (rho / sigma) ** 2, "log_sigma": b * b + 2.0 * rho * rho}
        landing = {"mu": (2.0 * c / sigma) ** 2, "log_sigma": b * b + 8.0 * c * c}
        square = spread * spread
        usual = {
            "mu": (square / sigma) ** 2,
            "log_sigma": square * (away * away + 2.0 * square),
        }
        return {
            "score_function": score,
            "pathwise": pathwise,
            "pathwise_exact_entropy": dict(pathwise),
            "sticking_the_landing": landing,
            "doubly_reparameterised": dict(landing),
            "exact_kl": usual,
        }

    def iwae(self, k: int, samples: int = 10_000, seed: int = 0) -> Bound:
        """L_K = E log (1/K) sum_i p(x, z_i) / q(z_i), z_i ~ q, as measured on ``samples``
        independent sets of K: its mean and standard error in nats.

        The ELBO at K = 1, log p(x) in the limit; Burda, Grosse, Salakhutdinov 2016. Raises
        ParameterError for a k or a number of samples below 1.
        """
        return measured_bound(self.log_ratio, k, samples, seed)

    def iwae_exact(self, k: int) -> float:
        """L_K by quadrature, in nats; see `importance_bound.exact_bound`."""
        return self.value if k == 1 else exact_bound(self.log_ratio, self.gap, k)

    def iwae_predicted(self, k: int) -> float:
        """log p(x) - chi^2(posterior||q) / (2 K), what L_K tends to for large K where chi^2 is
        finite; -inf where it is not (Domke, Sheldon 2018)."""
        log_second = log1p_chi_square(self.posterior, self.q)
        if log_second > 700.0:
            return -math.inf
        return self.log_evidence - math.expm1(log_second) / (2.0 * k)


def elbo(tau: float, s: float, x: float, q: Gaussian) -> EvidenceBound:
    """The bound for one observation x and a one-dimensional q(z).

    The posterior is N(x tau^2 / (tau^2 + s^2), tau^2 s^2 / (tau^2 + s^2)). Raises ParameterError
    for a tau or an s that is not above 0, an x that is not finite, and a q of more dimensions.
    """
    for field, value in (("tau", tau), ("s", s)):
        if not (math.isfinite(value) and value > 0.0):
            raise ParameterError(field, value, "must be a finite number above 0")
    if not math.isfinite(x):
        raise ParameterError("x", x, "must be a finite number")
    if q.dimension != 1:
        raise ParameterError("q", q.dimension, "must have 1 dimension")
    spread = math.hypot(tau, s)
    posterior = Gaussian.from_std(x / (1.0 + (s / tau) ** 2), tau * (s / spread))
    mu, sigma = float(q.mean[0]), float(q.std[0])
    away = math.hypot(x - mu, sigma) / s
    return EvidenceBound(
        q=q,
        prior_std=float(tau),
        posterior=posterior,
        log_evidence=-0.5 * (math.log(2.0 * math.pi) + (x / spread) ** 2) - math.log(spread),
        gap=kl(q, posterior),
        reconstruction=-0.5 * (math.log(2.0 * math.pi) + away**2) - math.log(s),
        cost=kl(q, Gaussian.from_std(0.0, tau)),
        slope=(x - mu) / s / s - mu / tau / tau,
        excess=1.0 - (sigma / tau) ** 2 - (sigma / s) ** 2,
        residual=((x - mu) / s, sigma / s),
    )

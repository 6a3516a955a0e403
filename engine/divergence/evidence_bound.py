"""The evidence bound of a linear-Gaussian model: z ~ N(0, tau^2), x | z ~ N(z, s^2), and q(z)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.divergence.closed_forms import kl
from engine.divergence.importance_bound import Bound, QuadraticLog, measured_bound
from engine.divergence.importance_exact import exact_sums
from engine.gaussian.gaussian import Gaussian
from engine.numerics.small_differences import x_minus_log1p

Gradient = dict[str, float]


@dataclass(frozen=True, slots=True)
class ExactBounds:
    """Of several K, (m,) each: L_K and its derivatives by q's mu and log sigma and by the mean of
    the prior."""

    value: Array
    mu: Array
    log_sigma: Array
    prior_mean: Array


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
    rho: float  # variance of q over that of the posterior
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
        a, c, rho = ratio.mean, ratio.bend, self.rho
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
        """L_K by quadrature, in nats; see `importance_exact`."""
        return self.value if k == 1 else float(self.iwae_exactly((k,)).value[0])

    def iwae_exactly(self, ks: Sequence[int], fast: bool = False) -> ExactBounds:
        """L_K and its gradients by quadrature for several K; ``fast``: by compiled loops. Raises
        ParameterError where q is so far from the posterior that it would take too many points."""
        sigma, tau = float(self.q.std[0]), self.prior_std
        b, rho = self.log_ratio.slope, self.rho
        place = np.array([float(self.q.mean[0]), sigma]) / tau / tau
        slopes = np.array([b, -rho]) / sigma, np.array([1.0, b, -rho]), place
        sums = exact_sums(self.log_ratio, self.gap, ks, slopes, fast)
        return ExactBounds(sums.bounds(), *sums.gradients())

    @property
    def log1p_chi_square(self) -> float:
        """log(1 + chi^2(posterior||q)), infinite unless rho is above 1/2."""
        margin = 1.0 - 2.0 * self.excess
        if margin <= 0.0:
            return math.inf
        b = self.log_ratio.slope
        # 1 - (excess / rho)^2 is margin / rho^2.
        near = abs(self.excess) < 0.5 * self.rho
        share = -((self.excess / self.rho) ** 2)
        spread = math.log1p(share) if near else math.log(margin) - 2.0 * math.log(self.rho)
        return -0.5 * spread + b / self.rho * (b / margin)

    @property
    def tail_index(self) -> float:
        """The exact Pareto index of the weights p(x, z) / q(z): 1 - rho for a q that is narrower
        than the posterior; 0 for one of the same width, -2 for a wider one, whose weights are
        bounded, and -inf for the posterior itself; see `engine.weights.importance.tail_index`."""
        if self.excess > 0.0:
            return self.excess
        if self.excess < 0.0:
            return -2.0
        return 0.0 if self.slope != 0.0 else -math.inf

    def iwae_predicted(self, k: int) -> float:
        """log p(x) - chi^2(posterior||q) / (2 K), what L_K tends to for large K where chi^2 is
        finite; -inf where it is not (Domke, Sheldon 2018)."""
        if self.log1p_chi_square > 700.0:
            return -math.inf
        return self.log_evidence - math.expm1(self.log1p_chi_square) / (2.0 * k)


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
    slope, rho, excess, precision = _against_posterior(tau, s, x, mu, sigma)
    return EvidenceBound(
        q=q,
        prior_std=float(tau),
        posterior=posterior,
        log_evidence=-0.5 * (math.log(2.0 * math.pi) + (x / spread) ** 2) - math.log(spread),
        gap=_gap(slope, rho, excess, precision),
        reconstruction=-0.5 * (math.log(2.0 * math.pi) + away**2) - math.log(s),
        cost=kl(q, Gaussian.from_std(0.0, tau)),
        slope=slope,
        rho=rho,
        excess=excess,
        residual=((x - mu) / s, sigma / s),
    )


def _against_posterior(
    tau: float, s: float, x: float, mu: float, sigma: float
) -> tuple[float, float, float, float]:
    """Slope, rho, 1 - rho and the posterior's precision, in fractions: they cancel near it."""
    t, r, y, m, v = (Fraction(each) for each in (tau, s, x, mu, sigma))
    precision = 1 / t**2 + 1 / r**2
    rho = v**2 * precision
    slope = (y - m) / r**2 - m / t**2
    return float(slope), float(rho), float(1 - rho), float(precision)


def _gap(slope: float, rho: float, excess: float, precision: float) -> float:
    """KL(q||posterior)."""
    far = rho < 0.5
    spread = -excess - math.log(rho) if far else float(x_minus_log1p(-excess))
    return 0.5 * (spread + slope / precision * slope)

"""The ratio of a whole sequence: T tokens whose log-ratios are independent N(-v/2, v) under q.

log w of the sequence is N(-s^2/2, s^2), s^2 = T v, and E w = 1: closed forms in Phi.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr, ndtr

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.core.whole_number import checked_count
from engine.sampling.normals import standard_normals


@dataclass(frozen=True, slots=True)
class SequenceRatio:
    """w = exp(N(-s^2/2, s^2)); s is 0 or more, and 0 means w = 1."""

    variance: float  # s^2

    def __post_init__(self) -> None:
        if not (math.isfinite(self.variance) and self.variance >= 0.0):
            raise ParameterError("variance", self.variance, "must be a finite number, 0 or more")

    @property
    def std(self) -> float:
        """s."""
        return math.sqrt(self.variance)

    @property
    def effective_share(self) -> float:
        """Effective sample size over n, 1 / E w^2 = e^(-s^2)."""
        return math.exp(-self.variance)

    def effective_share_error(self, n: int) -> float:
        """Standard error of (sum w)^2 / (n sum w^2) of n sequences by the exact law (the delta
        method on the moments of w): a sample sees too small a one; infinite where it overflows.

        Relative to the share, over n: 4 (e^(s^2) - 1) - 4 (e^(2 s^2) - 1) + e^(4 s^2) - 1.
        """
        if self.variance > 170.0:
            return math.inf
        square = self.variance
        spread = 4.0 * (math.expm1(square) - math.expm1(2.0 * square)) + math.expm1(4.0 * square)
        return self.effective_share * math.sqrt(max(spread, 0.0) / n)

    def share_above(self, c: float) -> float:
        """P(w > c) = Phi(-(ln c + s^2/2) / s) under q."""
        return float(ndtr(-self._place(c, 0.5)))

    def mass_above(self, c: float) -> float:
        """E w 1[w > c] = Phi(-(ln c - s^2/2) / s): p's share of the sequences with w > c."""
        return float(ndtr(-self._place(c, -0.5)))

    def masked_mean(self, c: float) -> float:
        """E w 1[w <= c] = Phi((ln c - s^2/2) / s)."""
        return float(ndtr(self._place(c, -0.5)))

    def truncated_mean(self, c: float) -> float:
        """E min(w, c) = Phi((ln c - s^2/2) / s) + c Phi(-(ln c + s^2/2) / s), at most 1."""
        return self.masked_mean(c) + self._above(c, 1)

    def truncated_square(self, c: float) -> float:
        """E min(w, c)^2 = e^(s^2) Phi((ln c - 3 s^2/2) / s) + c^2 Phi(-(ln c + s^2/2) / s)."""
        return self.masked_square(c) + self._above(c, 2)

    def masked_square(self, c: float) -> float:
        """E w^2 1[w <= c], the first term of it; in logs, for e^(s^2) may overflow."""
        return math.exp(self.variance + float(log_ndtr(self._place(c, -1.5))))

    def logged_share(self, c: float) -> float:
        """The effective share that is logged after truncation, (E min(w, c))^2 / E min(w, c)^2; in
        logs, for both may be too small for numbers."""
        above = float(log_ndtr(-self._place(c, 0.5)))
        more = math.log(c) if math.isfinite(c) else 0.0
        mean = np.logaddexp(log_ndtr(self._place(c, -0.5)), more + above)
        square = self.variance + float(log_ndtr(self._place(c, -1.5)))
        return math.exp(2.0 * float(mean) - float(np.logaddexp(square, 2.0 * more + above)))

    def sample(self, n: int, seed: int) -> Array:
        """n log-ratios of sequences, (n,), in nats."""
        z = standard_normals(n, 1, seed)[:, 0]
        return np.asarray(self.std * z - 0.5 * self.variance)

    def _above(self, c: float, power: int) -> float:
        """c^power P(w > c), 0 where c is infinite."""
        share = self.share_above(c)
        return c**power * share if share > 0.0 else 0.0

    def _place(self, c: float, shift: float) -> float:
        """(ln c + shift s^2) / s, with its limits for s = 0."""
        if not c > 0.0:
            raise ParameterError("c", c, "must be above 0")
        if math.isinf(c):
            return math.inf
        if self.variance == 0.0:
            # w = 1, which is not above c = 1.
            return math.inf if c >= 1.0 else -math.inf
        return math.log(c) / self.std + shift * self.std


def sequence_ratio(tokens: int, token_variance: float) -> SequenceRatio:
    """Of T tokens with log-ratio variance v each; raises ParameterError."""
    tokens = checked_count("tokens", tokens, "must be a whole number, at least 1", 1)
    if not (math.isfinite(token_variance) and token_variance >= 0.0):
        allowed = "must be a finite number, 0 or more"
        raise ParameterError("token_variance", token_variance, allowed)
    return SequenceRatio(tokens * token_variance)


def mean_ratio(tokens: int, token_variance: float) -> tuple[float, float]:
    """Mean and variance of log s, s = w^(1/T), the geometric mean of the tokens' ratios that GSPO
    gates: N(-v/2, v / T)."""
    whole = sequence_ratio(tokens, token_variance).variance
    return -0.5 * token_variance, whole / tokens / tokens

"""The values of the Evidence page's quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.quantity import Quantity, Readout
from engine.divergence.closed_forms import kl
from engine.divergence.evidence_bound import EvidenceBound
from engine.divergence.importance_gradients import SIGNALS
from engine.divergence.importance_limits import SignalLimit, signal_limits
from engine.gaussian.gaussian import Gaussian
from engine.numerics.scaled import digits_note
from engine.pages.evidence_bound import quantities as q
from engine.pages.evidence_bound.encoder import IN_USE, coordinate_costs
from engine.pages.evidence_bound.estimators import row_of
from engine.pages.evidence_bound.gather import Gathered
from engine.weights.pareto.smoothing import reliability_threshold, verdict

EPSILON = 2.0**-50
# What a quadrature is right to, beside the size of what it adds up.
QUADRATURE = 1e-12
TOO_FAR = "no exact value for a q so far from the posterior: measure it"
NO_SETS = "fewer than 2 sets of K samples: raise n or lower K"
LARGE = "above 1.8e308"
NARROW = "q is too narrow: its variance is {0:.3g} of the posterior's, and {1} is infinite"
FAR, LARGE_LOG = "q is so far from the posterior that the moments are beyond any number", 90.0
NO_NOISE = "q is the posterior: every sample gives the same, and there is no noise"


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    yield from _parts(gathered)
    yield from _importance(gathered)
    yield from _tail(gathered)
    limits = signal_limits(gathered.bound)
    for index, pair in enumerate(SIGNALS, 1):
        yield from _signal(gathered, index, pair)
        limit = limits[pair[0]][pair[1]]
        yield _limit(q.SIGNAL_LIMIT[pair], limit, gathered.bound, gathered.options.k)
    variances = gathered.bound.variances
    for pair in q.MEAN:
        yield from _estimator(gathered, *pair, variances[pair[0]][pair[1]])
    yield from _encoder(gathered)


def _exact(quantity: Quantity, value: float, rounding: float = 0.0) -> Readout:
    return quantity.exact(value, LARGE if math.isinf(value) else digits_note(value, rounding))


def _parts(gathered: Gathered) -> Iterator[Readout]:
    found, options = gathered.bound, gathered.options
    spread = math.hypot(options.tau, options.s)
    evidence = EPSILON * (1.0 + abs(math.log(spread)) + (options.x / spread) ** 2)
    away = sum(each * each for each in found.residual)
    fit = EPSILON * (1.0 + abs(math.log(options.s)) + away)
    yield _exact(q.EVIDENCE, found.log_evidence, evidence)
    yield _exact(q.GAP, found.gap)
    yield _exact(q.FIT, found.reconstruction, fit)
    yield _exact(q.COST, found.cost)
    yield _exact(q.BOUND, found.value, evidence + EPSILON * found.gap)
    error = float(gathered.elbo.standard_error[0])
    yield q.MEASURED.estimated(float(gathered.elbo.mean[0]), error)


def _importance(gathered: Gathered) -> Iterator[Readout]:
    found, means, sets = gathered.bound, gathered.set_means, gathered.sets
    size = 1.0 + abs(found.log_evidence) + found.gap
    if means is None:
        yield q.IWAE.unknown(TOO_FAR)
    else:
        yield _exact(q.IWAE, found.value + float(means[0]), QUADRATURE * size)
    if sets is None:
        yield q.IWAE_MEASURED.unknown(NO_SETS)
    else:
        error = float(sets.mean_error[0])
        yield q.IWAE_MEASURED.estimated(found.value + float(sets.mean[0]), error)
    logarithm = found.log1p_chi_square
    if math.isinf(logarithm):
        narrow = NARROW.format(found.rho, "chi-square")
        yield q.IWAE_PREDICTED.unknown(narrow)
        yield q.CHI_SQUARE.exact(math.inf, narrow)
    else:
        chi_square = math.expm1(logarithm) if logarithm < 709.0 else math.inf
        predicted = found.iwae_predicted(gathered.options.k)
        rounding = EPSILON * (size + chi_square / gathered.options.k)
        yield _exact(q.IWAE_PREDICTED, predicted, rounding)
        yield _exact(q.CHI_SQUARE, chi_square, EPSILON * (1.0 + logarithm) * chi_square)
    yield q.POSTERIOR_MEAN.exact(float(found.posterior.mean[0]))
    yield q.POSTERIOR_STD.exact(float(found.posterior.std[0]))


def _tail(gathered: Gathered) -> Iterator[Readout]:
    k = gathered.bound.tail_index
    if k == -math.inf:
        yield q.K_EXACT.exact(k, "every weight is the same: there is no tail")
    else:
        above = f"moments of order {1.0 / k:.3g} and above are infinite" if k > 0.0 else ""
        yield q.K_EXACT.exact(k, above or ("all moments are finite" if k == 0.0 else "bounded"))
    n, tail = gathered.scene.samples, gathered.tail
    words = verdict(tail, reliability_threshold(n))
    if math.isinf(tail.k_hat):
        yield q.K_HAT.exact(tail.k_hat, words)
        return
    # Of the maximum likelihood fit of the shape from so many exceedances.
    exceedances = min(n / 5.0, 3.0 * math.sqrt(n))
    error = (1.0 + max(tail.k_hat, 0.0)) / math.sqrt(exceedances)
    yield q.K_HAT.estimated(tail.k_hat, error, words)


def _signal(gathered: Gathered, index: int, pair: tuple[str, str]) -> Iterator[Readout]:
    bound, means, sets = gathered.bound, gathered.set_means, gathered.sets
    sigma = float(bound.q.std[0])
    ratio, size = bound.log_ratio, {"mu": 1.0 / sigma, "log_sigma": 1.0}
    scale = (abs(ratio.slope) + bound.rho + 1.0) * size.get(pair[1], 1.0 / bound.prior_std)
    if means is None:
        yield q.SET_MEAN[pair].unknown(TOO_FAR)
    else:
        yield _exact(q.SET_MEAN[pair], float(means[index]), QUADRATURE * scale)
    if sets is None:
        yield q.SET_MEAN_MEASURED[pair].unknown(NO_SETS)
        yield q.SIGNAL[pair].unknown(NO_SETS)
    else:
        mean, variance = float(sets.mean[index]), float(sets.variance[index])
        yield q.SET_MEAN_MEASURED[pair].estimated(mean, float(sets.mean_error[index]))
        if means is None:
            yield q.SIGNAL[pair].unknown(TOO_FAR)
        elif variance == 0.0:
            yield q.SIGNAL[pair].unknown(NO_NOISE)
        else:
            signal = abs(float(means[index])) / math.sqrt(variance)
            error = 0.5 * signal * float(sets.variance_error[index]) / variance
            yield q.SIGNAL[pair].estimated(signal, error)


def _limit(quantity: Quantity, limit: SignalLimit, bound: EvidenceBound, k: int) -> Readout:
    if not math.isfinite(limit.factor):
        far = LARGE_LOG < bound.log1p_chi_square < math.inf
        narrow = NARROW.format(bound.rho, "a moment of the weights that it needs")
        none = math.isinf(limit.factor) or bound.rho > 0.75
        return quantity.unknown(FAR if far else NO_NOISE if none else narrow)
    value = float(limit.at(np.array(k)))
    return _exact(quantity, value, limit.rounding * value if value > 0.0 else 0.0)


def _estimator(gathered: Gathered, name: str, parameter: str, variance: float) -> Iterator[Readout]:
    bound, pair = gathered.bound, (name, parameter)
    row, found = row_of(*pair), gathered.estimators
    yield q.MEAN[pair].exact(bound.gradient[parameter])
    yield q.MEAN_MEASURED[pair].estimated(float(found.mean[row]), float(found.mean_error[row]))
    rounding = 0.0
    if name == "score_function":
        # It holds the ELBO itself, whose rounding counts where it is near 0.
        ratio, sigma = bound.log_ratio, float(bound.q.std[0])
        size = EPSILON * (1.0 + abs(bound.log_evidence) + bound.gap)
        slope = 2.0 * abs(ratio.mean) + 4.0 * abs(ratio.bend)
        rounding = size * slope * (1.0 / sigma**2 if parameter == "mu" else 4.0)
    yield _exact(q.VARIANCE[pair], variance, rounding)
    error = float(gathered.variance_error[row])
    yield q.VARIANCE_MEASURED[pair].estimated(float(found.variance[row]), error)


def _encoder(gathered: Gathered) -> Iterator[Readout]:
    scene, tau = gathered.scene, gathered.options.tau
    costs = coordinate_costs(scene.q, tau)
    yield _exact(q.ENCODER, float(np.sum(costs)))
    prior = Gaussian.from_std(np.zeros(scene.dimension), tau)
    yield _exact(q.ENCODER_FULL, kl(scene.q, prior))
    yield q.ENCODER_USED.exact(float(np.count_nonzero(costs > IN_USE)))

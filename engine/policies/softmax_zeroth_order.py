"""The zeroth-order gradient of the reward of the best-looking action, argmax theta.

r(argmax theta) is flat almost everywhere. Perturbed by eps u it becomes smooth, with the gradient
E (r(argmax(theta + eps u)) - b) u / eps for any b. Its softened form has the expected reward of
softmax((theta + eps u) / tau) in place of r(argmax).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, frozen
from engine.core.compiled import worth_compiling
from engine.core.late import late
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.policies.softmax import SoftmaxPolicy
from engine.sampling.accumulators.outer_products import OuterProducts
from engine.sampling.gather import gather, scratch
from engine.sampling.normals import block_count, chunk_rows, contiguous_chunks, normal_chunks

ndtr = late("scipy.special", "ndtr")

Baseline = Literal["none", "at_theta", "best"]

BASELINES: tuple[Baseline, ...] = ("none", "at_theta", "best")
PILOT = 4_096
STREAM, PILOT_STREAM = 0, 1
GRID_STEP = 0.25
ROUNDING = 1e-14  # of its terms: what equal ones of either sign leave
FARTHEST = 38.5  # standard deviations; beyond, the normal density is 0


@dataclass(frozen=True, slots=True)
class ZerothOrderGradient:
    """A Monte Carlo gradient with the covariance of its error."""

    gradient: Array  # (K,)
    standard_error: Array  # (K,)
    covariance: Array  # (K, K), of the mean
    baseline: float


def exact_probabilities(policy: SoftmaxPolicy, epsilon: float) -> Array:
    """P(argmax(theta + eps u) = y) = E_t prod_{j != y} Phi(t + (theta_y - theta_j)/eps), (K,)."""
    return _winning(policy, epsilon)[0]


def exact_argmax_gradient(policy: SoftmaxPolicy, epsilon: float) -> Array:
    """d/d theta of E r(argmax(theta + eps u)), (K,), by quadrature over one dimension."""
    _, slopes = _winning(policy, epsilon)
    # Slopes d P_y / d theta_j add up to 0 over y, so any number may be taken off the rewards:
    # with r_j only slopes of one sign are left, and no difference of theirs.
    terms = (policy.rewards[:, np.newaxis] - policy.rewards) * slopes
    total, sizes = terms.sum(axis=0), np.abs(terms).sum(axis=0)
    return np.asarray(np.where(np.abs(total) > ROUNDING * sizes, total, 0.0))


def sample_gradients(
    policy: SoftmaxPolicy,
    epsilon: float,
    samples: int,
    seed: int,
    softened: bool = False,
    run: Run | None = None,
    baselines: Sequence[Baseline] = BASELINES,
) -> dict[Baseline, ZerothOrderGradient]:
    """E (value(theta + eps u) - b) u / eps by baseline b, all on the same u.

    ``none`` b = 0; ``at_theta`` the value at theta; ``best`` E value |u|^2 / K, from a pilot of
    samples of its own, so that nothing is biased. ``softened`` takes the softmax's expected
    reward for the argmax's. Raises ParameterError for eps = 0 and fewer than 2 samples; Cancelled.
    """
    _check(epsilon)
    checked_count("samples", samples, "must be a whole number, 2 or more", 2)
    here = value_at(policy, softened)
    shifts = {name: _shift(name, policy, epsilon, seed, softened, here=here) for name in baselines}

    run = run or Run()
    compiled = worth_compiling(max(samples, run.of)) and not softened
    source = Perturbations(policy.actions, samples, seed, compiled)

    def make(_: int) -> ZerothOrderSums:
        return ZerothOrderSums(policy, epsilon, shifts, softened, compiled)

    sums = gather(source, make, run).sums
    return {
        name: _result(*sums[name].mean(), baseline=here + shift) for name, shift in shifts.items()
    }


@dataclass(frozen=True, slots=True)
class Perturbations:
    """u, standard normal, n of K entries."""

    entries: int
    n: int
    seed: int
    compiled: bool = False  # whether compiled loops take them in

    @property
    def blocks(self) -> int:
        """How many blocks hold them."""
        return block_count(self.n)

    def chunks(self, block: int) -> Iterator[Array]:
        """Those of a block, (K, m) each."""
        chunks = contiguous_chunks if self.compiled else normal_chunks
        return chunks(self.n, block, self.entries, self.seed, STREAM)


class ZerothOrderSums:
    """Gathers (value(theta + eps u) - b) u / eps for baselines b = value(theta) + shift."""

    def __init__(
        self,
        policy: SoftmaxPolicy,
        epsilon: float,
        shifts: dict[Baseline, float],
        softened: bool,
        compiled: bool = False,
    ) -> None:
        self._policy, self._epsilon, self._softened = policy, epsilon, softened
        self._shifts, self._compiled = shifts, compiled
        self._here = value_at(policy, softened)
        self.sums = {name: OuterProducts(policy.actions) for name in shifts}

    def add(self, u: Array) -> None:
        """Take in perturbations, (K, m)."""
        if self._compiled:
            self._add_compiled(u)
            return
        space = scratch(len(u), chunk_rows(len(u))).array[:, : u.shape[1]]
        away = _values(self._policy, self._epsilon, u, self._softened, space) - self._here
        for name, shift in self._shifts.items():
            self.sums[name].add(np.multiply(u, (away - shift) / self._epsilon, out=space))

    def _add_compiled(self, u: Array) -> None:
        from engine.policies.loops import perturbed_sums

        policy, epsilon = self._policy, self._epsilon
        away = policy.rewards - self._here
        sums, products = perturbed_sums(u, policy.logits, epsilon, away)
        for name, shift in self._shifts.items():
            # By the powers of the binomial (a - shift): a is 0 for one action in K at least, so
            # that no square of it cancels.
            first = (sums[1] - shift * sums[0]) / epsilon
            square = products[2] - shift * (2.0 * products[1] - shift * products[0])
            self.sums[name].take(u.shape[1], first, square / epsilon / epsilon)

    def merge(self, other: ZerothOrderSums) -> None:
        """Take in those of other perturbations."""
        for name, sums in self.sums.items():
            sums.merge(other.sums[name])


def value_at(policy: SoftmaxPolicy, softened: bool) -> float:
    """The value at theta itself: of the softmax, or of the best-looking action."""
    return policy.expected_reward if softened else policy.argmax_reward


def _shift(
    name: Baseline, policy: SoftmaxPolicy, epsilon: float, seed: int, softened: bool, here: float
) -> float:
    """The baseline less the value at theta, ``here``."""
    if name == "none":
        return -here
    if name == "at_theta":
        return 0.0
    pilot = next(normal_chunks(PILOT, 0, policy.actions, seed, PILOT_STREAM))
    away = _values(policy, epsilon, pilot, softened) - here
    return float(np.mean(away * np.sum(np.square(pilot), axis=0))) / policy.actions


def _values(
    policy: SoftmaxPolicy, epsilon: float, u: Array, softened: bool, space: Array | None = None
) -> Array:
    """Of theta + eps u, u (K, m): r(argmax), or E r under the softmax, (m,); made in ``space``."""
    logits = np.multiply(u, epsilon, out=space)
    logits += policy.logits[:, np.newaxis]
    if not softened:
        return policy.rewards.take(_likeliest(logits))
    logits -= logits.max(axis=0)
    with np.errstate(over="ignore", under="ignore"):
        logits /= policy.temperature
        np.exp(logits, out=logits)
    return np.asarray((policy.rewards @ logits) / logits.sum(axis=0))


def _likeliest(logits: Array) -> NDArray[np.unsignedinteger]:
    """np.argmax(logits, axis=0), which is slow where rows are few; spoils the first row."""
    number = np.min_scalar_type(len(logits))
    largest, found = logits[0], np.zeros(logits.shape[1], number)
    for action, each in enumerate(logits[1:], 1):
        # The last row that is larger than all before it has the highest number.
        ahead = (each > largest).astype(number)
        np.maximum(found, np.multiply(ahead, action, out=ahead), out=found)
        np.maximum(largest, each, out=largest)
    return found


def _winning(policy: SoftmaxPolicy, epsilon: float) -> tuple[Array, Array]:
    """P(y wins), (K,), and its slopes d P_y / d theta_j, (K, K)."""
    _check(epsilon)
    with np.errstate(over="ignore"):
        lead = (policy.logits[:, np.newaxis] - policy.logits) / epsilon  # (y, j)
    t, weight = _grid(float(np.max(lead)))
    argument = t + lead[:, :, np.newaxis]  # (y, j, k)
    wins = ndtr(argument)
    own = np.arange(policy.actions)
    wins[own, own] = 1.0
    before, after = np.ones_like(wins), np.ones_like(wins)
    with np.errstate(under="ignore", over="ignore"):
        np.cumprod(wins[:, :-1], axis=1, out=before[:, 1:])
        np.cumprod(wins[:, :0:-1], axis=1, out=after[:, -2::-1])
        probabilities = (before[:, -1] * wins[:, -1]) @ weight
        density = np.exp(-0.5 * np.square(argument)) / (math.sqrt(2.0 * math.pi) * epsilon)
        slopes = -(density * before * after) @ weight
    slopes[own, own] = 0.0
    slopes[own, own] = -slopes.sum(axis=1)
    return probabilities, slopes


def _grid(lead: float) -> tuple[Array, Array]:
    """Equal steps t and weights for E over N(0, 1), (k,) each.

    The trapezoidal rule errs by exp(-2 pi^2 s^2 / h^2) for a bell of width s; products of ten
    Gaussian functions are no narrower than s = 0.3. Wins against a lead happen that far out.
    """
    reach = min(9.0 + lead, FARTHEST)
    count = math.ceil(reach / GRID_STEP)
    t = GRID_STEP * np.arange(-count, count + 1.0)
    with np.errstate(under="ignore"):
        return t, np.exp(-0.5 * t * t) * (GRID_STEP / math.sqrt(2.0 * math.pi))


def _result(mean: Array, covariance: Array, baseline: float) -> ZerothOrderGradient:
    error = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    return ZerothOrderGradient(frozen(mean), frozen(error), frozen(covariance), baseline)


def _check(epsilon: float) -> None:
    if not (math.isfinite(epsilon) and epsilon > 0.0):
        allowed = "must be above 0: the perturbation is divided by it"
        raise ParameterError("epsilon", epsilon, allowed)

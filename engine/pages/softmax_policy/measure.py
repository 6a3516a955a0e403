"""The values of the softmax page's quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from engine.core.quantity import Quantity, Readout
from engine.core.underflow import small_note
from engine.pages.softmax_policy import quantities as q
from engine.pages.softmax_policy.gather import Gathered, batch_totals, batch_variances, example
from engine.pages.softmax_policy.options import EXAMPLES
from engine.policies.softmax import reward_spread
from engine.policies.softmax_angle import angle, exact_angle, too_noisy
from engine.policies.softmax_exact import length

NOISY = "the noise is long beside the gradient: the error cannot be trusted"
NEVER_LEFT = "no sample changed the best action: the estimate is 0, and its error says nothing"
QUADRATURE = "by quadrature"


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    yield from _policy(gathered)
    yield from _variances(gathered)
    yield from _examples(gathered)
    yield from _zeroth(gathered)
    yield from _orders(gathered)
    yield from _coordinates(gathered)
    yield from _zeroth_coordinates(gathered)


def _rounded(quantity: Quantity, value: Decimal) -> Readout:
    """Rounded once."""
    number = float(value)
    return quantity.exact(number, small_note(number, value == 0))


def _policy(gathered: Gathered) -> Iterator[Readout]:
    policy = gathered.policy
    exact = policy.enumerated
    ties = int(np.sum(policy.logits == policy.logits.max()))
    tied = f"{ties} logits are the largest: the mean of their rewards" if ties > 1 else ""
    yield _rounded(q.EXPECTED_REWARD, exact.expected_reward)
    yield _rounded(q.REWARD_VARIANCE, exact.reward_variance)
    yield q.ARGMAX_REWARD.exact(policy.argmax_reward, tied)
    yield _rounded(q.GRADIENT_LENGTH, length(exact.gradient))


def _variances(gathered: Gathered) -> Iterator[Readout]:
    exact = batch_totals(gathered.policy, gathered.options.batch)
    for name, quantity in q.VARIANCE.items():
        yield _rounded(quantity, exact[name])
    for name, quantity in q.MEASURED_VARIANCE.items():
        found = gathered.reinforce[name]
        yield quantity.estimated(found.total, found.total_error)


def _examples(gathered: Gathered) -> Iterator[Readout]:
    for quantity, value in zip(q.SPREAD, reward_spread(gathered.policy.rewards), strict=True):
        yield quantity.exact(value)
    for which, rewards in EXAMPLES.items():
        pair = zip(q.EXAMPLE_SPREAD[which], reward_spread(rewards), strict=True)
        yield from (quantity.exact(value) for quantity, value in pair)
        errors = np.sqrt(batch_variances(example(rewards), gathered.options.batch))
        for name, error in zip(q.BASELINES, errors, strict=True):
            yield q.EXAMPLE_ERROR[which, name].exact(float(error))


def _zeroth(gathered: Gathered) -> Iterator[Readout]:
    direction, truth = gathered.policy.gradient(), gathered.zeroth_exact
    size = math.hypot(*truth)
    yield q.ZEROTH_LENGTH.exact(size, small_note(size, gathered.all_equal))
    exact = exact_angle(direction, truth)
    if not math.isnan(exact):
        yield q.COSINE.exact(exact, QUADRATURE)
    for name, quantity in q.MEASURED_COSINE.items():
        estimate = gathered.zeroth[name]
        value, error = angle(direction, estimate, truth)
        if not math.isnan(value):
            yield quantity.estimated(value, error, NOISY if too_noisy(estimate, truth) else "")


def _orders(gathered: Gathered) -> Iterator[Readout]:
    exact = gathered.policy.enumerated
    yield _rounded(q.BEST_ORDER, exact.reordered(False))
    yield _rounded(q.WORST_ORDER, exact.reordered(True))


def _coordinates(gathered: Gathered) -> Iterator[Readout]:
    for action, exact in enumerate(gathered.policy.enumerated.gradient, 1):
        yield _rounded(q.GRADIENT[action], exact)
        for name, found in gathered.reinforce.items():
            value, error = found.mean[action - 1], found.mean_error[action - 1]
            yield q.ESTIMATE[action, name].estimated(float(value), float(error))


def _zeroth_coordinates(gathered: Gathered) -> Iterator[Readout]:
    exact = gathered.zeroth_exact
    # A sum of equal terms of either sign is 0 where others are not.
    is_zero = gathered.all_equal or bool(np.any(exact))
    for action, each in enumerate(exact.tolist(), 1):
        yield q.ZEROTH[action].exact(each, small_note(each, is_zero) or QUADRATURE)
        for name, found in gathered.zeroth.items():
            value, error = found.gradient[action - 1], found.standard_error[action - 1]
            note = "" if np.any(found.gradient) else NEVER_LEFT
            yield q.ZEROTH_ESTIMATE[action, name].estimated(float(value), float(error), note)

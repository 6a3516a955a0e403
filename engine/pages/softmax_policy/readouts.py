"""The numbers and the warnings of the softmax page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike

from engine.core.number_format import value_text
from engine.core.quantity import Readout, undeclared
from engine.core.underflow import small_note
from engine.pages.softmax_policy.cosines import angle, exact_angle, too_noisy
from engine.pages.softmax_policy.facts import Facts, batch_totals, batch_variances
from engine.pages.softmax_policy.options import CALM, WILD, example
from engine.policies.softmax import reward_spread
from engine.policies.softmax_exact import BASELINES, length
from engine.policies.softmax_zeroth_order import BASELINES as ZEROTH_BASELINES
from engine.policies.softmax_zeroth_order import Baseline

# The baselines of REINFORCE and of the zeroth-order gradient, as they are called in the table.
NAMES = {"none": "none", "mean": "mean", "leave_one_out": "leave one out", "optimal": "best"}
ZEROTH_NAMES: dict[Baseline, str] = {"none": "none", "at_theta": "r at θ", "best": "best"}
NOISY = "the noise is long beside the gradient: the error cannot be trusted"
CERTAIN = 1e-6  # from this mass of all other actions down, a policy hardly learns
NEVER_LEFT = "no sample changed the best action: the estimate is 0, and its error says nothing"


def readouts(facts: Facts) -> tuple[Readout, ...]:
    """All of them, in the order of the page's table."""
    return (
        *_policy(facts),
        *_variances(facts),
        *_examples(facts),
        *_zeroth(facts),
        *_orders(facts),
        *_coordinates(facts),
        *_zeroth_coordinates(facts),
    )


def banners(facts: Facts) -> tuple[str, ...]:
    """What must be known before a number is trusted."""
    return tuple(_banners(facts))


def _policy(facts: Facts) -> Iterator[Readout]:
    policy = facts.policy
    exact = policy.enumerated
    ties = int(np.sum(policy.logits == policy.logits.max()))
    tied = f"{ties} logits are the largest: the mean of their rewards" if ties > 1 else ""
    yield _exact("E r", exact.expected_reward, "Expected reward under the softmax, Σ π(y) r(y).")
    yield _exact("Var r", exact.reward_variance, "Variance of the reward under the softmax.")
    name = "argmax reward"
    text = "Reward of the action of the largest logit."
    yield undeclared(
        name, policy.argmax_reward, note=tied, unit="", help=text, place=(name, "exact")
    )
    yield _exact("gradient length", length(exact.gradient), "|d E r / dθ|, of the exact gradient.")


def _exact(name: str, value: Decimal, text: str, place: tuple[str, str] | None = None) -> Readout:
    """Rounded once."""
    number = float(value)
    note = small_note(number, value == 0)
    return undeclared(name, number, note=note, unit="", help=text, place=place or (name, "exact"))


def _variances(facts: Facts) -> Iterator[Readout]:
    batch = facts.options.batch
    exact = batch_totals(facts.policy, batch)
    for name in BASELINES:
        yield _exact(
            f"variance, {NAMES[name]}",
            exact[name],
            f"Of REINFORCE's estimate from a batch of {batch:,}, all coordinates together; by "
            "enumeration of the actions.",
            ("variance, exact", NAMES[name]),
        )
    for name in BASELINES:
        found = facts.reinforce[name]
        yield undeclared(
            f"measured variance, {NAMES[name]}",
            found.total,
            found.total_error,
            "estimated",
            unit="",
            help=f"Mean squared distance from the exact gradient over {facts.batches:,} batches.",
            place=("variance, measured", NAMES[name]),
        )


def _examples(facts: Facts) -> Iterator[Readout]:
    yield from _spread("today's rewards", facts.policy.rewards)
    batch = facts.options.batch
    for rewards in (CALM, WILD):
        row = f"rewards {', '.join(f'{value:g}' for value in rewards)}"
        yield from _spread(row, rewards)
        errors = np.sqrt(batch_variances(example(rewards), batch))
        for name, error in zip(BASELINES, errors, strict=True):
            yield undeclared(
                f"gradient error with {row}, {NAMES[name]}",
                float(error),
                unit="",
                help=f"Exact standard error of REINFORCE from a batch of {batch:,}, three equally "
                "likely actions, τ = 1, all coordinates together.",
                place=(f"gradient error, {row}", NAMES[name]),
            )


def _spread(row: str, rewards: ArrayLike) -> Iterator[Readout]:
    for name, value in zip(("mean", "variance"), reward_spread(rewards), strict=True):
        yield undeclared(
            f"{name} of {row}",
            value,
            unit="",
            help=f"{'Population variance' if name == 'variance' else 'Mean'} over the actions, "
            "all counted alike.",
            place=(f"{name}, {row}", "exact"),
        )


def _zeroth(facts: Facts) -> Iterator[Readout]:
    direction = facts.policy.gradient()
    eps = value_text(facts.options.epsilon, 4)
    length_of = math.hypot(*facts.zeroth_exact)
    yield undeclared(
        "zeroth-order length",
        length_of,
        note=small_note(length_of, _all_equal(facts)),
        unit="",
        help=f"|gradient of E r(argmax(θ + ε u))|, ε = {eps}, by quadrature.",
        place=("zeroth-order length", "exact"),
    )
    exact = exact_angle(direction, facts.zeroth_exact)
    if not math.isnan(exact):
        yield undeclared(
            "cosine",
            exact,
            note="by quadrature",
            unit="",
            help="Of the angle between the policy gradient and the zeroth-order gradient of the "
            "argmax reward: 1 if they point the same way.",
            place=("cosine", "exact"),
        )
    for name in ZEROTH_BASELINES:
        estimate = facts.zeroth[name]
        value, error = angle(direction, estimate, facts.zeroth_exact)
        if math.isnan(value):
            continue
        yield undeclared(
            f"cosine, b {ZEROTH_NAMES[name]}",
            value,
            error,
            "estimated",
            NOISY if too_noisy(estimate, facts.zeroth_exact) else "",
            unit="",
            help=f"With the zeroth-order gradient from {facts.samples:,} samples and baseline "
            f"{value_text(estimate.baseline, 4)}; what noise takes from it is given back.",
            place=("cosine", ZEROTH_NAMES[name]),
        )


def _orders(facts: Facts) -> Iterator[Readout]:
    which = "of all orders" if facts.rearranged.complete else "by the rearrangement inequality"
    exact = facts.policy.enumerated
    for name, reverse, order in (
        ("best order", False, "in the order of the rewards"),
        ("worst order", True, "in the reverse order of the rewards"),
    ):
        text = f"E r if today's probabilities stood {order}; the limit {which}."
        yield _exact(name, exact.reordered(reverse), text)


def _coordinates(facts: Facts) -> Iterator[Readout]:
    exact = facts.policy.enumerated.gradient
    for action in range(facts.policy.actions):
        row = f"∂E r/∂θ{action + 1}"
        text = "π(j) (r(j) - E r) / τ."
        yield _exact(f"gradient {action + 1}", exact[action], text, (row, "exact"))
        for name in BASELINES:
            found = facts.reinforce[name]
            yield undeclared(
                f"gradient {action + 1}, {NAMES[name]}",
                float(found.mean[action]),
                float(found.mean_error[action]),
                "estimated",
                unit="",
                help=f"REINFORCE with baseline {NAMES[name]}, over {facts.batches:,} batches of "
                f"{facts.options.batch:,}.",
                place=(row, NAMES[name]),
            )


def _zeroth_coordinates(facts: Facts) -> Iterator[Readout]:
    for action in range(facts.policy.actions):
        row = f"∂E r(argmax)/∂θ{action + 1}"
        value = float(facts.zeroth_exact[action])
        # A sum of equal terms of either sign is 0 where others are not.
        is_zero = _all_equal(facts) or bool(np.any(facts.zeroth_exact))
        yield undeclared(
            f"zeroth-order {action + 1}",
            value,
            note=small_note(value, is_zero) or "by quadrature",
            unit="",
            help="Of the reward of the best-looking action, θ being perturbed by ε u.",
            place=(row, "exact"),
        )
        for name in ZEROTH_BASELINES:
            found = facts.zeroth[name]
            yield undeclared(
                f"zeroth-order {action + 1}, b {ZEROTH_NAMES[name]}",
                float(found.gradient[action]),
                float(found.standard_error[action]),
                "estimated",
                "" if np.any(found.gradient) else NEVER_LEFT,
                unit="",
                help=f"Mean of (r(argmax(θ + ε u)) - b) u / ε over {facts.samples:,} samples, b = "
                f"{value_text(found.baseline, 4)}.",
                place=(row, ZEROTH_NAMES[name]),
            )


def _all_equal(facts: Facts) -> bool:
    """Whether all rewards are equal, so that every gradient is 0."""
    return bool(np.all(facts.policy.rewards == facts.policy.rewards[0]))


def _banners(facts: Facts) -> Iterator[str]:
    policy = facts.policy
    if _all_equal(facts):
        yield (
            f"All rewards are {value_text(float(policy.rewards[0]), 6)}: every gradient is 0 and "
            "has no direction. Only without a baseline do the estimates still vary."
        )
        return
    largest = int(np.argmax(policy.probabilities))
    others = float(np.sum(np.delete(policy.probabilities, largest)))
    if others < CERTAIN:
        yield (
            f"Action {largest + 1} is all but certain: the others share {value_text(others, 2)}. "
            "The gradient is nearly 0, and samples hardly ever meet another action."
        )
    estimate = facts.zeroth["at_theta"]
    if not np.any(estimate.gradient):
        yield (
            f"None of {facts.samples:,} perturbations changed the best action: ε is too small for "
            "the gap between the logits, and the zeroth-order estimate is 0. The exact gradient "
            f"has length {value_text(math.hypot(*facts.zeroth_exact), 2)}."
        )

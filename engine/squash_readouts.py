"""The numbers of the squash page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.divergence import kl
from engine.jacobian_formulas import FORMULAS, error_in_nats
from engine.number_format import value_text
from engine.readout import Readout
from engine.scene import Scene
from engine.squash import SquashedGaussian
from engine.squash_area import area_without_jacobian
from engine.squash_entropy import highest_entropy_std
from engine.squash_mode_readouts import mode_readouts
from engine.squash_monte_carlo import Estimate, SquashSamples
from engine.squash_options import Options
from engine.squash_ratio import log_mean_new_only, log_mean_old_only
from engine.squash_result import Objective

PRECISIONS = (np.float32, np.float64)
LARGEST_LOG = math.log(np.finfo(float).max)


@dataclass(frozen=True, slots=True)
class Facts:
    """What all readouts and plots start from."""

    scene: Scene
    options: Options
    coordinate: int  # from 0, of the curves over one action
    p: SquashedGaussian
    q: SquashedGaussian
    p_one: SquashedGaussian  # of the coordinate alone
    q_one: SquashedGaussian
    p_samples: SquashSamples  # of p against q
    q_samples: SquashSamples  # of q against p

    @property
    def policies(self) -> tuple[tuple[str, SquashedGaussian, SquashedGaussian], ...]:
        """Name, policy, and that of the coordinate alone."""
        return ("p", self.p, self.p_one), ("q", self.q, self.q_one)

    @property
    def action_name(self) -> str:
        """Of the coordinate: a, or one of a1, a2, ..."""
        return "a" if self.scene.dimension == 1 else f"a{self.coordinate + 1}"

    @property
    def log_mean_ratios(self) -> tuple[float | None, float | None, float | None]:
        """ln E_q[p / q] corrected on both sides, on p's and on q's alone, exact or None."""
        return 0.0, log_mean_new_only(self.p), log_mean_old_only(self.p)

    def area_without(self, name: str) -> Estimate:
        """What p or q encloses over all coordinates without its Jacobian."""
        return area_without_jacobian(self.p if name == "p" else self.q, self.scene.seed)

    def shown_area(self, name: str) -> Estimate:
        """The area of what the page draws of p or q: of a plane, or of one coordinate."""
        if self.options.jacobian:
            return Estimate(1.0, 0.0)
        if self.scene.dimension == 2:
            return self.area_without(name)
        one = self.p_one if name == "p" else self.q_one
        return Estimate(one.area_without_jacobian(), 0.0)


def readouts(facts: Facts, objective: Objective | None) -> tuple[Readout, ...]:
    """All of them, in the order of the page's table."""
    return (
        *_log_densities(facts),
        *_entropies(facts),
        *_areas(facts),
        *_moments(facts),
        *_divergences(facts),
        *_ratios(facts),
        *(_objective(objective) if objective else ()),
        *mode_readouts(facts.policies, facts.scene.dimension, facts.coordinate),
        *_precision(facts.options.cursor),
    )


def _log_densities(facts: Facts) -> Iterator[Readout]:
    for u in (0.0, 0.5):
        for name, policy, _ in facts.policies:
            yield Readout(
                f"log-density at u = {u:g}" if name == "p" else f"log-density of q at u = {u:g}",
                float(policy.log_density_from_pre_tanh(np.full(policy.dimension, u))),
                help=f"Of {name}'s squashed density, at the action whose pre-tanh value is {u:g} "
                "in every coordinate.",
                place=(f"log-density at u = {u:g}", name),
            )
    if not facts.options.has_action:
        return
    a = facts.options.action
    for name, policy, _ in facts.policies:
        value = float(policy.log_density(np.full(policy.dimension, a)))
        edge = a in (facts.options.low, facts.options.high)
        yield Readout(
            f"log-density at the action of {name}",
            value,
            note=_no_density(a, edge) if math.isinf(value) else "",
            help=f"Of {name}'s squashed density, every coordinate being {value_text(a)}; u is "
            "found from the action, so digits are lost near a bound.",
            place=(f"log-density at a = {value_text(a)}", name),
        )


def _no_density(action: float, edge: bool) -> str:
    if edge:
        return f"infinite: {value_text(action)} is a bound, towards which the density falls to 0"
    return "infinite: the density is below the smallest number"


def _entropies(facts: Facts) -> Iterator[Readout]:
    for name, policy, _ in facts.policies:
        yield Readout(
            f"base entropy of {name}",
            policy.base_entropy(),
            help=f"Of the Gaussian over u, which some code returns as the entropy of {name}.",
            place=("entropy before", name),
        )
        yield Readout(
            f"Jacobian term of {name}",
            policy.jacobian_term(),
            help="E log |da/du|, by quadrature: what squashing adds to the entropy.",
            place=("Jacobian term", name),
        )
        yield Readout(
            f"squashed entropy of {name}",
            policy.entropy(),
            help=f"Of {name}'s action: the entropy before plus the Jacobian term.",
            place=("entropy squashed", name),
        )
    for name, _, one in facts.policies:
        yield Readout(
            f"best std of {name}",
            highest_entropy_std(float(one.gaussian.mean[0])),
            unit="",
            help="The std at which the entropy of the action is largest, for today's mean"
            f"{_of_coordinate(facts)}.",
            place=("std of most entropy", name),
        )


def _areas(facts: Facts) -> Iterator[Readout]:
    for name, _, _ in facts.policies:
        yield Readout(
            f"area of {name}",
            1.0,
            note="by the change of variables, whatever the mean and the std",
            unit="",
            help="What the density over the action encloses, divided by the Jacobian as it is.",
            place=("area", name),
        )
        area = facts.area_without(name)
        yield Readout(
            f"area of {name} without Jacobian",
            area.value,
            area.standard_error or None,
            "estimated" if area.standard_error else "exact",
            note="above 1.8e308" if math.isinf(area.value) else "",
            unit="",
            help="What N(u), drawn over the action, encloses: E |da/du|. It is no density.",
            place=("area without Jacobian", name),
        )


def _moments(facts: Facts) -> Iterator[Readout]:
    row = "" if facts.scene.dimension == 1 else f" of {facts.action_name}"
    for name, _, one in facts.policies:
        for what, value in (("mean", one.mean()), ("variance", one.variance())):
            yield Readout(
                f"{what} of {name}",
                float(value[0]),
                unit="",
                help=f"Of the action{_of_coordinate(facts)}, by quadrature.",
                place=(what + row, name),
            )


def _divergences(facts: Facts) -> Iterator[Readout]:
    p, q = facts.scene.p, facts.scene.q
    for first, second, exact, samples in (
        ("p", "q", kl(p, q), facts.p_samples),
        ("q", "p", kl(q, p), facts.q_samples),
    ):
        name = f"KL({first}||{second})"
        yield Readout(
            name,
            exact,
            help="Closed form of the two Gaussians, and of the two squashed policies as well.",
            place=(f"{name} before", "exact"),
        )
        for when in ("before", "after"):
            found = samples.estimate(f"kl_{when}")
            yield Readout(
                f"{name} {when} squashing",
                found.value + 0.0,
                found.standard_error,
                "estimated",
                help=f"Mean log-ratio over {samples.moments.count:,} samples of {first}, from the "
                + ("Gaussians." if when == "before" else "densities over the action."),
                place=(f"{name} {when}", "estimate"),
            )


def _ratios(facts: Facts) -> Iterator[Readout]:
    samples = facts.q_samples
    cases = (
        ("ratio", "both sides", "The Jacobian cancels, and the mean is 1."),
        ("ratio_other_only", "p only", "E cosh² under p: a heavy tail, never below 1 for [-1, 1]."),
        ("ratio_sampled_only", "q only", "E (1 - tanh²) under p: below 1 for [-1, 1]."),
    )
    for (quantity, sides, why), log_mean in zip(cases, facts.log_mean_ratios, strict=True):
        name = f"mean ratio, {sides} corrected"
        text = f"Mean of p/q, x from q, with the tanh correction on {sides}. {why}"
        if samples.held == 0:
            found = samples.estimate(quantity)
            yield Readout(
                name,
                found.value,
                found.standard_error,
                "estimated",
                note=_tail_note(log_mean, found),
                unit="",
                help=text,
                place=(f"ratio, {sides}", "estimate"),
            )
        if log_mean is not None:
            yield from _exact_ratio(name, sides, log_mean, text)


def _exact_ratio(name: str, sides: str, log_mean: float, text: str) -> Iterator[Readout]:
    large = log_mean >= LARGEST_LOG
    yield Readout(
        f"exact {name}",
        math.inf if large else math.exp(log_mean),
        note=f"finite, but above 1.8e308: its logarithm is {value_text(log_mean)}" if large else "",
        unit="",
        help=text,
        place=(f"ratio, {sides}", "exact"),
    )
    if math.isfinite(log_mean):
        yield Readout(
            f"log of the exact {name}",
            log_mean,
            help=text,
            place=(f"log mean ratio, {sides}", "exact"),
        )


def _tail_note(log_mean: float | None, sampled: Estimate) -> str:
    """A warning where the error does not tell how far the mean of the samples is off."""
    if log_mean is None or log_mean == -math.inf:
        return ""
    if sampled.value > 0.0:
        away = abs(math.log(sampled.value) - log_mean)
        if away < max(0.1, 5.0 * sampled.standard_error / sampled.value):
            return ""
    return (
        f"a few samples carry the mean, whose logarithm is {value_text(log_mean, 4)}: neither this "
        "value nor its error can be trusted"
    )


def _objective(objective: Objective) -> Iterator[Readout]:
    text = f"Where E r - alpha E log pi is largest, r = {objective.reward}"
    yield Readout(
        "best std with Jacobian",
        float(objective.best_with[0]),
        note="the end of the curve: the best std lies beyond" if objective.with_at_edge else "",
        unit="",
        help=f"{text}, the density of the action being divided by its Jacobian.",
        place=("SAC's best std, with Jacobian", "exact"),
    )
    peaks = objective.peaks_without
    if len(peaks):
        best = peaks[np.argmax(peaks[:, 1])]
        yield Readout(
            "best std without Jacobian",
            float(best[0]),
            note="a local maximum only: for large stds the objective rises for ever",
            unit="",
            help=f"{text}, the Jacobian being left out.",
            place=("SAC's best std, without Jacobian", "exact"),
        )
    else:
        yield Readout(
            "best std without Jacobian",
            math.inf,
            note="infinite: the reward is bounded, and alpha log std rises for ever",
            unit="",
            help=f"{text}, the Jacobian being left out.",
            place=("SAC's best std, without Jacobian", "exact"),
        )


def _precision(cursor: float) -> Iterator[Readout]:
    for formula in FORMULAS:
        for digits in PRECISIONS:
            error = float(error_in_nats(formula, np.array([cursor], dtype=digits))[0])
            precision = np.dtype(digits).name
            yield Readout(
                f"{formula.name} in {precision}",
                error,
                note="infinite: 1 - tanh² has rounded to 0" if math.isinf(error) else "",
                help=f"Error of {formula.text} at u = {value_text(cursor)}. {formula.help}",
                place=(f"error of {formula.name}, {precision}", "exact"),
            )


def _of_coordinate(facts: Facts) -> str:
    return "" if facts.scene.dimension == 1 else f", coordinate {facts.coordinate + 1} alone"

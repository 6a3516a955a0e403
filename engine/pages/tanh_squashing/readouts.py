"""The numbers of the squash page."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.number_format import value_text
from engine.core.quantity import Readout, undeclared
from engine.core.underflow import small_note
from engine.pages.tanh_squashing.facts import Facts
from engine.pages.tanh_squashing.mode_readouts import mode_readouts
from engine.pages.tanh_squashing.ratio_readouts import divergence_readouts, ratio_readouts
from engine.pages.tanh_squashing.result import Objective
from engine.squash.entropy import highest_entropy_std
from engine.squash.jacobian_formulas import FORMULAS, Precision, exact_error

PRECISIONS: tuple[Precision, ...] = ("float32", "float64")


def readouts(facts: Facts, objective: Objective | None) -> tuple[Readout, ...]:
    """All of them, in the order of the page's table: those of the plots on show come first."""
    groups: dict[str, tuple[Readout, ...]] = {
        "density": (
            *_log_densities(facts),
            *_areas(facts),
            *_moments(facts),
            *mode_readouts(facts.policies, facts.scene.dimension, facts.coordinate),
        ),
        "entropy": (*_entropies(facts), *divergence_readouts(facts)),
        "ppo and sac": (*ratio_readouts(facts), *(_objective(objective) if objective else ())),
        "precision": tuple(_precision(facts.options.cursor)),
    }
    first = groups.pop(facts.options.plots)
    return sum(groups.values(), first)


def _log_densities(facts: Facts) -> Iterator[Readout]:
    for u in (0.0, 0.5):
        for name, policy, _ in facts.policies:
            yield undeclared(
                f"log-density at u = {u:g}" if name == "p" else f"log-density of q at u = {u:g}",
                float(policy.log_density_from_pre_tanh(np.full(policy.dimension, u))),
                help=f"Of {name}'s squashed density, at the action whose pre-tanh value is {u:g} "
                "in every coordinate.",
                place=(f"log π at u = {u:g}", name),
            )
    if not facts.has_action:
        return
    a = facts.options.action
    for name, policy, _ in facts.policies:
        value = float(policy.log_density(np.full(policy.dimension, a)))
        edge = bool(np.any((policy.low == a) | (policy.high == a)))
        yield undeclared(
            f"log-density at the action of {name}",
            value,
            note=_no_density(a, edge) if math.isinf(value) else "",
            help=f"Of {name}'s squashed density, every coordinate being {value_text(a)}; u is "
            "found from the action, so digits are lost near a bound.",
            place=(f"log π at a = {value_text(a)}", name),
        )


def _no_density(action: float, edge: bool) -> str:
    if edge:
        return f"infinite: {value_text(action)} is a bound, towards which the density falls to 0"
    return "infinite: the density is below the smallest number"


def _entropies(facts: Facts) -> Iterator[Readout]:
    for name, policy, _ in facts.policies:
        yield undeclared(
            f"base entropy of {name}",
            policy.base_entropy(),
            help=f"Of the Gaussian over u, which some code returns as the entropy of {name}.",
            place=("entropy before", name),
        )
        yield undeclared(
            f"Jacobian term of {name}",
            policy.jacobian_term(),
            help="E log |da/du|, by quadrature: what squashing adds to the entropy.",
            place=("Jacobian term", name),
        )
        yield undeclared(
            f"squashed entropy of {name}",
            policy.entropy(),
            help=f"Of {name}'s action: the entropy before plus the Jacobian term.",
            place=("entropy squashed", name),
        )
    for name, _, one in facts.policies:
        yield undeclared(
            f"best std of {name}",
            highest_entropy_std(float(one.gaussian.mean[0])),
            unit="",
            help="The std at which the entropy of the action is largest, for today's mean"
            f"{_of_coordinate(facts)}.",
            place=("std of most entropy", name),
        )


def _areas(facts: Facts) -> Iterator[Readout]:
    for name, _, _ in facts.policies:
        yield undeclared(
            f"area of {name}",
            1.0,
            note="by the change of variables, whatever the mean and the std",
            unit="",
            help="What the density over the action encloses, divided by the Jacobian as it is.",
            place=("area", name),
        )
        area = facts.area_without(name)
        yield undeclared(
            f"area of {name} without Jacobian",
            area.value,
            area.standard_error or None,
            "estimated" if area.standard_error else "exact",
            note="above 1.8e308" if math.isinf(area.value) else small_note(area.value, False),
            unit="",
            help="What N(u), drawn over the action, encloses: E |da/du|. It is no density.",
            place=("area without Jacobian", name),
        )


def _moments(facts: Facts) -> Iterator[Readout]:
    row = "" if facts.scene.dimension == 1 else f" of {facts.action_name}"
    for name, _, one in facts.policies:
        for what, value in (("mean", one.mean()), ("variance", one.variance())):
            yield undeclared(
                f"{what} of {name}",
                float(value[0]),
                note=small_note(float(value[0]), what == "mean"),
                unit="",
                help=f"Of the action{_of_coordinate(facts)}, by quadrature.",
                place=(what + row, name),
            )


def _objective(objective: Objective) -> Iterator[Readout]:
    text = f"Where E r - alpha E log pi is largest, r = {objective.reward}"
    yield undeclared(
        "best std with Jacobian",
        float(objective.best_with[0]),
        note="the end of the curve: the best std lies beyond" if objective.with_at_edge else "",
        unit="",
        help=f"{text}, the density of the action being divided by its Jacobian.",
        place=("best std with Jacobian", "exact"),
    )
    peaks = objective.peaks_without
    if len(peaks):
        best = peaks[np.argmax(peaks[:, 1])]
        yield undeclared(
            "best std without Jacobian",
            float(best[0]),
            note="a local maximum only: for large stds the objective rises for ever",
            unit="",
            help=f"{text}, the Jacobian being left out.",
            place=("best std without Jacobian", "exact"),
        )
    else:
        yield undeclared(
            "best std without Jacobian",
            math.inf,
            note="infinite: the reward is bounded, and alpha log std rises for ever",
            unit="",
            help=f"{text}, the Jacobian being left out.",
            place=("best std without Jacobian", "exact"),
        )


def _precision(cursor: float) -> Iterator[Readout]:
    for formula in FORMULAS:
        for precision in PRECISIONS:
            error = exact_error(formula, cursor, precision)
            yield undeclared(
                f"{formula.name} in {precision}",
                error,
                note="infinite: 1 - tanh² has rounded to 0" if math.isinf(error) else "",
                help=f"Error of {formula.text} at u = {value_text(cursor)}. {formula.help}",
                place=(f"{formula.short}, {precision}", "exact"),
            )


def _of_coordinate(facts: Facts) -> str:
    return "" if facts.scene.dimension == 1 else f", coordinate {facts.coordinate + 1} alone"

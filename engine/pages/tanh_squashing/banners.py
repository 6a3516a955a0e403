"""What must be known first about the squashed policies, in words."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.number_format import estimate_text, value_text
from engine.pages.tanh_squashing.gather import Gathered
from engine.pages.tanh_squashing.modes import distance_text
from engine.squash.jacobian import log_distance_to_bound

# At |u| = 7 an action is within 2e-6 of its bound: no picture can tell the two apart.
SATURATED = 7.0
ROUNDED = 19.06


def banners(gathered: Gathered) -> Iterator[str]:
    """Sentences, most often none."""
    for each in (_coordinates, _area, _saturated, _held, _action):
        yield from each(gathered)


def _coordinates(gathered: Gathered) -> Iterator[str]:
    d, shown = gathered.scene.dimension, gathered.coordinate + 1
    if d > 2:
        yield (
            f"Curves over one action show coordinate {shown} of {d} alone; log-densities, "
            "entropies, KL and ratios are those of all coordinates together."
        )
    if d > 1 and gathered.options.coordinate > d:
        yield f"There is no coordinate {gathered.options.coordinate} in d = {d}: {shown} is shown."


def _area(gathered: Gathered) -> Iterator[str]:
    if gathered.options.jacobian:
        return
    texts = []
    for name, _, _ in gathered.policies:
        area = gathered.shown_area(name)
        error = area.standard_error
        number = estimate_text(area.value, error) if error else value_text(area.value, 5)
        texts.append(f"{number} for {name}")
    yield (
        "The Jacobian is left out: what is drawn is no density over the action, for its area is "
        f"{' and '.join(texts)}, not 1."
    )


def _saturated(gathered: Gathered) -> Iterator[str]:
    for name, _, one in gathered.policies:
        mean = float(one.gaussian.mean[0])
        if abs(mean) < SATURATED:
            continue
        bound = gathered.shown_bounds[1 if mean > 0.0 else 0]
        log_distance = float(log_distance_to_bound(mean)) + float(math.log(one.bounds.half[0]))
        rounded = " In double precision they are the bound itself." if abs(mean) > ROUNDED else ""
        yield (
            f"Half of {name}'s actions lie within {distance_text(log_distance)} of "
            f"{value_text(bound)}: no picture over the action can show them.{rounded} Over u "
            "everything is as it should be."
        )


def _held(gathered: Gathered) -> Iterator[str]:
    held, n = gathered.q_samples.held, gathered.q_samples.moments.count
    if held:
        yield (
            f"{held:,} of {n:,} samples have a ratio above e^300: no mean of the ratios is given. "
            "Their exact logarithms are."
        )


def _action(gathered: Gathered) -> Iterator[str]:
    if not gathered.has_action:
        action = value_text(gathered.options.action)
        yield f"The action {action} lies outside the bounds: its log-density is left out."

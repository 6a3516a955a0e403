"""How many modes the squashed densities have, and where."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array
from engine.core.number_format import value_text
from engine.core.quantity import Readout, undeclared
from engine.gaussian.gaussian import Gaussian
from engine.squash.jacobian import log_distance_to_bound
from engine.squash.joint_modes import joint_modes
from engine.squash.modes import bimodal_std
from engine.squash.squashed_gaussian import SquashedGaussian

# An action nearer to its bound than e^this, of half the width, is described by its distance.
NEAR_BOUND = -7.0

Policies = Sequence[tuple[str, SquashedGaussian, SquashedGaussian]]


def mode_readouts(policies: Policies, dimension: int, coordinate: int) -> Iterator[Readout]:
    """Those of both densities, in two dimensions of the joint one, above of one coordinate's."""
    joint = dimension == 2
    which = "" if dimension <= 2 else f" of a{coordinate + 1}"
    for name, policy, one in policies:
        u = (
            kept_joint_modes(policy.gaussian)
            if joint
            else np.array(one.modes().pre_tanh)[:, np.newaxis]
        )
        yield undeclared(
            f"modes of {name}",
            float(len(u)),
            unit="",
            help=f"How many maxima the density over the action{which} has.",
            place=("modes" + which, name),
        )
        shown = policy if joint else one
        for number, place in enumerate(u, 1):
            yield from _place(name, number, place, shown.action(place), which)
    for name, _, one in policies:
        yield undeclared(
            f"bimodal std of {name}",
            bimodal_std(float(one.gaussian.mean[0])),
            unit="",
            help="Above this std the density over one action has two modes, for today's mean; "
            "0.7071 for mean 0.",
            place=("two modes above std", name),
        )


def _place(name: str, number: int, u: Array, action: Array, which: str) -> Iterator[Readout]:
    for axis, (each, value) in enumerate(zip(u.tolist(), action.tolist(), strict=True), 1):
        suffix = f", a{axis}" if len(u) > 1 else ""
        log_distance = float(log_distance_to_bound(each))
        note = f"at u = {value_text(each)}"
        if log_distance < NEAR_BOUND:
            note += f", {distance_text(log_distance)} of half the width from the bound"
        yield undeclared(
            f"mode {number} of {name}{suffix}",
            value,
            note=note,
            unit="",
            help=f"The action at a maximum of the density{which}"
            + (", the highest first." if len(u) > 1 else "."),
            place=(f"mode {number}{suffix}{which}", name),
        )


@lru_cache(maxsize=8)
def kept_joint_modes(gaussian: Gaussian) -> Array:
    """`joint_modes`, which the picture asks for as well."""
    return joint_modes(gaussian)


def distance_text(log_distance: float) -> str:
    """e^log_distance to two digits, however small: 3.7e-44."""
    decades = log_distance / math.log(10.0)
    if decades < -1e6:
        return f"10^{value_text(float(math.floor(decades)), 4)}"
    exponent = math.floor(decades)
    leading = math.exp(log_distance - exponent * math.log(10.0))
    if leading >= 9.95:
        # Not 10.0e-3, but 1.0e-2.
        leading, exponent = 1.0, exponent + 1
    return f"{leading:.1f}e{exponent}"

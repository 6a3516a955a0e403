"""A page's exact readouts against an oracle, and scenes drawn from the whole of their ranges."""

from __future__ import annotations

import math
import re

import numpy as np
from mpmath import mp, mpf

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.core.underflow import FEW_DIGITS
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene

RELATIVE = 1e-9
# Below this a number has no digits to spare: the readout is 0 or says so.
SMALLEST, LARGEST = 2.3e-308, 1.7976e308


class Draw:
    """Numbers from the ends of their ranges as often as from the middle."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def chance(self, share):
        return bool(self.rng.random() < share)

    def pick(self, *choices):
        return choices[int(self.rng.integers(len(choices)))]

    def uniform(self, low, high):
        return float(self.rng.uniform(low, high))

    def size(self, low, high):
        """A power of ten."""
        return float(10.0 ** self.rng.uniform(low, high))

    def signed(self, low, high):
        return self.pick(-1.0, 1.0) * self.size(low, high)

    def std(self):
        return self.pick(
            1.0, self.size(-1, 1), self.size(-1, 1), self.size(-4, 4), self.size(-12, 12)
        )

    def mean(self):
        whole = float(self.rng.integers(-5, 6))
        return self.pick(0.0, whole, self.uniform(-5, 5), self.uniform(-5, 5), self.signed(-12, 12))

    def near(self, value, unit):
        """A number from next to ``value`` to some units away."""
        return value + unit * self.signed(-14, 1.5)

    def pair(self):
        """Two one-dimensional Gaussians, often near each other."""
        p = self.mean(), self.std()
        q = self.mean(), self.std()
        if self.chance(0.5):
            q = (
                self.near(p[0], p[1]),
                p[1] * self.pick(1.0, self.size(-1, 1), 1.0 + self.signed(-14, -1)),
            )
        q = float(np.clip(q[0], -1e12, 1e12)), float(np.clip(q[1], 1e-12, 1e12))
        return Gaussian.from_std(*p), Gaussian.from_std(*q)

    def scene(self):
        p, q = self.pair()
        return Scene(p, q, samples=100, seed=int(self.rng.integers(100)))


def faults(page, scene, options, truths):
    """What is wrong with the page's exact readouts, in words; None where the page refuses."""
    try:
        result = page.compute(scene, options, Run(threads=1))
    except ParameterError:
        return None
    exact = [readout for readout in result.readouts if readout.kind == "exact"]
    found = _faults(exact, truths(scene, options))
    if found:
        # What more digits change was the rounding of fewer.
        few, many = truths(scene, options), truths(scene, options, more=True)
        settled = {name: _settled(value, many[name]) for name, value in few.items()}
        found = _faults(exact, settled)
    return found


def _faults(exact, expected):
    found = []
    for readout in exact:
        if readout.name not in expected:
            found.append(f"{readout.name}: no oracle covers it")
        elif wrong := fault(readout, expected[readout.name]):
            found.append(f"{readout.name}: {wrong}")
    return found


def _settled(few, many):
    """The value of more digits, 0 where both are nothing but rounding."""
    if few is None or many is None or few == many:
        return many
    return mpf(0) if abs(few - many) > 1e-6 * abs(few) else many


def fault(readout, true):
    """Why a readout is not right to RELATIVE; empty if it is. ``true`` None is infinite."""
    value = readout.value
    if readout.note == FEW_DIGITS:
        return ""
    if "samples needed" in readout.name:
        return _fault_of_count(readout, true)
    if true is None or abs(true) > LARGEST:
        good = math.isinf(value) and (true is None or (value > 0) == (true > 0))
        return "" if good else f"{value!r} and not infinite"
    within = re.search(r"right within ([0-9.e+-]+)", readout.note)
    if within:
        good = abs(mpf(value) - true) <= float(within[1])
        return "" if good else f"{value!r} and not within {within[1]} of {mp.nstr(true, 20)}"
    if math.isinf(value):
        return f"infinite and not {mp.nstr(true, 20)}"
    if abs(true) < SMALLEST:
        if true != 0 and not readout.note:
            return f"{value!r} without a word about {mp.nstr(true, 20)}"
        return "" if abs(value) <= 2 * SMALLEST else f"{value!r} and not {mp.nstr(true, 20)}"
    error = abs(mpf(value) - true) / abs(true)
    return (
        ""
        if error <= _allowed(readout.note)
        else f"{value!r} and not {mp.nstr(true, 20)}, {float(error):.1e}"
    )


def _allowed(note):
    """RELATIVE, or what the note says of how many digits hold."""
    if "one of many" in note:
        return math.inf
    said = re.search(r"(?:about|right to) (\d+) digits?", note)
    return 10.0 ** -int(said.group(1)) if said else RELATIVE


def _fault_of_count(readout, true):
    value = readout.value
    if true is None or true > LARGEST:
        return "" if math.isinf(value) else f"{value!r} and not infinite"
    if true == 0:  # gradient or variance are
        return "" if value == 1.0 or math.isinf(value) else f"{value!r} and not 1 or infinite"
    low, high = true * (1 - RELATIVE), true * (1 + RELATIVE) + 1
    return "" if low <= value <= high else f"{value!r} and not {mp.nstr(true, 20)}"

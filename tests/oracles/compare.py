"""Exact readouts against what they should be, to the digits that they claim."""

from __future__ import annotations

import math
import re

import mpmath

from engine.core.run import Run
from tests.oracles.line import MANY_DIGITS

DIGITS = re.compile(r"right to (\d+) digits?")
WITHIN = re.compile(r"right within ([0-9.e+-]+)")
TOLERANCE = 1e-9
# Doubles this small have no more their full number of digits.
TINY = 1e-290


def check(page, oracle, scene, options):
    """What is wrong, in words, of the page's readouts of this scene, and the readouts."""
    readouts = page.compute(scene, options, Run()).readouts
    found = wrong(readouts, oracle.truths(scene, options))
    if found:
        # What cancels in the oracle needs more digits.
        found = wrong(readouts, oracle.truths(scene, options, MANY_DIGITS))
    where = f"p = {scene.p}, q = {scene.q}, {scene.samples} samples, {options}"
    return [f"{each}\n  {where}" for each in found], readouts


def wrong(readouts, truths):
    """What is wrong, in words, of the readouts called exact; nothing if all is well."""
    found = []
    for readout in readouts:
        if readout.kind != "exact":
            continue
        if readout.name not in truths:
            found.append(f"{readout.name} is called exact, and nothing computes it a second time")
            continue
        truth = truths[readout.name]
        if truth is not None and not _close(readout, truth):
            right = mpmath.nstr(truth, 17)
            found.append(f"{readout.name} = {readout.value!r}, not {right} ({readout.note})")
    return found


def _close(readout, truth):
    value, note = readout.value, readout.note
    if mpmath.isinf(truth) or math.isinf(value):
        beyond = abs(truth) > 1.797e308
        return beyond and math.isinf(value) and (value > 0) == (truth > 0)
    error, digits, within = abs(mpmath.mpf(value) - truth), DIGITS.search(note), WITHIN.search(note)
    if within:
        return error <= float(within[1])
    if digits:
        return error <= 10.0 ** -int(digits[1]) * abs(truth)
    return error <= max(TOLERANCE * abs(truth), TINY)

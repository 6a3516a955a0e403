"""`check`: whether rollouts are healthy, as a gate for a training run."""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Iterator
from typing import Any

from engine.cli.request import THREADS, aligned, progress_line
from engine.core.number_format import estimate_text, value_text
from engine.core.parameter import ParameterError
from engine.core.quantity import json_number
from engine.core.run import Run
from engine.data.rollouts.read import read_rollouts
from engine.data.rollouts.table import Rollouts
from engine.divergence.kl_estimators import Estimate
from engine.weights.rollouts.difference import Compared, compared
from engine.weights.rollouts.judged import Judged, findings_list, judged, numbers_dict

HEALTHY, NOT_HEALTHY, UNREADABLE = 0, 1, 2


def check(names: argparse.Namespace) -> int:
    """Prints the verdict in a line, or as JSON; 0 healthy, 1 not. With another file to compare
    with, every number of both and their difference too. What cannot be read is told as JSON too,
    and raised: ParameterError."""
    report = progress_line(sys.stderr.isatty())
    threads = {} if names.threads is None else {"threads": THREADS.parse(names.threads)}
    run = Run(report=report, **threads)
    try:
        rollouts, found = _judged(names.path, names, run)
        against = None if names.against is None else _judged(names.against, names, run)
    except ParameterError as error:
        if names.json:
            print(json.dumps({"verdict": "unreadable", "error": str(error), "exit": UNREADABLE}))
        raise
    finally:
        report(1.0)
    code = HEALTHY if found.verdict.healthy else NOT_HEALTHY
    if names.json:
        data = told(rollouts, found) | {"exit": code}
        if against is not None:
            rows = [_row_dict(each) for each in _compared(found, against[1])]
            data |= {"against": told(*against), "differences": rows}
        print(json.dumps(data, indent=2, allow_nan=False))
        return code
    print(_line(names.path, rollouts, found))
    if against is not None:
        print(_line(names.against, *against) + "\n")
        print(aligned([("name", "this", "against", "difference"), *_rows(found, against[1])]))
    return code


def _judged(path: str, names: argparse.Namespace, run: Run) -> tuple[Rollouts, Judged]:
    rollouts = read_rollouts(path, names.new, names.old, names.mask, True, run)
    return rollouts, judged(rollouts, run)


def _line(path: str, rollouts: Rollouts, found: Judged) -> str:
    return f"{shown_name(path)}: {found.line}{_guess(rollouts)}"


def _compared(found: Judged, against: Judged) -> tuple[Compared, ...]:
    if found.sums is None or against.sums is None:
        return ()
    return compared(against.sums, found.sums)


def _rows(found: Judged, against: Judged) -> Iterator[tuple[str, ...]]:
    for each in _compared(found, against):
        pair = (each.second, each.first, each.difference)
        yield each.name, *(_text(one) for one in pair)


def _text(found: Estimate) -> str:
    if math.isnan(found.value):
        return "not defined"
    if found.standard_error == 0.0:
        return value_text(found.value, 7)
    return estimate_text(found.value, found.standard_error)


def _row_dict(each: Compared) -> dict[str, Any]:
    return {
        "name": each.name,
        "value": json_number(each.second.value),
        "against": json_number(each.first.value),
        "difference": json_number(each.difference.value),
        "standard_error": json_number(each.difference.standard_error),
    }


def shown_name(path: str) -> str:
    """The last part of a path."""
    return os.path.basename(os.path.abspath(path)) or path


def told(rollouts: Rollouts, found: Judged) -> dict[str, Any]:
    """The verdict and what it follows from, as JSON can hold it."""
    return {
        "verdict": found.fault,
        "healthy": found.verdict.healthy,
        "line": found.line,
        "tokens": len(rollouts.new),
        "sequences": len(rollouts.lengths),
        "errors_by": found.errors_by,
        "new": rollouts.new_name,
        "old": rollouts.old_name,
        "mask": rollouts.mask_name or None,
        "certain": rollouts.found.certain,
        "left_out": rollouts.found.left_out,
        "tests": findings_list(found.verdict),
        "numbers": numbers_dict(found.numbers),
        "steps": [{"step": step, "verdict": fault} for step, fault in found.steps],
        "notes": list(rollouts.found.notes),
    }


def _guess(rollouts: Rollouts) -> str:
    found = rollouts.found
    return "" if found.certain else f" Which policy is which is not certain: {found.which}."

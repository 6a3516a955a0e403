"""`check`: whether rollouts are healthy, as a gate for a training run."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any

from engine.cli.request import THREADS, progress_line
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.data.rollouts.read import read_rollouts
from engine.data.rollouts.table import Rollouts
from engine.weights.rollouts.judged import Judged, findings_list, judged, numbers_dict

HEALTHY, NOT_HEALTHY, UNREADABLE = 0, 1, 2


def check(names: argparse.Namespace) -> int:
    """Prints the verdict in a line, or as JSON; 0 healthy, 1 not. What cannot be read is told as
    JSON too, and raised: ParameterError."""
    report = progress_line(sys.stderr.isatty())
    threads = {} if names.threads is None else {"threads": THREADS.parse(names.threads)}
    run = Run(report=report, **threads)
    try:
        rollouts = read_rollouts(names.path, names.new, names.old, names.mask, True, run)
        found = judged(rollouts, run)
    except ParameterError as error:
        if names.json:
            print(json.dumps({"verdict": "unreadable", "error": str(error), "exit": UNREADABLE}))
        raise
    finally:
        report(1.0)
    code = HEALTHY if found.verdict.healthy else NOT_HEALTHY
    if names.json:
        print(json.dumps(told(rollouts, found) | {"exit": code}, indent=2, allow_nan=False))
    else:
        print(f"{shown_name(names.path)}: {found.line}{_guess(rollouts)}")
    return code


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

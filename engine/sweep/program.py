"""A sweep as a short program that makes its table and draws nothing."""

from __future__ import annotations

import json

from engine.session.file import session_text
from engine.sweep.sweep import Sweep

PROGRAM = '''"""{title}: {keys} over {names}.

Needs Gaussian Explorer's `engine` on the path, and NumPy and SciPy.
"""

import json

from engine.page.page import page_named
from engine.session.file import session_from_text
from engine.sweep.axis import axis
from engine.sweep.grid import grid
from engine.sweep.processes import Processes
from engine.sweep.runner import SweepRunner
from engine.sweep.sweep import Sweep

SESSION = r"""
{session}
"""
AXES = {axes}
KEYS = {keys_list}

if __name__ == "__main__":
    session = session_from_text(SESSION)
    page = page_named(session.page)
    sweep = Sweep(session, tuple(axis(text, page) for text in AXES), tuple(KEYS))
    runner = SweepRunner(sweep, Processes())
    runner.run()
    rows = runner.rows()
    for key in KEYS:
        found = grid(sweep, rows, key)  # means over the seeds, and their standard errors
        print(key, [len(each.values) for each in found.axes])
        print(json.dumps([found.value.tolist(), found.error.tolist()]))
'''


def sweep_program(sweep: Sweep) -> str:
    """A program in Python that computes the sweep on all processors with this package's engine,
    and prints for each key the shape, then the means over the seeds and their standard errors."""
    axes = [each.text for each in sweep.axes]
    return PROGRAM.format(
        title=sweep.page.title,
        keys=", ".join(sweep.keys),
        names=", ".join(each.name for each in sweep.axes),
        session=session_text(sweep.session),
        axes=json.dumps(axes, indent=4, ensure_ascii=False),
        keys_list=json.dumps(list(sweep.keys)),
    )

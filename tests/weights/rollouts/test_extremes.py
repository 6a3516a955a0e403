"""Numbers of any size and tables of any shape: an answer in words, never a warning or a failure."""

import json

import numpy as np
import pytest

from engine.core.run import Run
from engine.data.rollouts.table import Rollouts
from engine.data.source import DataSource
from engine.page.scene import Scene
from engine.pages.rollouts import gather
from engine.pages.rollouts.options import Options
from engine.pages.rollouts.page import PAGE
from engine.weights.rollouts.judged import findings_list, judged, numbers_dict
from engine.weights.rollouts.presets import PRESETS

FILES = 60


def numbers(rng: np.random.Generator, n: int) -> np.ndarray:
    """Log-probabilities, or what may stand in their place."""
    usual = -rng.exponential(2.0, n)
    marked = usual.copy()
    marks = rng.random(n) < 0.1
    marked[marks] = rng.choice([0, 1, -1e9, -9999, 3e38, 700, -700], int(marks.sum()))
    kinds = (
        np.full(n, rng.choice([0.0, -1.0, -20.0, -1e5])),
        usual,
        usual * rng.choice([1e-8, 1e3, 1e8, 1e20, 1e30]),
        rng.choice([0.0, -1.0, -2.0, -10.0, -20.0, -100.0, -9999.0, 1.0], n),
        rng.standard_normal(n) * rng.choice([1e-3, 1.0, 400.0, 1e5]),
        marked,
        np.round(usual, int(rng.integers(0, 3))),
    )
    return kinds[int(rng.integers(len(kinds)))]


def table(rng: np.random.Generator) -> Rollouts:
    m = int(rng.choice([1, 1, 2, 3, 7, 8, 9, 30, 200]))
    lengths = rng.integers(1, int(rng.choice([2, 3, 10, 60])) + 1, m)
    n = int(lengths.sum())
    old = numbers(rng, n)
    new = numbers(rng, n)
    if rng.random() < 0.5:
        new = old + new * rng.choice([0.0, 1e-3, 0.1])
    dtype = rng.choice(["f4", "f8"])
    with np.errstate(over="ignore"):
        new, old = (np.nan_to_num(side.astype(dtype)) for side in (new, old))
    more = {
        "version": rng.integers(-1, int(rng.choice([1, 3, 10**9])), n),
        "step": rng.integers(-1, int(rng.choice([1, 3, 10, 10**6])), m),
        "group": rng.integers(-1, int(rng.choice([1, 3, 40])), m),
        "advantage": rng.standard_normal(n) * rng.choice([0.0, 1.0, 1e6]),
    }
    known = {name: value for name, value in more.items() if rng.random() < 0.4}
    return Rollouts(new=new, old=old, lengths=lengths, **known)


@pytest.mark.parametrize("seed", range(5))
def test_any_table_has_an_answer(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(seed)
    source = DataSource("/somewhere", "rollouts", ())
    monkeypatch.setattr(gather, "has_changed", lambda _: False)
    for _ in range(FILES):
        found = table(rng)
        judgement = judged(found, Run(threads=1))
        told = [findings_list(judgement.verdict), numbers_dict(judgement.numbers), judgement.line]
        json.dumps(told, allow_nan=False)
        monkeypatch.setattr(gather, "own_rollouts", lambda *_, read=found: read)
        rank = int(rng.integers(1, 11))
        gate = str(rng.choice(list(PRESETS)))
        options = Options(step=int(rng.integers(-1, 4)), gate=gate, rank=rank)
        result = PAGE.compute(Scene(data=source), options, Run(threads=1))
        json.dumps([readout.as_dict() for readout in result.readouts], allow_nan=False)
        json.dumps(result.report, allow_nan=False)
        assert all(each.note or np.isfinite(each.value) for each in result.readouts)
        for name in result.figures:
            result.figure(name)

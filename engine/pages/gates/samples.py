"""Measured on the page of gates: each gate's gradient, GSPO's, and sequences beside the cap."""

from __future__ import annotations

import math
from typing import NamedTuple

from engine.core.arrays import Array
from engine.core.cache import Cache
from engine.core.compiled import worth_compiling
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.gates.options import Name, Options
from engine.pages.gates.sums import (
    ROWS,
    GradientSums,
    MeanActionSums,
    SequenceSums,
    Setting,
)
from engine.sampling.gather import gather
from engine.sampling.normals import BLOCK_ROWS, Normals
from engine.weights.gated import Gated
from engine.weights.gates import Gate
from engine.weights.sequence_ratio import SequenceRatio

Number = tuple[float, float]  # a value and its standard error
ACTIONS, SEQUENCES = 0, 1  # streams of normals


class Simulated(NamedTuple):
    """Means over simulated sequences, and their standard errors."""

    above: Number  # w > C
    truncated: Number  # min(w, C)
    masked: Number  # w where w <= C
    logged: Number  # the effective share of min(w, C)
    share: float  # of w


_simulated: Cache[Simulated] = Cache(4)


def mean_gradients(
    scene: Scene, options: Options, p: Gaussian, q: Gaussian, run: Run
) -> dict[Name, Array]:
    """By gate, of a sample of q by mu and log sigma of p, (2,); raises Cancelled."""
    chosen = options.gates()
    setting = Setting(list(chosen.values()), options.advantage, *_place(p), *_place(q))
    loops = setting.for_loops() if worth_compiling(scene.samples) else None
    sums = gather(_normals(scene, ACTIONS), lambda _: GradientSums(setting, loops), run).sums
    return dict(zip(chosen, sums / scene.samples, strict=True))


def gspo_gradient(
    scene: Scene, options: Options, p: Gaussian, q: Gaussian, gate: Gate, exact: Gated, run: Run
) -> Number:
    """Of as many sequences as samples: s A (mean action - mean of p) / std^2 where s is kept."""
    about, loops = exact.gradient["mu"], worth_compiling(scene.samples)

    def sums(_: int) -> MeanActionSums:
        return MeanActionSums(gate, options.advantage, options.tokens, p, q, about, loops)

    found = gather(_normals(scene, SEQUENCES), sums, run).moments.moments()
    return float(found.mean[0]), float(found.standard_error[0])


def simulated(scene: Scene, cap: float, sequence: SequenceRatio, run: Run) -> Simulated:
    """Of as many sequences as samples; known already where only p and q have changed."""
    n, loops = scene.samples, worth_compiling(scene.samples)
    question = n, scene.seed, cap, sequence, loops
    found = _simulated.get(question)
    if found is None:
        source = _normals(scene, SEQUENCES)
        found = _means(gather(source, lambda _: SequenceSums(cap, sequence, loops), run), n)
        _simulated.put(question, found)
    return found


def _means(found: SequenceSums, n: int) -> Simulated:
    moments = found.moments.moments()
    mean, error = moments.mean.tolist(), moments.standard_error.tolist()
    above, square, weight, squared_weight = (found.sums / n).tolist()
    return Simulated(
        above=(above, math.sqrt(above * (1.0 - above) / max(n - 1.0, 1.0))),
        truncated=(mean[0], error[0]),
        masked=(mean[1], error[1]),
        logged=(mean[0] ** 2 / square if square > 0.0 else 0.0, error[2]),
        share=weight**2 / squared_weight if squared_weight > 0.0 else 0.0,
    )


def _normals(scene: Scene, stream: int) -> Normals:
    # A loop goes by tiles, and has the fewer calls the longer a chunk is.
    rows = BLOCK_ROWS if worth_compiling(scene.samples) else ROWS
    return Normals(scene.samples, 1, scene.seed, stream, rows=rows)


def _place(policy: Gaussian) -> tuple[float, float]:
    """Mean and standard deviation."""
    return float(policy.mean[0]), float(policy.std[0])

"""The arrays of each plot of gates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.gates.gather import Gathered
from engine.pages.gates.measure import error, errors_of
from engine.pages.gates.options import Options
from engine.pages.gates.quantities import NAMES
from engine.weights.gate_samples import gradient_weight, loss_weight
from engine.weights.sequence_ratio import sequence_ratio

WEIGHTS = 401
BATCHES = 61
TOKENS = 81
LARGEST_BATCH = 1e7
SHOWN = 20.0  # the largest weight


@dataclass(frozen=True, slots=True)
class Levels:
    """What stands in place of w: in the loss, and before the score, by gate and sign of A."""

    weight: Array  # (m,)
    loss: Array  # (7, 2, m); A > 0, then A < 0
    gradient: Array  # (7, 2, m)


@dataclass(frozen=True, slots=True)
class Gradients:
    """Mean gradients in Fisher's units, (std ∂mu, ∂log sigma / sqrt 2)."""

    exact: Array  # (7, 2)
    measured: Array  # (7, 2)
    measured_error: Array  # (7, 2); infinite where the variance is
    true: Array  # (2,)
    kept: Array  # (7,)
    length: Array  # (7,)


@dataclass(frozen=True, slots=True)
class Errors:
    """Relative root mean square error of a batch's gradient against its size."""

    batch: Array  # (m,)
    error: Array  # (7, m); infinite where the variance is
    current: int
    current_error: Array  # (7,)


@dataclass(frozen=True, slots=True)
class Sequences:
    """A sequence's ratio against the number of tokens."""

    tokens: Array  # (m,)
    share: Array  # (m,), effective
    logged: Array  # (m,), effective after truncation
    above: Array  # (m,), P(w > C)
    truncated: Array  # (m,), E min(w, C)
    masked: Array  # (m,), E w where w <= C
    current: int
    cap: float


def levels(gathered: Gathered, _: Run) -> Levels:
    """From next to nothing to more than the cap."""
    return _levels(gathered.options)


@lru_cache(maxsize=4)
def _levels(options: Options) -> Levels:
    top = min(max(SHOWN, 2.0 * options.cap, 2.0 * options.dual), 1e3)
    weight = np.geomspace(1.0 / top, top, WEIGHTS)
    signs = np.ones_like(weight), -np.ones_like(weight)
    chosen = options.gates().values()
    return Levels(
        frozen(weight),
        frozen(np.array([[loss_weight(g, weight, a) for a in signs] for g in chosen])),
        frozen(np.array([[gradient_weight(g, weight, a) for a in signs] for g in chosen])),
    )


def gradients(gathered: Gathered, _: Run) -> Gradients:
    """Each gate beside the true gradient."""
    std = float(gathered.p.std[0])
    units = np.array([std, 1.0 / np.sqrt(2.0)])
    exact = [gathered.exact[name] for name in NAMES]
    variance = np.array([list(found.variance.values()) for found in exact])
    return Gradients(
        exact=frozen(np.array([list(found.gradient.values()) for found in exact]) * units),
        measured=frozen(np.array([gathered.measured[name] for name in NAMES]) * units),
        measured_error=frozen(np.sqrt(variance / gathered.samples) * units),
        true=frozen(np.array(list(exact[0].true_gradient.values())) * units),
        kept=frozen(np.array([found.kept for found in exact])),
        length=frozen(np.array([found.length for found in exact])),
    )


def errors(gathered: Gathered, _: Run) -> Errors:
    """From one sample to ten million."""
    batch = np.geomspace(1.0, LARGEST_BATCH, BATCHES)
    true = gathered.exact["none"].norm(gathered.exact["none"].true_gradient)
    found = [errors_of(gathered.exact[n], batch.tolist()) for n in NAMES] if true else []
    current = gathered.options.batch
    return Errors(
        frozen(batch),
        frozen(np.array(found).reshape(-1, BATCHES)),
        current,
        frozen(np.array([error(gathered.exact[name], current) for name in NAMES])),
    )


def sequences(gathered: Gathered, _: Run) -> Sequences:
    """Up to a hundred times as many tokens as now."""
    return _sequences(gathered.options)


@lru_cache(maxsize=4)
def _sequences(options: Options) -> Sequences:
    tokens = np.unique(np.geomspace(1, max(1_000, 10 * options.tokens), TOKENS).round())
    found = [sequence_ratio(int(each), options.token_variance) for each in tokens]
    c = options.cap
    return Sequences(
        tokens=frozen(tokens),
        share=frozen(np.array([each.effective_share for each in found])),
        logged=frozen(np.array([each.logged_share(c) for each in found])),
        above=frozen(np.array([each.share_above(c) for each in found])),
        truncated=frozen(np.array([each.truncated_mean(c) for each in found])),
        masked=frozen(np.array([each.masked_mean(c) for each in found])),
        current=options.tokens,
        cap=c,
    )


FIGURES = {"gradients": gradients, "levels": levels, "errors": errors, "sequences": sequences}

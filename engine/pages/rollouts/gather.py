"""What every number and figure of the Rollouts page is made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from engine.core.array_cache import Kept
from engine.core.cache import Cache
from engine.core.run import Run
from engine.data.content import has_changed
from engine.data.facts import DataFacts, facts_of_rollouts
from engine.data.rollouts.own import own_rollouts
from engine.data.rollouts.table import Rollouts
from engine.data.source import DataSource
from engine.page.scene import Scene
from engine.pages.rollouts.options import Options
from engine.weights.rollouts.by_step import part_of, steps_of
from engine.weights.rollouts.drawn.kinds import KINDS
from engine.weights.rollouts.drawn.policies import Policies, Style
from engine.weights.rollouts.partial_sums import PartialSums, partial_sums
from engine.weights.rollouts.sequence_weights import SequenceWeights, sequence_weights
from engine.weights.rollouts.sums import RolloutSums, rollout_sums
from engine.weights.rollouts.verdict import Verdict, verdict_of
from engine.weights.rollouts.what_if import WhatIf, what_if

MOST_DRAWN = 100_000  # tokens
FEWEST_DRAWN = 16  # sequences
STEPS = 8
KEPT_STEPS = 8


@dataclass(frozen=True, slots=True)
class Studied:
    """One step of rollouts, or all of them."""

    rollouts: Rollouts
    sums: RolloutSums
    sequences: SequenceWeights
    growth: PartialSums | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Gathered:
    """Rollouts of a file, or drawn ones."""

    options: Options
    source: DataSource | None  # None: drawn
    changed: bool  # the file, since it was opened
    whole: Rollouts
    steps: tuple[int, ...]
    step: int | None  # the one that is studied; None: all
    studied: Studied
    what_if: WhatIf

    @property
    def facts(self) -> DataFacts | None:
        """The file that the numbers are about."""
        return None if self.source is None else facts_of_rollouts(self.source, self.whole)


_own: Kept[Cache[Studied]] = Kept()
_drawn: Kept[Cache[Studied]] = Kept(most=3)  # those of first pictures are drawn anew, too


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """Reads or draws, and one pass; raises DataError and Cancelled."""
    run.step(0.0)
    source, changed, kept = scene.data, False, _own
    if source is not None and source.kind == "rollouts":
        whole = own_rollouts(source, run)
        changed = has_changed(source)
    else:
        source, kept = None, _drawn
        whole = drawn(options.drawn, options.length, min(scene.samples, MOST_DRAWN), scene.seed)
    steps = tuple(steps_of(whole))
    step = min(steps, key=lambda each: abs(each - options.step), default=None)
    if options.step < 0 or len(steps) < 2:
        step = None
    studied = _studied(whole, step, kept, run)
    return Gathered(
        options=options,
        source=source,
        changed=changed,
        whole=whole,
        steps=steps,
        step=step,
        studied=studied,
        what_if=what_if(studied.rollouts, options.ratio_gate, run),
    )


def _studied(whole: Rollouts, step: int | None, kept: Kept[Cache[Studied]], run: Run) -> Studied:
    """Kept for as long as the rollouts are: a gate's slider asks for it again."""
    known = kept.answer(whole.new, lambda: Cache[Studied](KEPT_STEPS))  # type: ignore[arg-type]
    found = known.get(step)
    if found is None:
        part = whole if step is None else part_of(whole, step)
        sums = rollout_sums(part, run)
        missing = whole.found.left_out if step is None else 0
        found = Studied(
            rollouts=part,
            sums=sums,
            sequences=sequence_weights(sums, run),
            growth=partial_sums(part, run),
            verdict=verdict_of(sums, missing),
        )
        known.put(step, found)
    return found


@lru_cache(maxsize=3)
def drawn(kind: str, length: int, samples: int, seed: int) -> Rollouts:
    """About so many tokens in sequences of half to all of the length, as if of `STEPS` steps of a
    training."""
    shortest = -(-length // 2)
    sequences = max(2 * samples // (shortest + length), FEWEST_DRAWN)
    style = Style(sequences=sequences, shortest=shortest, longest=length)
    found = KINDS[kind](Policies(np.random.default_rng(seed), style))
    if found.step is not None:
        return found
    return replace(found, step=1 + np.arange(sequences) * STEPS // sequences)

"""A sweep as it is planned: what a user has set for it, as texts that a session's file holds."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.parameter import ParameterError
from engine.page.page import page_named

MOST_SEEDS = 10_000
MOST_TEXTS = 100  # axes, and quantities


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """Quantities ``keys`` of ``page`` over ``axes``, texts such as ``q.mean=-3:3:41``, at so many
    ``seeds``; ``shown`` says that the sweep is what is looked at, not a page.

    Whether axes and quantities exist is judged when a sweep is made of them
    (`engine.sweep.planned`). Raises ParameterError for what cannot be one.
    """

    page: str
    axes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    seeds: int = 1
    shown: bool = False

    def __post_init__(self) -> None:
        page_named(self.page)
        for name in ("axes", "keys"):
            texts = getattr(self, name)
            whole = isinstance(texts, tuple | list) and all(isinstance(t, str) for t in texts)
            if not whole or len(texts) > MOST_TEXTS:
                raise ParameterError(name, texts, f"must be at most {MOST_TEXTS} texts")
            object.__setattr__(self, name, tuple(texts))
        if type(self.seeds) is not int or not 1 <= self.seeds <= MOST_SEEDS:
            allowed = f"must be a whole number from 1 to {MOST_SEEDS:,}"
            raise ParameterError("seeds", self.seeds, allowed)
        if type(self.shown) is not bool:
            raise ParameterError("shown", self.shown, "must be true or false")

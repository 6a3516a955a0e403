"""What the columns of a data file may mean, by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine.data_table import Suggestion

LOG = re.compile(r"log|^lp")
RATIO = re.compile(r"log.*(ratio|weight|iw|_w$)|^log_?w$|^log_?is")
# As learners, samplers and reference models are called in training code.
NEW = re.compile(r"new|target|current|learner|train|(^|[^a-z])p$|(^|[^a-z])pi([^a-z]|$)|新|目标")
OLD = re.compile(r"old|behaviou?r|ref|sampl|rollout|proposal|vllm|gen|(^|[^a-z])(q|mu)$|旧|行为")
GROUP = re.compile(r"group|policy|class|label|source|dataset|which|model|run$")


def suggestion(
    names: Sequence[str], numeric: Sequence[bool], values: Mapping[str, Sequence[str]]
) -> Suggestion | None:
    """What a file with these columns probably holds; ``values`` are the first cells of each.

    Columns named like log-probabilities or like a group are taken as such; then one lone column
    of numbers as log-ratios, a column of at most two texts as a group, and the first two columns
    of numbers as the log-probabilities of the new and of the old policy.
    """
    numbers = [name for name, yes in zip(names, numeric, strict=True) if yes]
    if not numbers:
        return None
    named = _pair(numbers) or _ratio(numbers)
    if named:
        return Suggestion("log-ratios", named)
    texts = [name for name, yes in zip(names, numeric, strict=True) if not yes]
    groups = [n for n in texts if len({cell for cell in values[n] if cell}) <= 2]
    told = [n for n in (*groups, *texts, *numbers) if GROUP.search(n.lower())]
    for group in (*told, *groups):
        if coordinates := tuple(name for name in numbers if name != group):
            return Suggestion("groups", coordinates, group, by_name=bool(told))
    return Suggestion("log-ratios", tuple(numbers[:2]), by_name=len(numbers) == 1)


def in_order(names: Sequence[str]) -> tuple[str, ...]:
    """The names with the new policy's (p's) first, where they tell; else as they come."""
    old = [name for name in names if _is_old(name) and not _is_new(name)]
    new = [name for name in names if _is_new(name) and not _is_old(name)]
    if len(names) == 2 and (names[0] in old or names[1] in new):
        return names[1], names[0]
    return tuple(names)


def _pair(numbers: list[str]) -> tuple[str, ...]:
    """(new, old) if two columns of log-probabilities say which they are."""
    logs = [name for name in numbers if LOG.search(name.lower())]
    old = [name for name in logs if _is_old(name) and not RATIO.search(name.lower())]
    new = [name for name in logs if name not in old and _is_new(name)]
    if not new:
        new = [name for name in logs if name not in old and not RATIO.search(name.lower())]
    return (new[0], old[0]) if len(new) == 1 and len(old) == 1 else ()


def _ratio(numbers: list[str]) -> tuple[str, ...]:
    found = [name for name in numbers if RATIO.search(name.lower())]
    return tuple(found) if len(found) == 1 else ()


def _is_new(name: str) -> bool:
    return NEW.search(name.lower()) is not None


def _is_old(name: str) -> bool:
    return OLD.search(name.lower()) is not None

"""What the columns of a data file mean, where their names say so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from engine.data.mask import suggested_mask
from engine.data.name_words import name_words, vocabulary
from engine.data.ranks import (
    LOG_PROBABILITY,
    OTHER,
    THIRD,
    policy_ranks,
    policy_words,
    rank,
    rank_of_word,
    ranked_pair,
)
from engine.data.table import Suggestion

PROBABILITY = vocabulary("prob probs probability probabilities pdf density likelihood lik")
# These need "log" beside them and no word of another kind.
POLICY = vocabulary("p ps q pi mu policy theta a action actions per token tokens")
LOG_RATIO = re.compile(r"log(w|ratios?|weights?|iw|is|rhos?)")
RATIO = vocabulary("w ratio ratios weight weights iw is rho rhos importance")
BESIDE_RATIO = vocabulary("log sampling policy per token tokens seq sequence")
GROUP = vocabulary("group groups policy policies class label source dataset which model run")
BESIDE_GROUP = vocabulary("name id type kind of")


def suggestion(
    names: Sequence[str],
    numeric: Sequence[bool],
    cells: Mapping[str, Sequence[str]],
    left_out: Mapping[str, str],
) -> Suggestion | None:
    """What a file with these columns probably holds; ``cells`` are the first of each column,
    ``left_out`` the columns that are no coordinates unless somebody says so.

    Log-ratios or log-probabilities only where the names decide; else samples of two groups where
    a column is named like one. All else is a guess, and ``why`` says what is missing.
    """
    numbers = [name for name, yes in zip(names, numeric, strict=True) if yes]
    if not numbers:
        return None
    mask = suggested_mask(cells)
    held = [name for name in names if name in numbers or any(cells[name])]
    pair, why = _pair(held, numbers)
    taken = pair or _ratio(held, numbers)
    if taken:
        return Suggestion("log-ratios", taken, mask=mask)
    texts = [name for name in names if name not in numbers]
    groups = [name for name in texts if len({cell for cell in cells[name] if cell}) <= 2]
    told = [name for name in (*groups, *texts, *numbers) if is_group(name)]
    told = [name for name in told if name in texts or len(set(cells[name])) <= 2]
    logs = any(is_log_probability(name) for name in held)
    for group in () if logs else (*told, *groups):
        coordinates = [name for name in numbers if name not in (*left_out, group)]
        if coordinates:
            sure = group in told
            guess = "" if sure else f"column {group} may name two groups"
            return Suggestion("groups", tuple(coordinates), group, sure, mask, guess)
    return Suggestion("log-ratios", tuple(numbers[:2]), by_name=False, mask=mask, why=why)


@lru_cache(1024)
def is_log_probability(name: str) -> bool:
    """Whether a column is named like log-probabilities."""
    words = policy_words(name)
    if not OTHER.isdisjoint(words) or is_log_ratio(name) or not RATIO.isdisjoint(words):
        return False
    if any(LOG_PROBABILITY.fullmatch(word) for word in words):
        return True
    if "log" not in words:
        return False
    rest = [word for word in words if word != "log" and not word.isdigit()]
    policies = all(word in POLICY or rank_of_word(word) is not None for word in rest)
    return not PROBABILITY.isdisjoint(rest) or (bool(rest) and policies)


def is_log_ratio(name: str) -> bool:
    """Whether a column is named like log w, log p - log q, and like nothing else."""
    rest = [word for word in policy_words(name) if not word.isdigit()]
    joined = [word for word in rest if LOG_RATIO.fullmatch(word)]
    if not joined and not ("log" in rest or any(map(LOG_PROBABILITY.fullmatch, rest))):
        return False
    known = RATIO | BESIDE_RATIO | PROBABILITY | {*joined}
    plain = all(word in known or LOG_PROBABILITY.fullmatch(word) for word in rest)
    return plain and (bool(joined) or not RATIO.isdisjoint(rest))


def is_group(name: str) -> bool:
    """Whether a column is named like the groups of the rows."""
    words = {word for word in name_words(name) if not word.isdigit()}
    return not GROUP.isdisjoint(words) and words <= GROUP | BESIDE_GROUP


def in_order(names: Sequence[str]) -> tuple[str, ...]:
    """Two groups' names with the new policy's (p's) first, where they tell; else as they come."""
    ranks = [rank(name) for name in names]
    known = [1.5 if rank is None else rank for rank in ranks]
    if len(names) == 2 and known[0] < known[1]:
        return names[1], names[0]
    return tuple(names)


def _pair(held: Sequence[str], numbers: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """(new, old) of two columns of log-probabilities whose ranks differ, or () and why not."""
    logs = [name for name in held if is_log_probability(name)]
    ranks = policy_ranks(logs)
    for name in logs:
        if name not in numbers and ranks[name] != THIRD:
            return (), f"column {name} is named like log-probabilities but holds no numbers"
    pair = ranked_pair([name for name in logs if name in numbers])
    return (() if pair.why else (pair.new, pair.old)), pair.why


def _ratio(held: Sequence[str], numbers: Sequence[str]) -> tuple[str, ...]:
    found = [name for name in held if is_log_ratio(name)]
    return tuple(found) if len(found) == 1 and found[0] in numbers else ()

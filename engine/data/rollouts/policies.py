"""Which two fields are the log-probabilities of the trained policy and of the sampler."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.data.error import DataError
from engine.data.name_words import name_words
from engine.data.names import is_log_probability, is_log_ratio
from engine.data.ranks import EARLIER, SAMPLED, THIRD, TRAINED, policy_ranks, rank, ranked_pair
from engine.data.rollouts.fields import Field, near
from engine.data.rollouts.role_words import NO_PAIR, POSITION, is_advantage, listed
from engine.data.rollouts.which import WhichPolicies


@dataclass(frozen=True, slots=True)
class Policies:
    """The two names, and whether names or the caller decide which is which."""

    new: str
    old: str
    certain: bool
    why: str  # in words


class OnePolicy(DataError):
    """Log-probabilities of one policy alone, or of none; ``held`` is its name, or empty.

    ``framework`` is what writes such files, if it is known, ``hook`` the program to paste there.
    """

    def __init__(self, path: str, allowed: str, held: str = "") -> None:
        self.held = held
        self.framework = ""
        self.hook = ""
        super().__init__(path, allowed)


def policies_of(
    path: str, fields: Sequence[Field], new: str | None, old: str | None, alone: bool = True
) -> Policies:
    """The two, by the names given or by rank; raises DataError, WhichPolicies, OnePolicy.

    Where a file is not ``alone``, nothing is guessed from a pair of columns without telling names.
    """
    for field, name in (("new", new), ("old", old)):
        _check(path, fields, field, name)
    if new and old:
        if new == old:
            raise DataError(path, f"{new} cannot be both policies", "new, old")
        return Policies(new, old, True, f"{new} over {old}, as asked")
    able = candidates(fields, new or old, alone)
    if new or old:
        return _beside(path, able, new or "", old or "")
    pair = ranked_pair(able)
    if not pair.why:
        return Policies(pair.new, pair.old, True, f"{pair.new} over {pair.old}, by their names")
    if len(able) < 2:
        raise _one(path, able, fields)
    if len(pair.own) == 2:
        first, second = _guessed(pair.own)
        why = f"{first} over {second} is a guess: {pair.why}"
        return Policies(first, second, False, why)
    if len(pair.own) == 1:
        raise OnePolicy(path, f"cannot be used: {pair.why}", pair.own[0])
    raise WhichPolicies(path, pair.own, _pairs(pair.own))


def candidates(
    fields: Sequence[Field], known: str | None = None, alone: bool = True
) -> tuple[str, ...]:
    """The fields that may be log-probabilities of tokens: by their names, else by their shape.

    ``known`` is one of them for certain.
    """
    able = [f for f in fields if f.kind == "float" or (f.kind == "whole" and f.name == known)]
    for axes in (2, 1):
        level = [field for field in able if field.axes == axes]
        named = [f for f in level if is_log_probability(f.name) or f.name == known]
        others = [field for field in level if field in named or _may_be(field)]
        if axes == 1 and not named and not (alone and _is_plain(fields, others)):
            others = [field for field in others if rank(field.name) is not None]
        if len(named) >= 2 or (named and len(named) == len(others)):
            return _of_one_length(named)
        if len(others) >= 2:
            return _of_one_length(others)
        if named:
            return tuple(field.name for field in named)
    return ()


def _check(path: str, fields: Sequence[Field], role: str, name: str | None) -> None:
    if name is None:
        return
    found = next((field for field in fields if field.name == name), None)
    known = ", ".join(field.name for field in fields if field.axes)
    if found is None:
        raise DataError(path, f"has no field {name}; known are {known}"[:500], role)
    if found.kind not in ("float", "whole") or not found.axes:
        raise DataError(path, f"{name} holds no numbers of tokens; known are {known}"[:500], role)


def _beside(path: str, able: tuple[str, ...], new: str, old: str) -> Policies:
    """The other one, where one is given."""
    given = new or old
    others = [name for name in able if name != given]
    ranks = policy_ranks([given, *others])
    own = [name for name in others if ranks[name] != THIRD] or others
    if len(own) != 1:
        role = "old" if new else "new"
        listed_ = ", ".join(others) or "none"
        raise DataError(path, f"say which is the other policy; there are: {listed_}", role)
    first, second = (new, own[0]) if new else (own[0], old)
    certain = ranks[first] > ranks[second]
    return Policies(first, second, certain, f"{first} over {second}, of which {given} is as asked")


def _guessed(names: tuple[str, ...]) -> tuple[str, ...]:
    """Of two with one rank: one that says so is the trainer, one that says nothing is not."""
    told = [rank(name) is not None for name in names]
    return names[::-1] if told == [False, True] else names


def _pairs(names: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """What may be asked of three policies: PPO's ratio or the mismatch of two engines."""
    ranks = policy_ranks(names)
    by_rank = sorted(names, key=lambda name: -ranks[name])
    found = []
    for new, old in ((a, b) for i, a in enumerate(by_rank) for b in by_rank[i + 1 :]):
        levels = (ranks[new], ranks[old])
        if levels == (TRAINED, EARLIER):
            found.append((new, old, "PPO's ratio, the update of the policy"))
        elif levels == (EARLIER, SAMPLED):
            found.append((new, old, "the mismatch of trainer and sampler"))
        elif levels == (TRAINED, SAMPLED):
            found.append((new, old, "both at once"))
    return tuple(found)


def _one(path: str, able: tuple[str, ...], fields: Sequence[Field]) -> OnePolicy:
    if not able:
        ratios = [field.name for field in fields if is_log_ratio(field.name)]
        if ratios:
            return OnePolicy(path, f"holds log-ratios alone ({ratios[0]}); log-probabilities of "
                                   "both policies are needed")  # fmt: skip
        return OnePolicy(path, "holds no log-probabilities of tokens")
    name = able[0]
    who = {SAMPLED: "the sampler", THIRD: "the reference model"}.get(policy_ranks(able)[name])
    whose = f"of {who} alone" if who else "of one policy alone"
    missing = "the trainer's" if who else "another policy's"
    words = f"holds log-probabilities {whose} ({name}); {missing} are needed beside them"
    return OnePolicy(path, words, name)


def _may_be(field: Field) -> bool:
    words = name_words(field.name)
    if not NO_PAIR.isdisjoint(words) or is_advantage(field.name) or "mask" in words:
        return False
    if listed(field.name, POSITION) is not None:
        return False
    values = [value for value in field.first if isinstance(value, int | float)]
    return not (values and all(value in (0, 1) for value in values)) and "logits" not in words


def _is_plain(fields: Sequence[Field], numbers: Sequence[Field]) -> bool:
    """Whether a table is nothing but a pair of columns, an index or a mask aside."""
    texts = any(field.kind == "text" for field in fields)
    return not texts and len(numbers) == 2 and numbers[0].rows > 1


def _of_one_length(fields: list[Field]) -> tuple[str, ...]:
    """Without those whose sequences are not as long as the others'."""
    if len(fields) < 3:
        return tuple(field.name for field in fields)
    lengths = [field.lengths for field in fields]
    usual = max(lengths, key=lengths.count)
    return tuple(field.name for field in fields if near(field.lengths, usual, -1))

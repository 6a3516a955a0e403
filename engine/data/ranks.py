"""Which policy a column of log-probabilities belongs to, by the whole words of its name.

Those of the policy that drew the samples rank below those of the policy as it was before the
update, and these below those of the policy that is trained. p is the higher of two, q the lower;
a name's rank is the lowest of its words'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.data.name_words import name_words, vocabulary

# As samplers, earlier policies and reference models are called in training code.
SAMPLER = vocabulary(
    "rollout rollouts infer inference vllm sglang trtllm lmdeploy gen generation generator "
    "generated mu logmu proposal"
)
SAMPLER_STEMS = ("sampl", "behav")
OLD = vocabulary("old prev previous prox proximal q logq")
NEW = vocabulary("new target current curr cur actor learner train trainer training p pi")
REFERENCE = vocabulary("ref reference base sft")
SAMPLED, EARLIER, TRAINED, THIRD = 0, 1, 2, -1
CHINESE = {"新": TRAINED, "目标": TRAINED, "旧": EARLIER, "行为": SAMPLED, "参考": THIRD}

LOG_PROBABILITY = re.compile(
    r"lps?|logp(s|i|df|robs?|robabilit(y|ies))?|log(mu|q|density)|loglik(elihoods?)?|.*对数.*"
)
GLUED = re.compile(r"([a-z]*?)(logprobs?|logps?)([a-z]*)")
# Log-probabilities with these words are something else, or have the other sign.
OTHER = vocabulary(
    "neg negative nll diff difference delta kl grad std var mean avg max min abs clip clipped "
    "entropy mask masks error err loss reward coef count num shape dtype len length lengths offset "
    "sum total"
)
BESIDE_BARE = vocabulary("log prob probs")


@dataclass(frozen=True, slots=True)
class Pair:
    """The columns of the trained policy (p) and of the sampler (q), or why the names leave it open.

    ``own`` are all columns of log-probabilities but the reference model's, ``third`` that one's;
    both in the order of the file.
    """

    new: str
    old: str
    why: str  # empty where the two are certain
    own: tuple[str, ...]
    third: tuple[str, ...]


def ranked_pair(names: Sequence[str]) -> Pair:
    """The pair of columns of log-probabilities whose ranks differ.

    A reference model is a third party; it is q only where nothing else is there.
    """
    ranks = policy_ranks(names)
    own = tuple(name for name, rank in ranks.items() if rank != THIRD)
    third = tuple(name for name, rank in ranks.items() if rank == THIRD)
    listed = ", ".join([*own, *third][:8])
    if len(own) == 1 and len(third) == 1 and ranks[own[0]] == TRAINED:
        return Pair(own[0], third[0], "", own, third)
    why = ""
    if not own and not third:
        why = "no column is named like log-probabilities or like log-ratios"
    elif len(own) + len(third) == 1:
        why = f"only {listed} is named like log-probabilities; two policies are needed"
    elif len(own) == 1:
        why = f"of {listed}, the reference's is no policy that was trained or drew samples"
    elif len(own) != 2:
        why = f"{listed} are log-probabilities of {len(own) + len(third)} policies"
    elif ranks[own[0]] == ranks[own[1]]:
        why = f"the names {listed} do not say which policy drew the samples"
    if why:
        return Pair("", "", why, own, third)
    old, new = sorted(own, key=lambda name: ranks[name])
    return Pair(new, old, "", own, third)


def policy_ranks(names: Sequence[str]) -> dict[str, int]:
    """SAMPLED, EARLIER, TRAINED or THIRD of each column of log-probabilities."""
    found = {name: TRAINED if (own := rank(name)) is None else own for name in names}
    proximal = any(not {"prox", "proximal"}.isdisjoint(policy_words(name)) for name in names)
    for name in names:
        # AReaL's sampler gives `logprobs`, its proximal policy `prox_logp`.
        if proximal and _is_bare(name):
            found[name] = SAMPLED
    return found


def rank(name: str) -> int | None:
    """The lowest rank of a name's words; None where none of them tells one."""
    known = [found for word in policy_words(name) if (found := rank_of_word(word)) is not None]
    return min(known, default=None)


def rank_of_word(word: str) -> int | None:
    """The rank that a word tells, in lower case."""
    if word in REFERENCE:
        return THIRD
    if word in SAMPLER or word.startswith(SAMPLER_STEMS):
        return SAMPLED
    if word in OLD:
        return EARLIER
    if word in NEW:
        return TRAINED
    return min((found for part, found in CHINESE.items() if part in word), default=None)


@lru_cache(1024)
def policy_words(name: str) -> tuple[str, ...]:
    """The words of a name; one as ``oldlogprobs`` is two."""
    found: list[str] = []
    for word in name_words(name):
        glued = GLUED.fullmatch(word)
        parts = [part for part in glued.groups() if part] if glued else [word]
        known = all(
            part in OTHER or rank_of_word(part) is not None or GLUED.fullmatch(part)
            for part in parts
        )
        found += parts if known else [word]
    return tuple(found)


def _is_bare(name: str) -> bool:
    words = policy_words(name)
    return all(word in BESIDE_BARE or LOG_PROBABILITY.fullmatch(word) for word in words)

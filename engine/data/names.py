"""What the columns of a data file mean, where their names say so.

Log-probabilities are ranked by the whole words of their names: those of the policy that drew the
samples are below those of the policy as it was before the update, and these below those of the
policy that is trained. p is the higher of two, q the lower.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine.data.mask import suggested_mask
from engine.data.name_words import name_words, vocabulary
from engine.data.table import Suggestion

# As samplers, earlier policies and reference models are called in training code.
SAMPLER = vocabulary(
    "rollout rollouts infer inference vllm sglang gen generation generator generated mu logmu "
    "proposal"
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
PROBABILITY = vocabulary("prob probs probability probabilities pdf density likelihood lik")
# These need "log" beside them and no word of another kind.
POLICY = vocabulary("p ps q pi mu policy theta a action actions per token tokens")
GLUED = re.compile(r"([a-z]*?)(logprobs?|logps?)([a-z]*)")
LOG_RATIO = re.compile(r"log(w|ratios?|weights?|iw|is|rhos?)")
RATIO = vocabulary("w ratio ratios weight weights iw is rho rhos importance")
BESIDE_RATIO = vocabulary("log sampling policy per token tokens seq sequence")
# Log-probabilities with these words are something else, or have the other sign.
OTHER = vocabulary(
    "neg negative nll diff difference delta kl grad std var mean avg max min abs clip clipped "
    "entropy mask masks error err loss reward coef count num"
)

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


def is_log_probability(name: str) -> bool:
    """Whether a column is named like log-probabilities."""
    words = _words(name)
    if not OTHER.isdisjoint(words) or is_log_ratio(name) or not RATIO.isdisjoint(words):
        return False
    if any(LOG_PROBABILITY.fullmatch(word) for word in words):
        return True
    if "log" not in words:
        return False
    rest = [word for word in words if word != "log" and not word.isdigit()]
    policies = all(word in POLICY or _rank_of(word) is not None for word in rest)
    return not PROBABILITY.isdisjoint(rest) or (bool(rest) and policies)


def is_log_ratio(name: str) -> bool:
    """Whether a column is named like log w, log p - log q, and like nothing else."""
    rest = [word for word in _words(name) if not word.isdigit()]
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
    ranks = [_rank(name) for name in names]
    known = [1.5 if rank is None else rank for rank in ranks]
    if len(names) == 2 and known[0] < known[1]:
        return names[1], names[0]
    return tuple(names)


def _pair(held: Sequence[str], numbers: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """(new, old) of two columns of log-probabilities whose ranks differ, or () and why not."""
    ranks = _ranks([name for name in held if is_log_probability(name)])
    own = [name for name, rank in ranks.items() if rank != THIRD]
    third = [name for name, rank in ranks.items() if rank == THIRD and name in numbers]
    for name in own:
        if name not in numbers:
            return (), f"column {name} is named like log-probabilities but holds no numbers"
    if len(own) == 1 and len(third) == 1 and ranks[own[0]] == TRAINED:
        return (own[0], third[0]), ""
    listed = ", ".join([*own, *third][:8])
    if not own and not third:
        return (), "no column is named like log-probabilities or like log-ratios"
    if len(own) + len(third) == 1:
        return (), f"only {listed} is named like log-probabilities; two policies are needed"
    if len(own) == 1:
        return (), f"of {listed}, the reference's is no policy that was trained or drew samples"
    if len(own) != 2:
        return (), f"{listed} are log-probabilities of {len(own) + len(third)} policies"
    if ranks[own[0]] == ranks[own[1]]:
        return (), f"the names {listed} do not say which policy drew the samples"
    first, second = sorted(own, key=lambda name: -ranks[name])
    return (first, second), ""


def _ranks(names: Sequence[str]) -> dict[str, int]:
    """Of columns of log-probabilities; the lowest of a name's words counts."""
    found = {name: TRAINED if (rank := _rank(name)) is None else rank for name in names}
    proximal = any(not {"prox", "proximal"}.isdisjoint(_words(name)) for name in names)
    for name in names:
        # AReaL's sampler gives `logprobs`, its proximal policy `prox_logp`.
        if proximal and _words(name) == ("logprobs",):
            found[name] = SAMPLED
    return found


def _rank(name: str) -> int | None:
    ranks = [rank for word in _words(name) if (rank := _rank_of(word)) is not None]
    return min(ranks, default=None)


def _rank_of(word: str) -> int | None:
    if word in REFERENCE:
        return THIRD
    if word in SAMPLER or word.startswith(SAMPLER_STEMS):
        return SAMPLED
    if word in OLD:
        return EARLIER
    if word in NEW:
        return TRAINED
    return min((rank for part, rank in CHINESE.items() if part in word), default=None)


def _ratio(held: Sequence[str], numbers: Sequence[str]) -> tuple[str, ...]:
    found = [name for name in held if is_log_ratio(name)]
    return tuple(found) if len(found) == 1 and found[0] in numbers else ()


def _words(name: str) -> tuple[str, ...]:
    """The words of a name; one as ``oldlogprobs`` is two."""
    found: list[str] = []
    for word in name_words(name):
        glued = GLUED.fullmatch(word)
        parts = [part for part in glued.groups() if part] if glued else [word]
        known = all(
            part in OTHER or _rank_of(part) is not None or GLUED.fullmatch(part) for part in parts
        )
        found += parts if known else [word]
    return tuple(found)

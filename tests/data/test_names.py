"""Which columns are taken by their names, which are asked about, and which are no coordinates."""

import numpy as np
import pytest

from engine.data.coordinates import left_out
from engine.data.mask import counts, mask_columns, suggested_mask
from engine.data.name_words import name_words
from engine.data.names import in_order, suggestion

NUMBERS = ["-0.5", "-0.25", "-0.75"]


def suggested(names: str, **cells: list[str]):
    """What a file of numbers with these columns probably holds."""
    columns = names.split()
    values = {name: cells.get(name, NUMBERS) for name in columns}
    numeric = [all(cell and cell[0] in "-0123456789" for cell in values[name]) for name in columns]
    return suggestion(columns, numeric, values, {})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("oldLogProbs", "old log probs"),
        ("Old-log.probs 2", "old log probs 2"),
        ("LOG_PROB", "log prob"),
        ("vLLMLogprobs", "vllm logprobs"),
        ("SGLang.logp1", "sglang logp 1"),
        ("策略logp", "策略 logp"),
        ("__", ""),
    ],
)
def test_words_of_a_name(name, words):
    assert name_words(name) == tuple(words.split())


# The trained policy's column, the sampler's, as each program calls them.
PAIRS = {
    "prime-rl": "trainer_logprobs inference_logprobs",
    "verl, update": "log_probs old_log_probs",
    "verl, mismatch": "old_log_probs rollout_log_probs",
    "verl, three names": "actor_log_prob rollout_actor_log_prob",
    "trl": "per_token_logps old_per_token_logps",
    "trl, vllm": "old_per_token_logps sampling_per_token_logps",
    "ms-swift": "old_per_token_logps rollout_per_token_logps",
    "AReaL": "prox_logp logprobs",
    "slime": "log_probs rollout_log_probs",
    "miles": "train_log_probs rollout_log_probs",
    "NeMo-RL": "prev_logprobs generation_logprobs",
    "OpenRLHF": "action_log_probs old_action_log_probs",
    "Stable-Baselines3": "log_prob old_log_prob",
    "two servers": "old_log_probs infer_logprobs",
    "backends": "fsdp-log-probs sglang-log-probs",
    "camel case": "newLogProb oldLogProb",
    "capitals": "LogProbs_Trainer LogProbs_vLLM",
    "dots": "target.logp behaviour.logp",
    "IMPALA": "log_pi log_mu",
    "p and q": "log_p log_q",
    "glued": "newlogp oldlogp",
    "digits": "logp_new2 logp_old2",
    "short": "lp_new lp_old",
    "reference": "logprobs ref_logprobs",
    "Chinese": "新logp 旧logp",
}


@pytest.mark.parametrize("names", PAIRS.values(), ids=PAIRS)
def test_the_higher_rank_is_p(names):
    pair = tuple(names.split())
    for order in (names, " ".join(reversed(pair)), f"step {names} reward"):
        found = suggested(order)
        assert (found.kind, found.columns, found.by_name) == ("log-ratios", pair, True)


SAMPLERS = "rollout infer inference vllm sglang gen generation sampling sampler behaviour mu"
BY_RANK = (SAMPLERS.split(), ["old", "prev", "prox"], ["new", "current", "actor", "trainer"])
STYLES = ("{}_log_probs", "log-probs-{}", "logprobs.{}", "{}Logp", "logP_{}", "{} per token logps")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 2), (1, 2)])
def test_ranks_hold_in_every_style(style, low, high):
    for lower in BY_RANK[low]:
        for higher in BY_RANK[high]:
            names = [style.format(lower), style.format(higher)]
            cells = dict.fromkeys((*names, "x"), NUMBERS)
            found = suggestion([*cells], [True] * 3, cells, {})
            assert (found.columns, found.by_name) == (tuple(reversed(names)), True)


@pytest.mark.parametrize("pair", ["old_logp logp", "rollout_logp old_logp"])
def test_a_reference_beside_two_policies_is_a_third_party(pair):
    old, new = pair.split()
    found = suggested(f"ref_logp {pair} mean_logp entropy")
    assert (found.columns, found.by_name) == ((new, old), True)


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ("old_log_probs rollout_log_probs log_probs", "of 3 policies"),
        ("old_logps logps sampling_logps ref_logps", "of 4 policies"),
        ("logp_old old_logp logp", "of 3 policies"),
        ("logp_a logp_b", "do not say which policy drew the samples"),
        ("logp1 logp2", "do not say which"),
        ("rollout_logp infer_logp", "do not say which"),
        ("teacher_logp student_logp", "do not say which"),
        ("chosen_logps rejected_logps", "do not say which"),
        ("prompt logp_old", "only logp_old is named"),
        ("logprob", "only logprob is named"),
        ("ref_logprobs reward", "only ref_logprobs is named"),
        ("old_logp ref_logp", "the reference's"),
        ("step kl", "no column is named"),
        ("new old", "no column is named"),
        ("learning_rate loss", "no column is named"),
        ("log_std_new log_std_old", "no column is named"),
        ("log_alpha old_log_alpha", "no column is named"),
        ("logits old_logits", "no column is named"),
        ("neg_logp neglogp_old", "no column is named"),
        ("catalog_new catalog_old", "no column is named"),
        ("log_ratio_old_new", "no column is named"),
        ("clipped_log_ratio", "no column is named"),
        ("ratio weight w", "no column is named"),
        ("log_ratio log_w", "no column is named"),
        ("whatever", "no column is named"),
    ],
)
def test_what_names_do_not_decide_is_asked(names, why):
    found = suggested(names)
    assert not found.by_name
    assert why in found.why


RATIOS = (
    "log_w logw logW log_ratio logratio LogRatio log-ratios log_weight log_weights logWeights "
    "log_importance_weight log_importance_ratio log_prob_ratio logp_ratio log_iw log_is log_rho "
    "token_log_ratio log_ratio_2"
)


@pytest.mark.parametrize("name", RATIOS.split())
def test_log_ratios_are_taken_by_name(name):
    found = suggested(f"step {name} reward")
    assert (found.columns, found.by_name) == ((name,), True)


@pytest.mark.parametrize("cell", ["[-2.02, -1.7]", "np.float64(-2.0)", "tensor(-0.3)"])
def test_what_remains_beside_columns_that_hold_no_numbers_is_not_taken(cell):
    for names in ("logp_new logp_old rollout_logp", "logp_new logp_old ref_logp", "step logp_new"):
        found = suggested(names, logp_new=[cell] * 3)
        assert not found.by_name
        assert "column logp_new is named like log-probabilities but holds no numbers" in found.why
    assert suggested("log_ratio x", log_ratio=[cell] * 3).by_name is False
    # An empty column holds nothing, so nothing is lost with it.
    assert suggested("logp_new logp_old rollout_logp", rollout_logp=[""] * 3).by_name


def test_groups_are_certain_by_whole_words():
    found = suggested("x policy", policy=["new", "old", "new"])
    assert (found.kind, found.columns, found.group, found.by_name) == (
        "groups", ("x",), "policy", True,
    )  # fmt: skip
    assert suggested("x run", run=["0", "1", "0"]).group == "run"
    assert not suggested("x y run").by_name  # numbers of many values
    assert not suggested("policy_loss value_loss").by_name
    guess = suggested("x answer", answer=["yes", "no", "yes"])
    assert (guess.group, guess.by_name) == ("answer", False)
    assert not suggested("logp policy", policy=["new", "old", "new"]).by_name


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("old", "new"), ("new", "old")),
        (("rollout", "old"), ("old", "rollout")),
        (("ref", "ours"), ("ours", "ref")),
        (("ours", "target"), ("target", "ours")),
        (("a", "b"), ("a", "b")),
        (("bold", "renewed"), ("bold", "renewed")),
    ],
)
def test_groups_in_order(names, expected):
    assert in_order(names) == expected


WHOLE = [str(i * 7 % 20) for i in range(20)]
UP, DOWN = [str(i) for i in range(20)], [f"{-i}.0" for i in range(20)]
REAL = [repr(x) for x in np.random.default_rng(1).normal(size=20).tolist()]


@pytest.mark.parametrize(
    ("name", "cells", "reason"),
    [
        ("Unnamed: 0", WHOLE, "no name"),
        ("Unnamed: 0.1", REAL, "no name"),
        ("__index_level_0__", WHOLE, "no name"),
        ("level_0", WHOLE, "no name"),
        ("...1", UP, "no name"),
        ("id", WHOLE, "index"),
        ("index", REAL, "index"),
        ("Idx", WHOLE, "index"),
        ("step", REAL, "index"),
        ("globalStep", UP, "index"),
        ("env-id", WHOLE, "index"),
        ("epoch", WHOLE, "index"),
        ("timestamp", REAL, "index"),
        ("episode", ["0"] * 20, "index"),
        ("n", UP, "only rise"),
        ("count", DOWN, "only fall"),
        ("frame", [str(i // 3) for i in range(20)], "only rise"),
        ("loss_mask", ["1", "0"] * 10, "mask"),
        ("logp", REAL, "log-probabilities"),
        ("x", REAL, ""),
        ("x", WHOLE, ""),
        ("gear", ["1"] * 20, ""),
        ("step_size", REAL, ""),
        ("body_mass_index", REAL, ""),
        ("video", REAL, ""),
        ("a 2", sorted(REAL, key=float), ""),
    ],
)
def test_what_is_no_coordinate_unless_somebody_says_so(name, cells, reason):
    found = left_out([name, "y"], {name: cells, "y": REAL}, header=True)
    assert reason in found.get(name, "")
    assert bool(found) == bool(reason)


def test_a_column_without_a_name_is_never_taken_unasked():
    cells = {"1": REAL, "x": REAL, "y": REAL}
    assert [*left_out([*cells], cells, header=True)] == ["1"]
    # Names that are numbers, as pandas gives them, beside an index without a name.
    cells = {"1": WHOLE, "0": REAL, "1 (2)": REAL}
    assert [*left_out([*cells], cells, header=True)] == ["1"]
    cells = {"1": REAL, "2": WHOLE}
    assert [*left_out([*cells], cells, header=False)] == ["2"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("0", False), ("1.0", True), ("0,0", False), ("TRUE", True), (" false ", False),
     ("2", None), ("", None), ("nan", None), ("yes", None), ("0.5", None), ("-1", None)],
)  # fmt: skip
def test_cells_of_a_mask(text, value):
    assert counts(text) is value


@pytest.mark.parametrize(
    ("names", "mask"),
    [
        ("mask", "mask"),
        ("x response_mask", "response_mask"),
        ("lossMask attention_mask", "lossMask"),
        ("attention-mask", "attention-mask"),
        ("token_loss_mask x", "token_loss_mask"),
        ("completion.mask", "completion.mask"),
        ("action_mask response_mask", ""),
        ("padding_mask", ""),
        ("prompt_mask", ""),
        ("unmasked masking damask", ""),
        ("done", ""),
    ],
)
def test_a_mask_is_suggested_by_whole_words(names, mask):
    cells = {name: ["1", "0", "true"] for name in names.split()}
    assert suggested_mask(cells) == mask
    assert suggested_mask({name: ["1", "0", "2"] for name in cells}) == ""


def test_columns_of_zero_and_one_are_offered_those_named_like_masks_first():
    cells = {"done": ["0", "1"], "x": ["0.5", "1"], "mask": ["true", ""], "empty": ["", ""]}
    assert mask_columns(cells) == ("mask", "done")

"""Which of the fields is the trainer's and which the sampler's, or what is asked."""

import numpy as np
import pytest

from engine.data import read_rollouts
from engine.data.error import DataError
from engine.data.ranks import ranked_pair
from engine.data.rollouts.policies import OnePolicy
from engine.data.rollouts.which import WhichPolicies
from tests.helpers.rollout_files import assert_is, drawn, json_lines

DRAWN = drawn(4)

# (the trainer's, the sampler's, what stands beside them)
PAIRS = [
    ("old_log_probs", "rollout_log_probs", "ref_log_prob entropys"),
    ("old_log_probs", "infer_logprobs", ""),
    ("log_probs", "old_log_probs", "ref_log_probs"),
    ("trainer_logprobs", "inference_logprobs", "entropy log_importance_ratio importance_ratio"),
    ("prev_logprobs", "generation_logprobs", "reference_policy_logprobs"),
    ("trainer_logprobs", "vllm_logprobs", "values returns"),
    ("prox_logp", "logprobs", "ref_logp"),
    ("prox_logp", "log_probs", ""),
    ("train_log_probs", "rollout_log_probs", "values"),
    ("old_per_token_logps", "sampling_per_token_logps", "ref_per_token_logps"),
    ("old_per_token_logps", "rollout_per_token_logps", ""),
    ("actor_logprobs", "behavior_logprobs", ""),
    ("current_logp", "mu_logp", ""),
    ("new_log_prob", "sampler_log_prob", "old_values"),
    ("policy_logprobs", "sglang_logprobs", ""),
    ("logprobs", "gen_logprobs", ""),
    ("trainer_logp", "old_rollout_logp", ""),
    ("logprobs", "ref_logprobs", ""),
    ("newLogProbs", "vLLMLogProbs", ""),
]


def records(*names, beside=()):
    """Lines with the drawn log-probabilities under these names, the first is the trainer's."""
    found = []
    for _, new, old, _ in DRAWN.rows():
        lists = [new, old, *[old - 1.0] * (len(names) - 2)]
        record = {name: values.tolist() for name, values in zip(names, lists, strict=True)}
        found.append({name: [0.5] * len(new) for name in beside} | record)
    return found


@pytest.mark.parametrize(("new", "old", "beside"), PAIRS)
def test_the_higher_rank_is_the_trainers(tmp_path, new, old, beside):
    for order in ((new, old), (old, new)):
        lines = [{name: line[name] for name in (*order, *line)} for line in
                 records(new, old, beside=beside.split())]  # fmt: skip
        (tmp_path / "a.jsonl").write_bytes(json_lines(lines))
        rollouts = read_rollouts(tmp_path / "a.jsonl")
        assert (rollouts.new_name, rollouts.old_name) == (new, old)
        assert rollouts.found.certain
        assert_is(rollouts, DRAWN)


def test_of_three_policies_two_are_asked_for(tmp_path):
    names = ("log_probs", "old_log_probs", "rollout_log_probs")
    (tmp_path / "a.jsonl").write_bytes(json_lines(records(*names)))
    with pytest.raises(WhichPolicies) as asked:
        read_rollouts(tmp_path / "a.jsonl")
    assert set(asked.value.candidates) == set(names)
    assert "new=log_probs old=old_log_probs: PPO's ratio" in str(asked.value)
    assert "new=old_log_probs old=rollout_log_probs: the mismatch" in str(asked.value)
    for new, old, _ in asked.value.pairs:
        rollouts = read_rollouts(tmp_path / "a.jsonl", new=new, old=old)
        assert (rollouts.new_name, rollouts.old_name) == (new, old)
    with pytest.raises(DataError, match="say which is the other policy"):
        read_rollouts(tmp_path / "a.jsonl", new="log_probs")


def test_equal_ranks_are_a_guess(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(json_lines(records("logp_a", "logp_b")))
    found = read_rollouts(tmp_path / "a.jsonl").found
    assert not found.certain
    assert "do not say which policy drew the samples" in found.which


def test_one_name_given(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(json_lines(records("x", "rollout_logp")))
    rollouts = read_rollouts(tmp_path / "a.jsonl", new="x")
    assert (rollouts.new_name, rollouts.old_name) == ("x", "rollout_logp")
    rollouts = read_rollouts(tmp_path / "a.jsonl", old="x")
    assert (rollouts.new_name, rollouts.old_name) == ("rollout_logp", "x")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"new": "nothing"}, "new = 'a.jsonl': has no field nothing; known are .*logp"),
        ({"old": "nothing"}, "old = 'a.jsonl': has no field nothing"),
        ({"mask": "nothing"}, "mask = 'a.jsonl': has no mask nothing"),
        ({"new": "new_logp", "old": "new_logp"}, "cannot be both"),
        ({"new": "text"}, "text holds no numbers of tokens"),
    ],
)
def test_names_that_the_file_has_not(tmp_path, options, message):
    lines = [{"text": "x", **record} for record in records("new_logp", "old_logp")]
    (tmp_path / "a.jsonl").write_bytes(json_lines(lines))
    with pytest.raises(DataError, match=message):
        read_rollouts(tmp_path / "a.jsonl", **options)


def test_masks_by_name_or_none(tmp_path):
    table = DRAWN.padded()
    names = {"old_log_probs": table["new"], "rollout_log_probs": table["old"]}
    other = np.zeros_like(table["mask"])
    other[:, 3:5] = True
    np.savez(tmp_path / "a.npz", **names, response_mask=table["mask"], tool_mask=other)
    rollouts = read_rollouts(tmp_path / "a.npz")
    assert rollouts.mask_name == "response_mask"
    assert_is(rollouts, DRAWN)
    assert read_rollouts(tmp_path / "a.npz", mask="tool_mask").lengths.tolist() == [2] * 6
    everything = read_rollouts(tmp_path / "a.npz", mask="")
    assert len(everything.new) >= sum(DRAWN.lengths)
    assert everything.mask_name == ""


@pytest.mark.parametrize("mask", ["mask", "loss_mask", "completion_mask", "assistant_masks",
                                  "action_mask", "keep", "is_response", "valid"])  # fmt: skip
def test_masks_under_many_names(tmp_path, mask):
    table = DRAWN.padded()
    attention = table["ids"] > 0
    np.savez(tmp_path / "a.npz", trainer_logps=table["new"], vllm_logps=table["old"],
             **{mask: table["mask"]}, attention_mask=attention)  # fmt: skip
    if "mask" in mask:
        assert_is(read_rollouts(tmp_path / "a.npz"), DRAWN)
    np.savez(tmp_path / "a.npz", trainer_logps=table["new"], vllm_logps=table["old"],
             **{mask: table["mask"]})  # fmt: skip
    assert_is(read_rollouts(tmp_path / "a.npz"), DRAWN)


def test_one_policy_alone(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(json_lines(
        {"vllm_logprobs": old.tolist()} for old in DRAWN.old))  # fmt: skip
    with pytest.raises(OnePolicy, match=r"of the sampler alone .vllm_logprobs.") as told:
        read_rollouts(tmp_path / "a.jsonl")
    assert told.value.held == "vllm_logprobs"
    assert "def dump(" in told.value.hook


def test_the_reference_is_a_third_party():
    pair = ranked_pair(["old_logp", "ref_logp"])
    assert "the reference's" in pair.why
    assert ranked_pair(["trainer_logps", "ref_logps", "vllm_logps"]).old == "vllm_logps"

"""Files as training programs write them, and the numbers that must be found in them."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.data import read_rollouts
from engine.data.rollouts.bad_tokens import BadTokens

FILES = Path(__file__).parent / "files"
EXPECTED = json.loads((FILES / "expected.json").read_text("utf-8"))
# The field of the trainer, of the sampler, of the mask.
NAMES = {
    "npz": ("old_log_probs", "rollout_log_probs", "response_mask"),
    "nemo": ("prev_logprobs", "generation_logprobs", "token_loss_mask x sample_loss_mask"),
    "prime": ("trainer_logprobs", "inference_logprobs", "loss_mask"),
    "tmax": ("trainer_logprobs", "vllm_logprobs", "response_mask"),
    "unipo": ("log_probs", "old_log_probs", ""),
    "flat": ("trainer_logprobs", "vllm_logprobs", ""),
}


def numbers(rollouts):
    """Those of the expected numbers that no framework names, by their definitions."""
    ratio = rollouts.log_ratio
    weights = np.exp(ratio)
    sums = np.add.reduceat(ratio, rollouts.offsets[:-1])
    whole = np.exp(sums)
    return {
        "tokens": len(ratio),
        "sequences": len(rollouts.lengths),
        "mean_ratio": weights.mean(),
        "mean_log_ratio": ratio.mean(),
        "largest_abs_log_ratio": abs(ratio).max(),
        "share_abs_above_half": np.mean(abs(ratio) > 0.5),
        "catastrophic_token_fraction(1e-4)": np.mean(weights < 1e-4),
        "sequence_ess_fraction": whole.sum() ** 2 / (len(whole) * (whole**2).sum()),
        "token_ess_fraction": weights.sum() ** 2 / (len(weights) * (weights**2).sum()),
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_every_number_is_found(name):
    expected = EXPECTED[name]
    rollouts = read_rollouts(FILES / name, skip_bad=True)
    plain = {k: v for k, v in expected["numbers"].items() if not isinstance(v, dict)}
    assert numbers(rollouts) == pytest.approx(plain, rel=1e-9)
    assert rollouts.found.left_out == expected["rows_left_out_tokens"]
    kind = next(kind for kind in NAMES if kind in name)
    assert (rollouts.new_name, rollouts.old_name, rollouts.mask_name) == NAMES[kind]
    assert rollouts.found.certain


@pytest.mark.parametrize("name", [n for n, e in EXPECTED.items() if e["rows_left_out_tokens"]])
def test_tokens_without_a_number_are_refused_with_their_count(name):
    left_out = EXPECTED[name]["rows_left_out_tokens"]
    with pytest.raises(BadTokens, match=f"{left_out} of ") as refused:
        read_rollouts(FILES / name)
    assert refused.value.count == left_out
    assert isinstance(refused.value, ParameterError)
    assert "line 16, token 6: inference_logprobs is NaN or null" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["verl_hook_healthy.npz", "verl_hook_left_padded.npz"])
def test_single_precision_stays(name):
    rollouts = read_rollouts(FILES / name)
    assert rollouts.new.dtype == rollouts.old.dtype == np.float32
    assert rollouts.advantage.shape == rollouts.new.shape


def test_a_folder_of_steps_is_one_table():
    rollouts = read_rollouts(FILES / "prime", skip_bad=True)
    parts = [read_rollouts(path, skip_bad=True) for path in sorted(FILES.glob("prime/*/*/*.jsonl"))]
    assert len(parts) == 3
    assert np.array_equal(rollouts.new, np.concatenate([part.new for part in parts]))
    assert rollouts.step.tolist() == [1] * 24 + [2] * 24 + [3] * 24
    assert rollouts.at_step(2).log_ratio.tolist() == parts[1].log_ratio.tolist()
    assert rollouts.found.left_out == 5
    assert len(rollouts.found.files) == 3


def test_a_pattern_is_one_table():
    rollouts = read_rollouts(FILES / "nemo" / "train_data_step*.jsonl")
    assert sorted(set(rollouts.step.tolist())) == [3, 4]
    assert len(rollouts.lengths) == 48


def test_packed_rows_with_versions():
    rollouts = read_rollouts(FILES / "tmax" / "run_trainer_logprobs_step000010.jsonl")
    assert set(rollouts.step.tolist()) == {10}
    assert sorted(set(rollouts.age.tolist())) == [0, 1, 2]
    lines = (FILES / "tmax" / "run_trainer_logprobs_step000010.jsonl").read_text("utf-8")
    row = json.loads(lines.partition("\n")[0])
    # The log-probability i is that of token i + 1.
    second = row["prompt_boundaries"][1]
    begin = second["prompt_end"]
    first = rollouts.offsets[1]
    assert rollouts.token_id[first] == row["input_token_ids"][begin]
    assert rollouts.version[first] == row["model_steps"][begin]
    assert rollouts.new[first] == row["trainer_logprobs"][begin - 1]
    assert rollouts.lengths[1] == second["sequence_end"] - begin


def test_a_nested_document_with_texts_and_groups():
    rollouts = read_rollouts(FILES / "unipo.json")
    assert rollouts.token_text[:2].tolist() == ["t12", "t22"]
    assert rollouts.token_id[:2].tolist() == [12, 22]
    assert rollouts.group.tolist() == [i // 4 for i in range(24)]
    assert set(rollouts.step.tolist()) == {1}
    assert rollouts.advantage[0] == pytest.approx(0.5510932668417784)


def test_sentinels_are_counted_by_kind():
    found = read_rollouts(FILES / "observation_zeros.npz").found
    counted = {(one.kind, one.side): one.tokens for one in found.sentinels if one.counted}
    assert counted == {("zero", "old"): 96}
    masked = [one for one in found.sentinels if not one.counted]
    assert [(one.kind, one.side, one.tokens) for one in masked] == [("zero", "both", 317)]
    found = read_rollouts(FILES / "prime" / "token_exports" / "step_3", skip_bad=True).found
    assert ("missing", "old", True, 5) in [
        (one.kind, one.side, one.counted, one.tokens) for one in found.sentinels
    ]

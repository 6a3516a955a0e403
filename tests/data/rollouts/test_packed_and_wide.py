"""Rows of several sequences, masks wider than answers, marks that are counted, Chinese names."""

import gzip

import numpy as np
import pytest

from engine.data import read_rollouts
from tests.helpers.rollout_files import assert_is, drawn, json_lines

DRAWN = drawn(6)


def packed_row(offset=0):
    """All sequences in one row; with an offset the first token has no log-probability."""
    row = {"trainer_logp": [], "inference_logp": [], "loss_mask": [], "ids": [], "number": []}
    for number, (skip, new, old, ids) in enumerate(DRAWN.rows(), 1):
        row["trainer_logp"] += [-1.5] * skip + new.tolist()
        row["inference_logp"] += [float("nan")] * skip + old.tolist()
        row["loss_mask"] += [False] * skip + [True] * len(new)
        row["ids"] += ids.tolist()
        row["number"] += [number] * len(ids)
    for name in ("trainer_logp", "inference_logp", "loss_mask"):
        row[name] = row[name][offset:]
    return row


@pytest.mark.parametrize("offset", [0, 1])
@pytest.mark.parametrize("name", ["attention_mask", "seq_ids", "segment_ids"])
def test_rows_with_the_number_of_the_sequence(tmp_path, name, offset):
    row = packed_row(offset)
    row[name] = row.pop("number")
    path = tmp_path / "a.jsonl"
    path.write_bytes(json_lines([row, row]))
    rollouts = read_rollouts(path)
    assert rollouts.lengths.tolist() == DRAWN.lengths * 2
    assert np.array_equal(rollouts.new[: sum(DRAWN.lengths)], np.concatenate(DRAWN.new))
    arrays = {key: np.array([values]) for key, values in row.items()}
    np.savez(tmp_path / "a.npz", **arrays)
    assert_is(read_rollouts(tmp_path / "a.npz"), DRAWN)


def test_boundaries_of_prompts(tmp_path):
    row, begin, bounds = packed_row(1), 0, []
    del row["number"]
    for number, ids in enumerate(DRAWN.ids):
        end = begin + len(ids)
        bounds.append({"row": 0, "sequence_id": number, "sequence_start": begin,
                       "sequence_end": end})  # fmt: skip
        begin = end
    row |= {"prompt_boundaries": bounds, "logprob_token_offset": 1, "model_steps": 4}
    (tmp_path / "a.jsonl").write_bytes(json_lines([row]))
    rollouts = read_rollouts(tmp_path / "a.jsonl")
    assert_is(rollouts, DRAWN)
    assert set(rollouts.version.tolist()) == {4}


def test_a_mask_that_reaches_over_the_prompt(tmp_path):
    answers = {"new": np.zeros((6, 20), np.float32), "old": np.zeros((6, 20), np.float32)}
    mask = np.zeros((6, 20), bool)
    for row, (_, new, old, _) in enumerate(DRAWN.rows()):
        answers["new"][row, : len(new)], answers["old"][row, : len(old)] = new, old
        mask[row, : len(new)] = True
    wide = np.concatenate([np.ones((6, 9), bool), mask], axis=1)
    np.savez(tmp_path / "a.npz", old_log_probs=answers["new"], rollout_log_probs=answers["old"],
             attention_mask=wide)  # fmt: skip
    rollouts = read_rollouts(tmp_path / "a.npz")
    assert_is(rollouts, DRAWN)
    assert any("its end is taken" in note for note in rollouts.found.notes)


def sentinels(found):
    return {(one.kind, one.value, one.side, one.counted): one.tokens for one in found.sentinels}


def test_marks_inside_the_mask_are_counted_and_stay(tmp_path):
    new, old = np.full((2, 50), -2.0), np.full((2, 50), -2.5)
    new[0, :3], old[0, 3:5], old[1, :4], new[1, 9] = 0.0, 1.0, -100.0, -9999.0
    new[1, 20], old[1, 20] = 0.0, 0.0
    np.savez(tmp_path / "a.npz", trainer_logp=new, vllm_logp=old, mask=np.ones((2, 50)),
             version=np.where(new == 0, -1, 3))  # fmt: skip
    rollouts = read_rollouts(tmp_path / "a.npz")
    assert len(rollouts.new) == 100
    assert sentinels(rollouts.found) == {
        ("zero", 0.0, "new", True): 3,
        ("zero", 0.0, "both", True): 1,
        ("one", 1.0, "old", True): 2,
        ("mark", -100.0, "old", True): 4,
        ("mark", -9999.0, "new", True): 1,
        ("unknown", -1.0, "version", True): 4,
    }
    assert np.isnan(rollouts.age[:3]).all()


@pytest.mark.parametrize("clamp", [10.0, 20.0])
def test_clamps_are_counted(tmp_path, clamp):
    rng = np.random.default_rng(1)
    old = -rng.exponential(2.0, (4, 300))
    ratio = np.clip(rng.normal(0, 12.0, old.shape), -clamp, clamp)
    np.savez(tmp_path / "a.npz", new_logp=old + ratio, old_logp=old)
    found = sentinels(read_rollouts(tmp_path / "a.npz").found)
    for side in (clamp, -clamp):
        assert found["clamp", side, "log-ratio", True] == np.sum(ratio == side)
    np.savez(tmp_path / "b.npz", new_logp=np.maximum(4 * old - 3, -clamp), old_logp=old)
    found = sentinels(read_rollouts(tmp_path / "b.npz").found)
    assert found["clamp", -clamp, "new", True] == np.sum(4 * old - 3 <= -clamp)


def test_chinese_names(tmp_path):
    rows = ["步数,序列,位置,新策略对数概率,行为策略对数概率,掩码,优势,版本"]
    for row, (_, new, old, _) in enumerate(DRAWN.rows()):
        rows += [f"3,{row},{t},{a!r},{b!r},1,0.5,2" for t, (a, b) in
                 enumerate(zip(new.tolist(), old.tolist(), strict=True))]  # fmt: skip
        rows.append(f"3,{row},999,,,0,0.5,2")
    (tmp_path / "a.csv").write_bytes("\n".join(rows).encode("gb18030"))
    rollouts = read_rollouts(tmp_path / "a.csv")
    assert_is(rollouts, DRAWN)
    assert rollouts.mask_name == "掩码"
    assert set(rollouts.age.tolist()) == {1}
    assert set(rollouts.advantage.tolist()) == {0.5}


def test_a_table_that_is_still_being_written(tmp_path):
    text = "seq,pos,new_logp,old_logp\n0,0,-1.5,-1.25\n0,1,-2.5,-2.25\n0,2,-1.25,"
    for end in ("", "-", "-1.5e"):
        (tmp_path / "a.csv").write_text(text + end)
        rollouts = read_rollouts(tmp_path / "a.csv", skip_bad=True)
        assert rollouts.new.tolist() == [-1.5, -2.5]
    (tmp_path / "a.csv").write_text(text[:-8])
    rollouts = read_rollouts(tmp_path / "a.csv")
    assert rollouts.new.tolist() == [-1.5, -2.5]
    assert any("still be written" in note for note in rollouts.found.notes)
    packed = gzip.compress("".join(f"0,{i},-1.5,-1.25\n" for i in range(40_000)).encode())
    whole = gzip.compress(text.partition("\n")[0].encode() + b"\n") + packed
    (tmp_path / "a.csv").write_bytes(whole[: len(whole) // 2])
    rollouts = read_rollouts(tmp_path / "a.csv")
    assert 1000 < len(rollouts.new) < 40_000
    assert any("ends in the middle" in note for note in rollouts.found.notes)

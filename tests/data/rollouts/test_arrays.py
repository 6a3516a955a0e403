"""Arrays of sequences x tokens in NPZ, NPY and safetensors files, as many programs save them."""

import json

import numpy as np
import pytest

from engine.core.run import Cancelled, Run
from engine.data import read_rollouts
from engine.data.error import DataError
from tests.helpers.rollout_files import assert_is, drawn

DRAWN = drawn()
NAMES = {"new": "old_log_probs", "old": "rollout_log_probs", "mask": "response_mask"}


def saved(path, table, compressed=False, **more):
    named = {NAMES[name]: table[name] for name in NAMES if name in table}
    (np.savez_compressed if compressed else np.savez)(path, **named, **more)
    return path


@pytest.mark.parametrize("kind", [bool, np.uint8, np.int64, np.float32, np.float64])
@pytest.mark.parametrize("side", ["left", "right"])
def test_masks_of_every_type_and_either_side(tmp_path, kind, side):
    table = DRAWN.padded(side)
    table["mask"] = table["mask"].astype(kind)
    rollouts = read_rollouts(saved(tmp_path / "a.npz", table, compressed=side == "left"))
    assert_is(rollouts, DRAWN)
    assert rollouts.mask_name == "response_mask"


@pytest.mark.parametrize("fill", [np.nan, np.inf, -np.inf, 1.0, -100.0, -1e10, 0.0])
def test_what_stands_in_masked_tokens_never_counts(tmp_path, fill):
    rollouts = read_rollouts(saved(tmp_path / "a.npz", DRAWN.padded(fill=fill, prompt=fill)))
    assert_is(rollouts, DRAWN)
    assert rollouts.found.left_out == 0
    assert rollouts.found.masked == DRAWN.width * 6 - sum(DRAWN.lengths)


def test_a_mask_of_minus_100_and_nothing(tmp_path):
    table = DRAWN.padded()
    table["mask"] = np.where(table["mask"], 1.0, -100.0)
    rollouts = read_rollouts(saved(tmp_path / "a.npz", table))
    assert_is(rollouts, DRAWN)
    marks = [one for one in rollouts.found.sentinels if one.side == "mask"]
    assert [(one.value, one.tokens) for one in marks] == [(-100.0, rollouts.found.masked)]
    table["mask"][table["mask"] < 0] = np.nan
    assert_is(read_rollouts(saved(tmp_path / "b.npz", table)), DRAWN)


def test_labels_are_a_mask_where_none_is(tmp_path):
    table = DRAWN.padded()
    labels = np.where(table.pop("mask"), table["ids"], -100)
    rollouts = read_rollouts(saved(tmp_path / "a.npz", table, labels=labels))
    assert_is(rollouts, DRAWN)
    assert rollouts.mask_name == "labels"


def test_token_ids_and_minus_100_as_a_mask(tmp_path):
    table = DRAWN.padded()
    table["mask"] = np.where(table["mask"], table["ids"], -100)
    assert_is(read_rollouts(saved(tmp_path / "a.npz", table)), DRAWN)


@pytest.mark.parametrize("cut", ["logs", "old", "new", "mask"])
def test_one_value_fewer_than_tokens(tmp_path, cut):
    """The first token has no log-probability, or an empty one."""
    table = DRAWN.padded()
    for name in ("new", "old") if cut == "logs" else (cut,):
        table[name] = table[name][:, 1:]
    assert_is(read_rollouts(saved(tmp_path / "a.npz", table)), DRAWN)


def test_one_value_more_than_tokens_at_the_end(tmp_path):
    table = DRAWN.padded()
    extra = np.full((6, 1), np.nan, np.float32)
    for name in ("new", "old"):
        filled = np.where(table["mask"], table[name], -1.5).astype(np.float32)
        table[name] = np.concatenate([filled, extra], axis=1)
    assert_is(read_rollouts(saved(tmp_path / "a.npz", table)), DRAWN)


def test_lengths_that_do_not_fit_are_refused(tmp_path):
    table = DRAWN.padded()
    table["old"] = table["old"][:, 3:]
    with pytest.raises(DataError, match=r"row 1: .* has .* values; they must be of one length"):
        read_rollouts(saved(tmp_path / "a.npz", table))


def test_padding_without_a_mask_is_named(tmp_path):
    table = DRAWN.padded()
    del table["mask"]
    rollouts = read_rollouts(saved(tmp_path / "a.npz", table))
    assert_is(rollouts, DRAWN)
    assert any("taken for padding" in note for note in rollouts.found.notes)


@pytest.mark.parametrize("side", ["left", "right"])
def test_lengths_of_answers_instead_of_a_mask(tmp_path, side):
    answers = drawn()
    answers.prompts[:] = [0] * 6
    answers.ids[:] = [np.arange(n) + 1 for n in answers.lengths]
    table = answers.padded(side)
    del table["mask"]
    path = saved(tmp_path / "a.npz", table, response_lengths=np.array(answers.lengths))
    rollouts = read_rollouts(path)
    assert_is(rollouts, answers)
    assert rollouts.mask_name == "response_lengths"


@pytest.mark.parametrize("name", ["lengths", "cu_seqlens", "seq_lens", "offsets"])
def test_sequences_one_after_the_other(tmp_path, name):
    lengths = np.array(DRAWN.lengths)
    if name in ("cu_seqlens", "offsets"):
        lengths = np.concatenate(([0], np.cumsum(lengths)))
    flat = {"trainer_logp": np.concatenate(DRAWN.new), "vllm_logp": np.concatenate(DRAWN.old)}
    np.savez(tmp_path / "a.npz", **flat, **{name: lengths}, reward=np.arange(6.0))
    assert_is(read_rollouts(tmp_path / "a.npz"), DRAWN)


def test_a_plain_pair_is_one_token_a_sequence(tmp_path):
    new, old = np.concatenate(DRAWN.new), np.concatenate(DRAWN.old)
    np.savez(tmp_path / "a.npz", new_logp=new, old_logp=old)
    rollouts = read_rollouts(tmp_path / "a.npz")
    assert np.array_equal(rollouts.new, new)
    assert rollouts.lengths.tolist() == [1] * len(new)
    sequence = np.repeat(np.arange(6), DRAWN.lengths)
    np.savez(tmp_path / "b.npz", new_logp=new, old_logp=old, seq_id=sequence)
    assert_is(read_rollouts(tmp_path / "b.npz"), DRAWN)


def test_orders_shapes_and_types_of_arrays(tmp_path):
    table = DRAWN.padded()
    for change in (
        np.asfortranarray,
        lambda a: a[..., None],
        lambda a: a.reshape(2, 3, -1),
        lambda a: a.astype(a.dtype.newbyteorder(">")),
        lambda a: a.astype(float) if a.dtype.kind == "f" else a,
    ):
        changed = {name: change(values) for name, values in table.items()}
        assert_is(read_rollouts(saved(tmp_path / "a.npz", changed)), DRAWN)
    half = {name: values.astype("f2") if values.dtype.kind == "f" else values
            for name, values in table.items()}  # fmt: skip
    assert_is(read_rollouts(saved(tmp_path / "a.npz", half)), DRAWN, 0.02)


def test_what_stands_beside(tmp_path):
    table = DRAWN.padded()
    beside = {
        "responses": table["ids"],
        "uid": np.array([*"aabbcc"]),
        "advantages": np.arange(6.0),
        "weight_version": np.array([9, 9, 10, 10, 11, 11]),
        "values": table["new"],
        "entropys": table["new"],
        "attention_mask": np.ones_like(table["mask"]),
    }
    rollouts = read_rollouts(saved(tmp_path / "step_12.npz", table, **beside))
    assert_is(rollouts, DRAWN)
    assert rollouts.step.tolist() == [12] * 6
    assert rollouts.group.tolist() == [0, 0, 1, 1, 2, 2]
    assert np.array_equal(rollouts.advantage, np.repeat(np.arange(6), DRAWN.lengths))
    assert rollouts.age.max() == 3
    answers = [ids[skip:] for skip, ids in zip(DRAWN.prompts, DRAWN.ids, strict=True)]
    assert np.array_equal(rollouts.token_id, np.concatenate(answers))


def bfloat16(values):
    """The upper halves, rounded to nearest even."""
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


def test_bfloat16_in_npz(tmp_path):
    table = DRAWN.padded()
    for name in ("new", "old"):
        table[name] = bfloat16(table[name]).view("V2")
    assert_is(read_rollouts(saved(tmp_path / "a.npz", table)), DRAWN, 0.1)


def safetensors(path, tensors):
    """Written by hand: the header, its length in front, then the values."""
    header, content = {"__metadata__": {"format": "pt"}}, b""
    for name, (kind, shape, data) in tensors.items():
        offsets = [len(content), len(content) + len(data)]
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": offsets}
        content += data
    text = json.dumps(header).encode().ljust(400)
    path.write_bytes(len(text).to_bytes(8, "little") + text + content)
    return path


@pytest.mark.parametrize("kind", ["F32", "BF16", "F16", "F64"])
@pytest.mark.parametrize("mask", ["BOOL", "U8", "I64", "F32"])
def test_safetensors(tmp_path, kind, mask):
    table = DRAWN.padded("left")
    types = {"F32": "<f4", "F64": "<f8", "F16": "<f2", "BOOL": "?", "U8": "u1", "I64": "<i8"}
    tensors = {}
    for name in ("new", "old", "mask"):
        values, code = table[name], mask if name == "mask" else kind
        data = bfloat16(values) if code == "BF16" else values.astype(types[code])
        tensors[NAMES[name]] = (code, list(values.shape), data.tobytes())
    rollouts = read_rollouts(safetensors(tmp_path / "a.safetensors", tensors))
    assert_is(rollouts, DRAWN, {"F32": 0, "F64": 0, "F16": 0.02, "BF16": 0.1}[kind])
    assert rollouts.new.dtype == (np.float64 if kind == "F64" else np.float32)


def test_npy_files_of_a_folder_are_one_table(tmp_path):
    table = DRAWN.padded()
    for step in (1, 2):
        for name in ("new", "old", "mask"):
            np.save(tmp_path / f"{NAMES[name]}_step{step}.npy", table[name])
    rollouts = read_rollouts(tmp_path)
    assert rollouts.step.tolist() == [1] * 6 + [2] * 6
    assert_is(rollouts.at_step(2), DRAWN)
    assert_is(read_rollouts(tmp_path / "*_step1.npy"), DRAWN)


def test_npy_pairs(tmp_path):
    new, old = np.concatenate(DRAWN.new), np.concatenate(DRAWN.old)
    np.save(tmp_path / "new.npy", new)
    np.save(tmp_path / "old.npy", old)
    rollouts = read_rollouts(tmp_path)
    assert np.array_equal(rollouts.old, old)
    assert rollouts.found.certain
    np.save(tmp_path / "new.npy", np.column_stack([new, old]))
    rollouts = read_rollouts(tmp_path / "new.npy")
    assert np.array_equal(rollouts.new, new)
    assert not rollouts.found.certain
    fields = np.zeros(len(new), [("logp", "f4"), ("behavior_logp", "f4")])
    fields["logp"], fields["behavior_logp"] = new, old
    np.save(tmp_path / "new.npy", fields)
    assert np.array_equal(read_rollouts(tmp_path / "new.npy").old, old)
    np.save(tmp_path / "new.npy", new)
    with pytest.raises(DataError, match="open the folder"):
        read_rollouts(tmp_path / "new.npy")


def test_progress_and_cancel(tmp_path):
    path = saved(tmp_path / "a.npz", DRAWN.padded())
    told = []
    read_rollouts(path, run=Run(report=told.append))
    assert told == sorted(told)
    assert told[-1] == 1.0
    with pytest.raises(Cancelled):
        read_rollouts(path, run=Run(cancelled=lambda: True))


def test_a_header_that_promises_too_much(tmp_path):
    path = saved(tmp_path / "a.npz", DRAWN.padded())
    content = path.read_bytes()
    shape = f"({6}, {DRAWN.width})".encode()
    path.write_bytes(content.replace(shape, shape[:-1] + b"0)", 1))
    with pytest.raises(DataError):
        read_rollouts(path)

"""JSON lines and documents, as many programs write them."""

import gzip
import json

import numpy as np
import pytest

from engine.data import read_rollouts
from engine.data.error import DataError
from engine.data.rollouts import fields, json_table
from engine.data.rollouts.bad_tokens import BadTokens
from tests.helpers.rollout_files import assert_is, drawn, json_lines

DRAWN = drawn(2)


def read(tmp_path, content, name="a.jsonl", **options):
    (tmp_path / name).write_bytes(content)
    return read_rollouts(tmp_path / name, **options)


def test_lines_of_lists(tmp_path):
    rollouts = read(tmp_path, json_lines(DRAWN.records()))
    assert_is(rollouts, DRAWN)
    assert rollouts.mask_name == "mask"


@pytest.mark.parametrize("prompt", [None, 1.0, float("nan"), float("-inf"), -100.0])
def test_what_stands_in_masked_tokens_never_counts(tmp_path, prompt):
    assert_is(read(tmp_path, json_lines(DRAWN.records(prompt))), DRAWN)


@pytest.mark.parametrize(
    "change",
    [
        gzip.compress,
        lambda content: gzip.compress(content[:300]) + gzip.compress(content[300:]),
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content.replace(b"\n", b"\n\n"),
        lambda content: content[:-1],
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.decode().encode("utf-16"),
        lambda content: content.decode().encode("utf-16-le"),
        lambda content: content.replace(b" ", b""),
        lambda content: content.replace(b"[", b"[[").replace(b"]", b"]]"),
        lambda content: content.replace(b"[", b"[[[").replace(b"]", b"]]]"),
    ],
    ids=[
        "gz",
        "two-gz",
        "crlf",
        "blank",
        "no-end",
        "bom",
        "utf16",
        "utf16-bare",
        "dense",
        "batch",
        "deep",
    ],
)
def test_ways_to_write_the_same_lines(tmp_path, change):
    content = change(json_lines(DRAWN.records()))
    assert_is(read(tmp_path, content), DRAWN)
    # The name says nothing.
    assert_is(read(tmp_path, content, "b.txt"), DRAWN)


def test_texts_of_numbers_and_true_and_false(tmp_path):
    records = DRAWN.records()
    for record in records:
        record["mask"] = [bool(cell) for cell in record["mask"]]
        record["trainer_logprobs"] = [str(value) for value in record["trainer_logprobs"]]
    assert_is(read(tmp_path, json_lines(records)), DRAWN)


@pytest.mark.parametrize("literal", ["NaN", "null", "nan", "None", '"nan"', '"NaN"'])
def test_missing_values_in_every_spelling(tmp_path, literal):
    content = json_lines(DRAWN.records()).decode()
    value = repr(float(DRAWN.new[1][1]))
    assert value in content
    content = content.replace(value, literal, 1)
    text = '"text": "a NaN, \\"NaN\\" and [NaN]", '
    content = content.replace('{"token_ids"', "{" + text + '"token_ids"').encode()
    with pytest.raises(BadTokens, match=r"1 of \d+ tokens .* line 2, token \d: trainer_logprobs"):
        read(tmp_path, content)
    rollouts = read(tmp_path, content, skip_bad=True)
    assert rollouts.found.left_out == 1
    lengths = [*DRAWN.lengths]
    lengths[1] -= 1
    assert rollouts.lengths.tolist() == lengths
    assert np.max(rollouts.places) == max(DRAWN.lengths) - 1


@pytest.mark.parametrize("literal", ["Infinity", "-Infinity", '"-inf"', "1e999"])
def test_infinite_values_are_named(tmp_path, literal):
    value = repr(float(DRAWN.old[1][1]))
    content = json_lines(DRAWN.records()).decode().replace(value, literal, 1).encode()
    if literal == "1e999":
        with pytest.raises(DataError, match="out of range"):
            read(tmp_path, content)
        return
    with pytest.raises(BadTokens, match=r"vllm_logprobs is -?inf"):
        read(tmp_path, content)
    kinds = [one.kind for one in read(tmp_path, content, skip_bad=True).found.sentinels]
    assert "infinite" in kinds


def test_a_file_that_is_still_being_written(tmp_path):
    content = json_lines(DRAWN.records())
    end = content.rfind(b"\n", 0, -1)
    rollouts = read(tmp_path, content[: end + 50])
    assert rollouts.lengths.tolist() == DRAWN.lengths[:-1]
    assert any("still be written" in note for note in rollouts.found.notes)
    packed = gzip.compress(content)
    rollouts = read(tmp_path, packed[: len(packed) * 2 // 3])
    assert 1 <= len(rollouts.lengths) < 6
    whole = drawn(2)
    assert rollouts.lengths.tolist() == whole.lengths[: len(rollouts.lengths)]


def test_a_damaged_line_is_named(tmp_path):
    lines = json_lines(DRAWN.records()).split(b"\n")
    lines[2] = lines[2][:40]
    with pytest.raises(DataError, match="line 3 is no JSON"):
        read(tmp_path, b"\n".join(lines))


def test_lists_of_different_lengths_are_named(tmp_path):
    records = DRAWN.records()
    records[3]["mask"] = records[3]["mask"][2:]
    with pytest.raises(DataError, match=r"line 4: .*mask has .* values"):
        read(tmp_path, json_lines(records))


def test_lines_without_log_probabilities_are_left_out_and_told(tmp_path):
    records = DRAWN.records()
    del records[2]["trainer_logprobs"]
    rollouts = read(tmp_path, json_lines([*records, {"done": True}, {}]))
    assert rollouts.lengths.tolist() == [n for i, n in enumerate(DRAWN.lengths) if i != 2]
    assert any("is missing" in note for note in rollouts.found.notes)


def test_answers_alone_with_steps_and_groups(tmp_path):
    records = [
        {"global_step": 7, "prompt_id": f"p{i // 2}", "advantage": float(i), "current_logps":
         new.tolist(), "behavior_logps": old.tolist(), "weight_versions": 5}
        for i, (_, new, old, _) in enumerate(DRAWN.rows())
    ]  # fmt: skip
    rollouts = read(tmp_path, json_lines(records))
    assert_is(rollouts, DRAWN)
    assert rollouts.group.tolist() == [0, 0, 1, 1, 2, 2]
    assert set(rollouts.age.tolist()) == {2}
    assert np.array_equal(rollouts.advantage, np.repeat(np.arange(6), DRAWN.lengths))


def test_any_two_lists_of_one_length(tmp_path):
    records = [{"id": i, "a": new.tolist(), "b": old.tolist(), "x": [1.5]}
               for i, (_, new, old, _) in enumerate(DRAWN.rows())]  # fmt: skip
    rollouts = read(tmp_path, json_lines(records))
    assert_is(rollouts, DRAWN)
    assert not rollouts.found.certain
    assert "guess" in rollouts.found.which
    turned = read(tmp_path, json_lines(records), new="b", old="a")
    assert np.array_equal(turned.log_ratio, -rollouts.log_ratio)
    assert turned.found.certain


def test_packed_rows_by_position_ids(tmp_path):
    row = {"trainer_logp": [], "inference_logp": [], "loss_mask": [], "position_ids": []}
    for skip, new, old, ids in DRAWN.rows():
        row["trainer_logp"] += [-1.5] * skip + new.tolist()
        row["inference_logp"] += [0.0] * skip + old.tolist()
        row["loss_mask"] += [False] * skip + [True] * len(new)
        row["position_ids"] += range(len(ids))
    for name in row:
        row[name] += [0] * 7  # the end of the row is empty
    assert_is(read(tmp_path, json_lines([row])), DRAWN)


def test_a_token_a_line(tmp_path):
    assert_is(read(tmp_path, json_lines(DRAWN.lines())), DRAWN)


def test_documents(tmp_path):
    records = DRAWN.records()
    for document in (
        records,
        {"step": 4, "samples": records},
        {"meta": {"lr": 0.1, "eps": 0.2}, "steps": [{"step": 4, "rows": records}]},
        {name: [record[name] for record in records] for name in records[0]},
    ):
        for indent in (None, 2):
            content = json.dumps(document, indent=indent).encode()
            rollouts = read(tmp_path, content, "a.json")
            assert_is(rollouts, DRAWN)
            if b"step" in content:
                assert rollouts.step.tolist() == [4] * 6


def test_a_document_that_is_cut_short(tmp_path):
    content = json.dumps(DRAWN.records(), indent=1).encode()
    with pytest.raises(DataError, match="is no JSON, or cut short"):
        read(tmp_path, content[:-30], "a.json")


def test_a_packed_document_is_bounded_by_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr("engine.data.rollouts.stream.SPARE", 2**20)
    content = json.dumps(DRAWN.records(), indent=1).encode()
    assert_is(read(tmp_path, gzip.compress(content), "a.json"), DRAWN)
    bomb = gzip.compress(content[:-1] + b" " * 2**23 + b"]")
    with pytest.raises(DataError, match="holds more than 1 MB"):
        read(tmp_path, bomb, "a.json")


def test_pieces_join_to_the_whole(tmp_path, monkeypatch):
    whole = read(tmp_path, json_lines(DRAWN.records()))
    monkeypatch.setattr(json_table, "MOST_RECORDS", 2)
    monkeypatch.setattr(fields, "TOKENS", 8)
    parts = read(tmp_path, json_lines(DRAWN.records()))
    assert np.array_equal(whole.new, parts.new)
    assert whole.found == parts.found


def test_lists_that_count_or_hold_one_number(tmp_path):
    """They are read without being decoded; so is one that does so in the first lines only."""
    records = DRAWN.records()
    for index, record in enumerate(records):
        size = len(record["mask"])
        record["advantages"] = [0.25 * index] * size
        record["position_ids"] = [*range(size)]
    records[4]["advantages"][1:3] = [7.0, None]
    for content in (json_lines(records), json_lines(records).replace(b" ", b"")):
        rollouts = read(tmp_path, content)
        assert_is(rollouts, DRAWN)
        first = rollouts.offsets[:-1]
        assert rollouts.advantage[first[1]] == 0.25
        assert rollouts.advantage[first[5]] == 1.25
        wanted = [record["advantages"][skip:]
                  for record, skip in zip(records, DRAWN.prompts, strict=True)]  # fmt: skip
        flat = [np.nan if x is None else x for part in wanted for x in part]
        assert np.array_equal(rollouts.advantage, flat, equal_nan=True)


def test_names_with_quotes_and_line_breaks(tmp_path):
    records = [{'new "logp"\n': new.tolist(), "old\\logp": old.tolist(), "": 1}
               for _, new, old, _ in DRAWN.rows()]  # fmt: skip
    assert_is(read(tmp_path, json_lines(records)), DRAWN)


@pytest.mark.parametrize("entry", [[], {}, [1.0, 2.0], "abc"])
def test_an_entry_that_is_no_number_is_named(tmp_path, entry):
    records = DRAWN.records()
    records[2]["vllm_logprobs"][4] = entry
    with pytest.raises(DataError, match=r"line 3: vllm_logprobs holds '.*', no number"):
        read(tmp_path, json_lines(records))

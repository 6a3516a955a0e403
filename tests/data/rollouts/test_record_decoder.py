"""A JSON record is read alike with simdjson and without it, and as json reads it."""

import json
import math

import msgspec
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.data import read_rollouts
from engine.data.rollouts import record_decoder
from engine.data.rollouts.fields import Field
from engine.data.rollouts.packed import Numbers
from engine.data.rollouts.record_batch import RecordBatch
from engine.data.rollouts.record_decoder import RecordDecoder

KINDS = {"a": "float", "b": "whole", "c": "truth"}
LISTS = tuple(Field(name, kind, 2, (3,), (), 1, 1.0) for name, kind in KINDS.items())
SINGLES = (Field("step", "whole", 1), Field("name", "text", 1))

without = pytest.mark.skipif(
    record_decoder.simdjson is None, reason="simdjson is not there to be compared"
)
numbers = st.one_of(
    st.integers(-(2**70), 2**70),
    st.integers(0, 255),
    st.floats(-1.7e308, 1.7e308),
    st.booleans(),
    st.none(),
    st.sampled_from(["1.5", "nan"]),
)
lists = st.one_of(st.lists(numbers, max_size=6), st.lists(st.floats(-9, 0, width=32), min_size=1))
records = st.fixed_dictionaries(
    {}, optional={**dict.fromkeys(KINDS, lists), "step": numbers, "name": st.text(), "x": lists}
)


def piece_of(content: bytes):
    """What a batch makes of a record."""
    wanted = (*LISTS, *SINGLES)
    batch = RecordBatch("a.jsonl", wanted)
    batch.add(RecordDecoder(wanted).decode(content), 1)
    return batch.take(1.0)


def expected(values) -> list[float]:
    return [math.nan if value in (None, "nan") else float(value) for value in values or []]


@given(records)
@example({"a": [-0.0, 5e-324, 1.7e308, 1], "b": [0, 255], "c": [True, False]})
@example({"a": [2**53 + 1, -(2**63), 2**64 - 1], "b": [256], "c": [1, 0]})
def test_numbers_are_those_that_json_reads(record):
    found = piece_of(json.dumps(record).encode()).tokens
    for name in KINDS:
        np.testing.assert_array_equal(found[name].values, expected(record.get(name)))
        assert found[name].lengths == [len(record.get(name) or [])]


@without
@given(records, st.sampled_from([None, (",", ":")]))
def test_a_record_is_the_same_without_simdjson(record, separators):
    content = json.dumps(record, ensure_ascii=False, separators=separators)
    content = content.encode("utf-8", "surrogatepass")
    quick = piece_of(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_decoder, "simdjson", None)
        plain = piece_of(content)
    for name in KINDS:
        assert quick.tokens[name].values.astype(float).tobytes() == (
            plain.tokens[name].values.astype(float).tobytes()
        )
    for field in SINGLES:
        np.testing.assert_array_equal(quick.records[field.name], plain.records[field.name])


@without
@pytest.mark.parametrize(
    "content",
    [
        b'{"a":[1.5],"a":[2.5,3.5]}',  # the last one counts
        b'{"a":[1e400]}',
        b'{"a":[123456789012345678901234567890]}',
        b'{"name":"\\ud800","a":[1.5]}',
        b'{"a":[[1.5,2.5],[3.5]]}',
        b'{"a":[[1.5],[2.5]]}',
        b'{"a":[1.5,[2.5]]}',
        b'{"a":[1.5,[2.5,3.5],[]]}',
        b'{"a":[1.5,          [2.5,3.5],[]]}',
        b'{"name":"[, [","a":[1.5,2.5]}',
        b'{"a":[],"b":[[]],"c":null}',
        b'{"a":1.5}',
        b'{"a":{"b":1}}',
        b'{"a":[true,1,2.5]}',
        b'{"a":[-0,-0.0]}',
        b"{}",
        b"[1,2]",
        b'{"a":[1.]}',
        b'{"a":[1.5}',
        b'{"a":[1.5]} x',
        b'{"a\xff":1,"a":[1.5]}',
        b"",
    ],
)
def test_what_is_unusual_is_the_same_without_simdjson(content, monkeypatch):
    def told():
        try:
            piece = piece_of(content)
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
            return type(error), str(error)
        columns = piece.tokens.values()
        return [(c.values.astype(float).tobytes(), c.lengths.tolist()) for c in columns]

    quick = told()
    monkeypatch.setattr(record_decoder, "simdjson", None)
    assert quick == told()


@without
def test_lists_of_numbers_come_as_arrays_and_small_ones_take_a_byte():
    cells = RecordDecoder(LISTS).decode(b'{"a":[-1.5,2],"b":[1,0],"c":[true,false],"x":[1]}')
    assert [type(cell) for cell in cells] == [np.ndarray, np.ndarray, list]
    gathered = Numbers()
    assert gathered.add(cells[1]) == 2
    assert gathered.add([1, 1]) == 2
    assert gathered.add(np.array([3], np.uint64)) == 1
    found = gathered.take()
    assert found.dtype == np.uint8
    assert found.tolist() == [1, 0, 1, 1, 3]
    gathered.add(np.array([1], np.uint64))
    gathered.add(np.array([256], np.uint64))
    assert gathered.take().tolist() == [1.0, 256.0]


@without
def test_a_line_that_would_take_much_memory_is_left_to_the_other_decoder(monkeypatch):
    content = b'{"a":[-1.5,2]}'
    monkeypatch.setattr(record_decoder, "LONGEST", len(content))
    assert isinstance(RecordDecoder(LISTS).decode(content)[0], np.ndarray)
    assert isinstance(RecordDecoder(LISTS).decode(content + b" ")[0], list)


@without
def test_a_file_is_the_same_without_simdjson(tmp_path, monkeypatch):
    rng = np.random.default_rng(4)
    path = tmp_path / "a.jsonl"
    with open(path, "w") as file:
        for index in range(300):
            count = int(rng.integers(1, 40))
            new, old = -rng.exponential(1, (2, count))
            row = {
                "step": index // 100, "trainer_logprobs": new.tolist(),
                "inference_logprobs": old.tolist(), "advantages": [float(index)] * count,
                "token_ids": rng.integers(0, 1e5, count).tolist(),
                "position_ids": [*range(count)], "loss_mask": [True] * count,
            }  # fmt: skip
            row["trainer_logprobs"][0] = math.nan if index % 50 == 7 else row["trainer_logprobs"][0]
            file.write(json.dumps(row) + "\n")
    quick = read_rollouts(path, skip_bad=True)
    monkeypatch.setattr(record_decoder, "simdjson", None)
    plain = read_rollouts(path, skip_bad=True)
    for name in ("new", "old", "lengths", "advantage", "token_id", "step"):
        assert getattr(quick, name).tobytes() == getattr(plain, name).tobytes()
    assert quick.found == plain.found

"""Folders and patterns: steps and processes from names, what is left out, what is refused."""

import json
import pickle

import numpy as np
import pytest

from engine.data import read_rollouts
from engine.data.error import DataError
from engine.data.rollouts.policies import OnePolicy
from engine.data.rollouts.readers import readers
from engine.data.rollouts.steps import array_name, natural, step_of
from tests.helpers.rollout_files import assert_is, drawn, json_lines

STEPS = {
    "out/step_3/rank_0.jsonl": 3,
    "train_data_step12.jsonl": 12,
    "run_trainer_logprobs_step000010.jsonl": 10,
    "global_step_40/batch.npz": 40,
    "globalStep7.npz": 7,
    "iter-5.npz": 5,
    "iteration=6/part.parquet": 6,
    "rollout_8.jsonl": 8,
    "rollout_id_9.jsonl": 9,
    "12.jsonl": 12,
    "step_1/step_2.npz": 2,
    "footsteps9.csv": -1,
    "tokens.csv": -1,
    "step_99999999999999999999.npz": -1,
}


@pytest.mark.parametrize("name", STEPS)
def test_the_step_in_a_name(name):
    assert step_of(tuple(name.split("/"))) == STEPS[name]


def test_names_of_arrays_and_their_order():
    assert array_name("old_log_probs_step3.npy") == "old_log_probs"
    assert array_name("rank0_new_logp.npy") == "new_logp"
    assert array_name("step3.npy") == "step3"
    assert sorted(["step_10", "step_9", "step_1a"], key=natural) == ["step_1a", "step_9", "step_10"]


def write_steps(folder, steps=(2, 10), ranks=2, **more):
    parts = {}
    for step in steps:
        for rank in range(ranks):
            part = parts[step, rank] = drawn(100 * step + rank, sequences=3)
            path = folder / f"step_{step}" / f"rank_{rank}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(json_lines({**record, **more} for record in part.records()))
    return parts


def test_steps_and_processes_are_joined(tmp_path):
    parts = write_steps(tmp_path, group_id="a")
    rollouts = read_rollouts(tmp_path)
    assert rollouts.step.tolist() == [2] * 6 + [10] * 6
    lengths = [n for part in parts.values() for n in part.lengths]
    assert rollouts.lengths.tolist() == lengths
    # One prompt of one step, whoever wrote it.
    assert rollouts.group.tolist() == [0] * 6 + [1] * 6
    assert len(rollouts.found.files) == 4
    one = read_rollouts(tmp_path / "step_*" / "rank_1.jsonl")
    assert one.step.tolist() == [2] * 3 + [10] * 3
    assert_is(read_rollouts(tmp_path / "step_10" / "rank_0.jsonl"), parts[10, 0])


def test_a_column_tells_more_than_a_name(tmp_path):
    write_steps(tmp_path, steps=(2,), global_step=77)
    assert set(read_rollouts(tmp_path).step.tolist()) == {77}


def test_what_is_no_rollout_is_left_out_and_named(tmp_path):
    write_steps(tmp_path)
    (tmp_path / "README.md").write_text("# A run\n\nwith words, and more\n")
    (tmp_path / "config.json").write_text(json.dumps({"lr": 1e-5, "clip": 0.2, "steps": [1, 2]}))
    (tmp_path / "config.yaml").write_text("lr: 1e-5\nclip: 0.2\n")
    (tmp_path / "metrics.jsonl").write_text('{"step": 1, "lr": 0.1, "norm": 2.5}\n' * 3)
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "model.pt").write_bytes(pickle.dumps({}))
    (tmp_path / ".hidden.jsonl").write_text("{}")
    rollouts = read_rollouts(tmp_path)
    assert len(rollouts.lengths) == 12
    told = " ".join(rollouts.found.notes)
    for name in (
        "README.md",
        "config.json",
        "config.yaml",
        "metrics.jsonl",
        "empty.jsonl",
        "model.pt",
    ):
        assert f"{name} is left out" in told
    assert ".hidden" not in told


@pytest.mark.parametrize("kind", ["folder", "pattern", "missing", "sub", "device"])
def test_where_nothing_is(tmp_path, kind):
    (tmp_path / "a").mkdir()
    paths = {"folder": tmp_path / "a", "pattern": tmp_path / "*.npz", "missing": tmp_path / "x.npz",
             "sub": tmp_path / "x" / "y", "device": "/dev/null"}  # fmt: skip
    with pytest.raises(DataError, match=r"without files|fits no file|cannot be read"):
        read_rollouts(paths[kind])


@pytest.mark.parametrize("name", ["a.pt", "a.pth", "a.pkl", "a.ckpt"])
def test_pickles_are_refused_with_the_lines_that_convert_them(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(pickle.dumps({"logprobs": [1.0]}))
    with pytest.raises(DataError) as refused:
        read_rollouts(path)
    text = str(refused.value)
    load = "pickle.loads" if name == "a.pkl" else "torch.load"
    assert all(part in text for part in ("never unpickled", load, "numpy.savez", name, "a.npz"))
    assert "\n" not in text


def test_a_torch_archive_is_refused_whatever_its_name(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "batch.npz", "w") as archive:
        archive.writestr("batch/data.pkl", b"\x80\x02}q\x00.")
    with pytest.raises(DataError, match="is a PyTorch file, which is never unpickled"):
        read_rollouts(tmp_path / "batch.npz")


def test_python_objects_in_arrays_are_never_read(tmp_path):
    cells = np.array([[1.0], [2.0, 3.0]], dtype=object)
    np.savez(tmp_path / "a.npz", new_logp=cells, old_logp=cells)
    with pytest.raises(DataError, match="no log-probabilities"):
        read_rollouts(tmp_path / "a.npz")


DUMPS = {
    "verl": [{"input": "q", "output": "a", "gts": "7", "score": 1.0, "acc": 0.5, "step": 3}],
    "ms-swift": [{"step": "1", "prompt": "q", "completion": "a", "accuracy": 1.0, "format": 0.5}],
    "AReaL": [{"prompt": "q", "completion": "a", "seqlen": 9, "head_version": 1, "reward": 1.0,
               "tail_version": 2}],
    "Atropos": [{"tokens": [[1, 2, 3]], "masks": [[-100, 2, 3]], "scores": [1.0],
                 "inference_logprobs": [[1.0, -0.5, -0.25]]}],
    "miles or slime": [{"tokens": [1, 2, 3], "response_length": 2, "loss_mask": [1, 1],
                        "rollout_log_probs": [-0.5, -0.25], "weight_versions": ["3"]}],
    "open-instruct": [{"logprobs": [-0.5, -0.25], "response_tokens": [1, 2], "finish_reason":
                       "stop", "model_step": 3}],
}  # fmt: skip


@pytest.mark.parametrize("framework", DUMPS)
def test_files_without_the_trainers_are_told_with_the_hook(tmp_path, framework):
    (tmp_path / "3.jsonl").write_bytes(json_lines(DUMPS[framework] * 4))
    with pytest.raises(OnePolicy) as told:
        read_rollouts(tmp_path / "3.jsonl")
    assert told.value.framework == framework
    assert f"{framework} writes it so" in str(told.value)
    assert "resources/rollouts/hooks/" in str(told.value)
    assert "def dump(" in told.value.hook
    assert "\n" not in str(told.value)
    # In a folder that holds nothing else the same is told.
    with pytest.raises(OnePolicy, match="writes it so"):
        read_rollouts(tmp_path)


def test_completions_of_trl(tmp_path):
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    rows = {"step": [1, 1], "prompt": ["q", "q"], "completion": ["a", "b"], "advantage": [1.0, -1]}
    parquet.write_table(arrow.table(rows), tmp_path / "completions_00001.parquet")
    with pytest.raises(OnePolicy, match="trl writes it so"):
        read_rollouts(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.4 " + bytes(100)),
        ("a.html", b"<!DOCTYPE html><html>"),
        ("a.npz", b"PK\x03\x04" + bytes(40)),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("a.jsonl", b"version https://git-lfs.github.com/spec/v1\n"),
        ("a.txt", b"hello"),
        ("a.bin", bytes(range(256)) * 4),
    ],
)
def test_other_files_are_refused_in_words(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError) as refused:
        read_rollouts(tmp_path / name)
    assert 10 < len(refused.value.allowed) < 600


def test_readers_are_found_in_their_order():
    assert [reader.name for reader in readers()] == [
        "NPZ", "NPY", "safetensors", "Parquet", "JSON lines", "JSON", "CSV",
    ]  # fmt: skip

"""Rollouts from ten million tokens, as ratios to bare peers."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engine.core.run import Run
from engine.data import read_rollouts
from engine.data.rollouts.table import Rollouts
from engine.weights.rollouts.sums import rollout_sums
from engine.weights.rollouts.verdict import verdict_of
from tests.benchmarks.results import Results

TOKENS = 10**7
LINE = 500  # tokens
ROUNDS = 3


def least(work: Callable[[], Any]) -> float:
    """Seconds of the processor, the least of some rounds."""
    found = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        found.append(time.process_time() - begin)
    return min(found)


def load_lines(path: Path) -> None:
    with open(path, "rb") as file:
        for line in file:
            json.loads(line)


def pairs(tokens: int, width: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(8)
    for _ in range(tokens // width):
        old = -rng.exponential(2.0, width).astype(np.float32)
        yield old + rng.normal(0, 0.1, width).astype(np.float32), old


def test_arrays_beside_numpy(tmp_path: Path, results: Results) -> None:
    path = tmp_path / "a.npz"
    new, old = (np.array(rows) for rows in zip(*pairs(TOKENS, 1000), strict=True))
    mask = np.ones(new.shape, bool)
    np.savez(path, old_log_probs=new, rollout_log_probs=old, response_mask=mask)

    def bare() -> None:
        with np.load(path) as arrays:
            kept = arrays["response_mask"]
            ratio = arrays["old_log_probs"][kept] - arrays["rollout_log_probs"][kept].astype(float)
            assert np.isfinite(ratio).all()

    ratio = least(lambda: read_rollouts(path)) / least(bare)
    results.add("10^7 tokens of NPZ, to NumPy alone", ratio, "times")


def exported(index: int, new: np.ndarray, old: np.ndarray) -> dict[str, Any]:
    """A line with as many lists as prime-rl's."""
    rng = np.random.default_rng(index)
    prompt = LINE // 10
    return {
        "schema_version": 1, "step": 3, "rank": 0, "micro_sequence_idx": index, "env_name": "math",
        "token_ids": rng.integers(0, 150_000, LINE).tolist(), "position_ids": [*range(LINE)],
        "loss_mask": [False] * prompt + [True] * (LINE - prompt),
        "advantages": [float(rng.normal())] * LINE, "inference_logprobs": old.tolist(),
        "trainer_logprobs": new.tolist(), "entropy": (-new).tolist(),
        "log_importance_ratio": (new - old).tolist(),
        "importance_ratio": np.exp(new - old).tolist(),
    }  # fmt: skip


def plain(index: int, new: np.ndarray, old: np.ndarray) -> dict[str, Any]:
    return {"new_logprobs": new.tolist(), "old_logprobs": old.tolist(), "mask": [1] * LINE}


def test_lines_beside_json(tmp_path: Path, results: Results) -> None:
    """As many times as fast as the standard library decodes the same lines."""
    for name, line in (("lines of prime-rl", exported), ("lines of three lists", plain)):
        path = tmp_path / "a.jsonl"
        with open(path, "w") as file:
            for index, (new, old) in enumerate(pairs(TOKENS // 10, LINE)):
                file.write(json.dumps(line(index, new, old)) + "\n")
        peer = least(lambda path=path: load_lines(path))
        whole = least(lambda path=path: read_rollouts(path))
        lean = least(lambda path=path: read_rollouts(path, details=False))
        results.add(f"{name}, to json", peer / whole, "times")
        results.add(f"{name} without details, to json", peer / lean, "times")


def test_every_number_beside_three_of_them(results: Results) -> None:
    """All sums behind the verdict and 26 numbers, by cluster, against three plain means."""
    new, old = (np.concatenate(rows) for rows in zip(*pairs(TOKENS // 4, 1000), strict=True))
    for width in (1_000, 1):
        lengths = np.full(len(new) // width, width)
        rollouts = Rollouts(new=new, old=old, lengths=lengths)

        def bare(rollouts: Rollouts = rollouts) -> None:
            ratio = rollouts.log_ratio
            w = np.exp(ratio)
            assert np.isfinite([w.mean(), (w * w).mean(), (np.expm1(ratio) - ratio).mean()]).all()

        def whole(rollouts: Rollouts = rollouts) -> None:
            assert verdict_of(rollout_sums(rollouts, Run(threads=1)), 0).findings

        ratio = least(whole) / least(bare)
        what = f"all sums of rollouts of {width:,} tokens, to three means by NumPy"
        results.add(what, ratio, "times", most=40.0)

"""Drawn rollouts, and the same written in the ways in which programs write them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Drawn:
    """Sequences of tokens: a prompt that does not count, and an answer that does."""

    prompts: list[int]  # tokens of each prompt
    new: list[np.ndarray]  # of the answers, single precision
    old: list[np.ndarray]
    ids: list[np.ndarray]  # of prompts and answers

    @property
    def lengths(self) -> list[int]:
        return [len(values) for values in self.new]

    @property
    def width(self) -> int:
        return max(p + n for p, n in zip(self.prompts, self.lengths, strict=True))

    def padded(self, side: str = "right", fill: float = 0.0, prompt: float = 0.0) -> dict:
        """new, old, mask and ids as tables of one width, sequences x tokens."""
        shape = len(self.new), self.width
        table = {name: np.full(shape, fill, np.float32) for name in ("new", "old")}
        table |= {"mask": np.zeros(shape, bool), "ids": np.zeros(shape, np.int64)}
        for row, (skip, new, old, ids) in enumerate(self.rows()):
            begin = self.width - len(ids) if side == "left" else 0
            answer = slice(begin + skip, begin + len(ids))
            for name, values in (("new", new), ("old", old)):
                table[name][row, begin : begin + skip] = prompt
                table[name][row, answer] = values
            table["mask"][row, answer] = True
            table["ids"][row, begin : begin + len(ids)] = ids
        return table

    def rows(self) -> Iterable[tuple]:
        return zip(self.prompts, self.new, self.old, self.ids, strict=True)

    def records(self, prompt: float | None = 0.0) -> list[dict]:
        """A record a sequence with lists of prompt and answer."""
        found = []
        for skip, new, old, ids in self.rows():
            found.append(
                {
                    "token_ids": ids.tolist(),
                    "mask": [0] * skip + [1] * len(new),
                    "trainer_logprobs": [prompt] * skip + new.tolist(),
                    "vllm_logprobs": [prompt] * skip + old.tolist(),
                }
            )
        return found

    def lines(self) -> list[dict]:
        """A record a token."""
        return [
            {"sequence": row, "position": t, "trainer_logprobs": a, "vllm_logprobs": b}
            for row, (_, new, old, _) in enumerate(self.rows())
            for t, (a, b) in enumerate(zip(new.tolist(), old.tolist(), strict=True))
        ]


def drawn(seed: int = 1, sequences: int = 6, longest: int = 20, prompt: int = 3) -> Drawn:
    """Answers of 2 to ``longest`` tokens; new - old is about .1 of a standard normal."""
    rng = np.random.default_rng(seed)
    lengths = rng.integers(2, longest + 1, sequences)
    lengths[0] = longest
    prompts = rng.integers(1, prompt + 1, sequences).tolist()
    old = [-rng.exponential(2.0, n).astype(np.float32) - np.float32(1e-3) for n in lengths]
    noise = [rng.normal(0, 0.1, n).astype(np.float32) for n in lengths]
    new = [a + b for a, b in zip(old, noise, strict=True)]
    ids = [rng.integers(1, 1000, p + n) for p, n in zip(prompts, lengths, strict=True)]
    return Drawn(prompts, new, old, ids)


def json_lines(records: Iterable[dict]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def assert_is(rollouts, expected: Drawn, tolerance: float = 0.0) -> None:
    """Whether the same answers were read."""
    assert rollouts.lengths.tolist() == expected.lengths
    for found, values in ((rollouts.new, expected.new), (rollouts.old, expected.old)):
        wanted = np.concatenate(values)
        assert np.max(np.abs(found - wanted)) <= tolerance

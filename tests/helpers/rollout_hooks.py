"""The programs to paste into training code, and what a trainer hands to each."""

from __future__ import annotations

import importlib.util
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from tests.helpers.rollout_files import Drawn

FOLDER = Path(str(resources.files("resources"))) / "rollouts"
HOOKS = sorted(path.stem for path in (FOLDER / "hooks").glob("*.py"))
# The trainer's log-probabilities, the sampler's, the mask.
BATCHES = {
    "verl": ("old_log_probs", "rollout_log_probs", "response_mask"),
    "trl": ("old_per_token_logps", "sampling_per_token_logps", "completion_mask"),
    "ms_swift": ("old_per_token_logps", "rollout_per_token_logps", "completion_mask"),
    "areal": ("prox_logp", "logprobs", "loss_mask"),
}


def hook(name: str) -> ModuleType:
    """The program of this name."""
    return module(FOLDER / "hooks" / f"{name}.py")


def module(path: Path) -> ModuleType:
    """A file as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def arguments(name: str, drawn: Drawn, tensor: Any) -> tuple:
    """Of a hook's dump; ``tensor`` makes one of an array."""
    arrays = drawn.padded()
    table = {key: tensor(values) for key, values in arrays.items()}
    new, old, mask = table["new"], table["old"], table["mask"]
    if name in BATCHES:
        return dict(zip(BATCHES[name], (new, old, mask), strict=True)), 3
    if name == "miles":
        masks = [np.ones(n, np.int64) for n in drawn.lengths]
        columns = {"log_probs": drawn.new, "rollout_log_probs": drawn.old, "loss_masks": masks}
        return {key: [tensor(row) for row in rows] for key, rows in columns.items()}, 3
    if name == "atropos":
        return 3, new, old, tensor(np.where(arrays["mask"], arrays["ids"], -100))
    return 3, new, old, mask

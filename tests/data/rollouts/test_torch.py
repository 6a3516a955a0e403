"""The programs to paste and the conversions, run with PyTorch, where it is installed."""

import json
from pathlib import Path

import pytest

from engine.data import read_rollouts
from engine.data.rollouts.refused import conversion
from tests.helpers.rollout_files import assert_is, drawn
from tests.helpers.rollout_hooks import FOLDER, HOOKS, arguments, hook, module

torch = pytest.importorskip("torch")

DRAWN = drawn(5)


@pytest.mark.parametrize("name", HOOKS)
def test_what_a_hook_writes_is_read(tmp_path, name):
    hook(name).dump(*arguments(name, DRAWN, torch.from_numpy), folder=str(tmp_path))
    assert_is(read_rollouts(tmp_path), DRAWN)


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_the_three_lines_convert_a_file(tmp_path, monkeypatch, kind):
    table = {name: torch.from_numpy(values) for name, values in DRAWN.padded().items()}
    names = {"old_log_probs": "new", "rollout_log_probs": "old", "response_mask": "mask"}
    tensors = {name: table[key] for name, key in names.items()}
    for name in ("old_log_probs", "rollout_log_probs"):
        tensors[name] = tensors[name].to(kind)
    torch.save(tensors, tmp_path / "a.pt")
    monkeypatch.chdir(tmp_path)
    exec("\n".join(conversion("a.pt", "torch")), {})
    assert_is(read_rollouts(tmp_path / "a.npz"), DRAWN, 0 if kind == torch.float32 else 0.1)


def test_lists_of_samples_are_converted(tmp_path):
    samples = [
        {"log_probs": new.tolist(), "rollout_log_probs": torch.from_numpy(old), "prompt": "q"}
        for new, old in zip(DRAWN.new, DRAWN.old, strict=True)
    ]
    torch.save({"rollout_id": 3, "samples": samples}, tmp_path / "rollout_3.pt")
    path = module(FOLDER / "convert_torch.py").convert(str(tmp_path / "rollout_3.pt"))
    assert json.loads(Path(path).read_text().partition("\n")[0])["prompt"] == "q"
    assert_is(read_rollouts(path), DRAWN)

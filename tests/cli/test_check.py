"""`check`: exit codes, one line, JSON; on files as training programs write them."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.cli import main as cli
from engine.data import read_rollouts
from engine.weights import rollout_metrics

FILES = Path(__file__).parents[1] / "data" / "rollouts" / "files"
EXPECTED = json.loads((FILES / "expected.json").read_text("utf-8"))
WORDS = {
    "healthy": "Healthy",
    "drift": "Drift",
    "shifted": "Shifted by one token",
    "observation_zeros": "Zeros inside the mask",
    "top_p": "top-p",
    "missing": "Missing values",
    "stale": "Stale",
    "temperature": "Temperature",
    "first_token": "First token",
}


@pytest.fixture
def check(capsys):
    """Runs `check`: its exit code, what it prints and what it complains about."""

    def run(*arguments) -> tuple[int, str, str]:
        code = cli.main(["check", *map(str, arguments)])
        return code, *capsys.readouterr()

    return run


def flat(numbers: dict, prefix: str = "") -> dict[str, float]:
    found = {}
    for name, value in numbers.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = value
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_every_fault_is_named_in_one_line(name, check):
    fault = EXPECTED[name]["fault"]
    code, out, err = check(FILES / name)
    assert (code, err) == (0 if fault == "healthy" else 1, "")
    assert out.count("\n") == 1
    assert out.startswith(Path(name).name)
    for other, words in WORDS.items():
        assert (words in out) is (other == fault)


@pytest.mark.parametrize("name", EXPECTED)
def test_every_number_is_found(name, check):
    code, out, _ = check(FILES / name, "--json")
    told = json.loads(out)
    assert told["verdict"] == EXPECTED[name]["fault"]
    assert told["healthy"] is (code == 0)
    assert told["exit"] == code
    assert len(told["tests"]) == 10
    expected = flat(EXPECTED[name]["numbers"])
    numbers = flat(told["numbers"])
    assert numbers.pop("rows_left_out_tokens") == EXPECTED[name]["rows_left_out_tokens"]
    assert numbers == pytest.approx(expected, rel=1e-9, abs=1e-14)
    rollouts = read_rollouts(FILES / name, skip_bad=True)
    assert flat(rollout_metrics(rollouts)).items() >= numbers.items()


def test_a_folder_tells_each_step(check):
    code, out, _ = check(FILES / "prime", "--json")
    told = json.loads(out)
    assert (code, told["verdict"]) == (1, "missing")
    assert [(each["step"], each["verdict"]) for each in told["steps"]] == [
        (1, "healthy"),
        (2, "drift"),
        (3, "healthy"),  # what is missing is known of the whole only
    ]


def test_one_bad_step_among_healthy_ones_is_found(tmp_path, check):
    """A step that the others outnumber."""
    rng = np.random.default_rng(0)
    for step in range(12):
        old = -2.0 * rng.random((24, 40)) ** 2
        size = 0.16 if step == 7 else 0.02
        new = old + size * rng.standard_normal(old.shape) - 0.5 * size**2
        np.savez(tmp_path / f"step_{step}.npz", rollout_log_probs=old, old_log_probs=new)
    code, out, _ = check(tmp_path)
    assert code == 1
    assert "Drift at step 7." in out


def test_names_can_be_given(tmp_path, check):
    with np.load(FILES / "verl_hook_healthy.npz") as arrays:
        np.savez(
            tmp_path / "own.npz",
            a=arrays["old_log_probs"],
            b=arrays["rollout_log_probs"],
            c=arrays["response_mask"],
        )
    path = tmp_path / "own.npz"
    code, out, _ = check(path, "--new", "a", "--old", "b", "--mask", "c", "--json")
    told = json.loads(out)
    assert (code, told["new"], told["old"], told["mask"]) == (0, "a", "b", "c")
    assert told["tokens"] == EXPECTED["verl_hook_healthy.npz"]["numbers"]["tokens"]
    swapped = check(path, "--new", "b", "--old", "a", "--mask", "c")
    assert swapped[0] == 0


@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_what_cannot_be_read(flags, tmp_path, check):
    for name, content in (("empty.npz", b""), ("words.jsonl", b"{}\n"), ("net.pt", b"PK\x03\x04")):
        path = tmp_path / name
        path.write_bytes(content)
        code, out, err = check(path, *flags)
        assert code == 2
        assert err.count("\n") == 1
        assert name in err
        assert ("unreadable" in out) is bool(flags)
    assert check(tmp_path / "none.npz", *flags)[0] == 2


def test_no_file_is_bad_input(check):
    code, out, err = check()
    assert (code, out) == (2, "")
    assert "FILE" in err


def test_two_files_beside_each_other(check):
    first, second = (FILES / "prime" / "token_exports" / f"step_{step}" for step in (2, 1))
    code, out, _ = check(first, "--against", second, "--json")
    told = json.loads(out)
    assert (code, told["verdict"], told["against"]["verdict"]) == (1, "drift", "healthy")
    rows = {row["name"]: row for row in told["differences"]}
    numbers = [EXPECTED[f"prime/token_exports/step_{step}/rank_0.jsonl"]["numbers"]["verl"]
               for step in (2, 1)]  # fmt: skip
    k3 = rows["verl.k3_kl"]
    assert k3["value"] == pytest.approx(numbers[0]["k3_kl"], rel=1e-9)
    assert k3["against"] == pytest.approx(numbers[1]["k3_kl"], rel=1e-9)
    assert k3["difference"] == pytest.approx(k3["value"] - k3["against"])
    assert 0.0 < k3["standard_error"] < k3["difference"] / 5.0
    code, out, _ = check(first, "--against", second)
    lines = out.splitlines()
    assert lines[0].startswith("step_2: Drift")
    assert lines[1].startswith("step_1: Healthy")
    assert lines[3].split() == ["name", "this", "against", "difference"]
    assert check(first, "--against", FILES / "none")[0] == 2

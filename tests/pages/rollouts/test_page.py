"""The Rollouts page on files as training programs write them, and on drawn rollouts."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from engine.cli import main as cli
from engine.core.run import Run
from engine.data.source import DataSource
from engine.export.snippet import snippet
from engine.page.data_scene import scene_with_data
from engine.page.page import page_named
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.rollouts.options import NUMBERS, Options
from engine.pages.rollouts.page import PAGE
from engine.pages.rollouts.quantities import slug
from engine.session.file import load_session, save_session
from engine.session.session import Session
from engine.weights.rollouts.presets import PRESETS
from tests.export.test_snippets import printed

FILES = Path(__file__).parents[2] / "data" / "rollouts" / "files"
EXPECTED = json.loads((FILES / "expected.json").read_text("utf-8"))
NAMES = {
    "healthy": "Healthy",
    "drift": "Drift",
    "top-p": "top-p",
    "temperature": "Temperature",
    "shifted": "Shifted by one token",
    "zeros": "Zeros inside the mask",
    "first token": "First token",
    "stale": "Stale",
}


def scene(name: str) -> Scene:
    return scene_with_data(Scene(), DataSource(str(FILES / name), "rollouts", ()), Run())


def computed(name: str, **options: object) -> Result:
    return PAGE.compute(scene(name), Options(**options), Run())


@pytest.fixture
def run_json(capsys):
    def run(*arguments: str) -> dict:
        assert cli.main(["run", "rollouts", *arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


@pytest.mark.parametrize("name", EXPECTED)
def test_the_command_line_finds_every_number_and_fault(name, run_json) -> None:
    told = run_json("--data", str(FILES / name))
    expected = EXPECTED[name]
    assert told["verdict"]["fault"] == expected["fault"]
    assert told["banners"][0].startswith(told["verdict"]["title"])
    readouts = {each["key"]: each["value"] for each in told["readouts"]}
    for framework, numbers in expected["numbers"].items():
        if isinstance(numbers, dict):
            for number, value in numbers.items():
                close = pytest.approx(value, rel=1e-9, abs=1e-14)
                assert told["numbers"][framework][number] == close
                assert readouts[f"{framework}.{slug(number)}"] == close
        else:
            assert told["numbers"][framework] == pytest.approx(numbers, rel=1e-9, abs=1e-14)
    assert told["data"]["left_out"] == expected["rows_left_out_tokens"]
    assert readouts["left_out"] == expected["rows_left_out_tokens"]


@pytest.mark.parametrize("name", EXPECTED)
def test_every_figure_is_made(name) -> None:
    result = computed(name)
    assert result["tokens"].value == EXPECTED[name]["numbers"]["tokens"]
    for figure in result.figures:
        found = result.figure(figure)
        if found is None:
            assert figure in ("steps", "age")
    told = result.as_logged
    assert len(told.name) == len(told.value) == len(told.differs) == 26


def test_names_and_masks_can_be_given(run_json) -> None:
    path = str(FILES / "verl_hook_healthy.npz")
    names = ("--new", "rollout_log_probs", "--old", "old_log_probs")
    told = run_json("--data", path, *names, "--mask", "")
    assert (told["data"]["p"], told["data"]["q"]) == names[1::2]
    assert told["data"]["mask"] is None
    assert told["data"]["tokens"] >= EXPECTED["verl_hook_healthy.npz"]["numbers"]["tokens"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rollouts", "--new", "x"), "--new needs --data"),
        (("densities", "--data", "x.csv", "--new", "a"), "says nothing to densities"),
        (("rollouts", "--data", "x.csv", "--level", "word"), "must be token or sequence"),
        (("rollouts", "--data", "none.npz"), "no such file"),
        (("rollouts", "--data", "none.npz", "--columns", "a,b"), "use --new, --old"),
    ],
)
def test_bad_input_is_one_line(arguments, words, capsys) -> None:
    assert cli.main(["run", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert err.count("\n") == 1


def test_one_step_of_a_folder() -> None:
    """Of a step alone, the nearest that there is."""
    whole, second = computed("prime"), computed("prime", step=2)
    assert whole["tokens"].value == 1847
    name = "prime/token_exports/step_2/rank_0.jsonl"
    alone = computed(name)
    for key in ("tokens", "kl.k3", "sequence.effective_share", "verl.chi2_seq", "gate.bias"):
        assert second[key].value == alone[key].value
        assert second[key].standard_error == alone[key].standard_error
    assert second.banners[0].startswith("Step 2: Drift")
    assert computed("prime", step=900).banners[0].startswith("Step 3: ")
    steps = whole.steps
    assert steps.steps.tolist() == [1, 2, 3]
    assert steps.numbers["k3"].value[1] == alone["kl.k3"].value


@pytest.mark.parametrize("drawn", NAMES)
def test_drawn_rollouts_show_their_fault(drawn: str) -> None:
    for seed in range(3):
        result = PAGE.compute(Scene(samples=20_000, seed=seed), Options(drawn=drawn), Run())
        assert NAMES[drawn] in result.banners[0]


def test_what_two_engines_differ_by_is_known_of_drawn_ones() -> None:
    """E w = 1, and Var log w of a token about noise^2: within 4 errors, over seeds."""
    away = []
    for seed in range(30):
        found = PAGE.compute(Scene(samples=5_000, seed=seed), Options(), Run())["ratio.mean"]
        away.append((found.value - 1.0) / found.standard_error)
    assert abs(np.mean(away)) < 4.0 / math.sqrt(30)
    assert 0.6 < np.std(away) < 1.5


@pytest.mark.parametrize("gate", PRESETS)
def test_a_gate_takes_its_options(gate: str) -> None:
    options = Options(gate=gate)
    assert options.ratio_gate == PRESETS[gate].gate()
    for option in NUMBERS.get(gate, {}).values():
        changed = options.replace(**{option: getattr(options, option) * 0.7 + 0.35})
        assert changed.ratio_gate != options.ratio_gate
    result = computed("verl_hook_left_padded.npz", gate=gate)
    assert 0.0 <= result["gate.kept"].value <= 1.0
    assert result.gates.kept[result.gates.current] == result["gate.kept"].value


def test_a_session_remembers_the_folder(tmp_path) -> None:
    session = Session(page="rollouts", scene=scene("prime"))
    path = tmp_path / "prime.json"
    save_session(session, path)
    assert load_session(path) == session
    assert page_named("rollouts").shows_data(session.scene)
    assert not page_named("densities").shows_data(session.scene)


def test_a_changed_file_is_noted(tmp_path) -> None:
    path = tmp_path / "changing.npz"
    path.write_bytes((FILES / "verl_hook_healthy.npz").read_bytes())
    opened = scene_with_data(Scene(), DataSource(str(path), "rollouts", ()), Run())
    path.write_bytes((FILES / "shifted.npz").read_bytes())
    result = PAGE.compute(opened, Options(), Run())
    assert any("has changed since it was opened" in line for line in result.banners)
    assert result.banners[0].startswith("Shifted")


@pytest.mark.parametrize(
    "name", ["verl_hook_healthy.npz", "shifted.npz", "prime/token_exports/step_3/rank_0.jsonl"]
)
def test_a_copied_program_prints_the_readouts(name) -> None:
    session = Session(page="rollouts", scene=scene(name))
    lines = printed(snippet(session, "numpy"))
    readouts = {each.name: each for each in computed(name).readouts}
    assert len(lines) >= 12
    for told, (value, error) in lines.items():
        assert value == pytest.approx(readouts[told].value, rel=1e-8, abs=1e-12), told
        assert error == pytest.approx(readouts[told].standard_error, rel=6e-3, abs=1e-12), told


@pytest.mark.parametrize("drawn", NAMES)
def test_the_copied_program_draws_every_fault(drawn: str) -> None:
    options = Options(drawn=drawn)
    session = Session(page="rollouts", scene=Scene(samples=20_000))
    lines = printed(snippet(session.with_options("rollouts", options), "numpy"))
    result = PAGE.compute(session.scene, options, Run())
    readouts = {each.name: each for each in result.readouts}
    for name in ("mean log-ratio", "k3", "share of |l| > 1/2", "effective share of tokens"):
        value, error = lines[name]
        wanted = readouts[name]
        assert abs(value - wanted.value) <= 5.0 * math.hypot(error, wanted.standard_error) + 1e-8


@pytest.mark.parametrize("page", ["kl-divergence", "importance-weights"])
@pytest.mark.parametrize("level", ["token", "sequence"])
def test_pages_of_log_ratios_take_tokens_or_sequences(page, level, capsys) -> None:
    name = "prime/token_exports/step_2/rank_0.jsonl"
    arguments = ["run", page, "--data", str(FILES / name), "--level", level, "--json"]
    assert cli.main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    readouts = {each["key"]: each["value"] for each in told["readouts"]}
    expected = EXPECTED[name]["numbers"]
    if page == "importance-weights":
        key = "sequence_ess_fraction" if level == "sequence" else "token_ess_fraction"
        assert readouts["ess.fraction"] == pytest.approx(expected[key], rel=1e-9)
    else:
        size = expected["tokens"] / expected["sequences"] if level == "sequence" else 1.0
        k1 = -size * expected["mean_log_ratio"]
        assert readouts["k1.estimate"] == pytest.approx(k1, rel=1e-9)
    assert told["parameters"]["data"]["kind"] == "rollouts"


def test_a_file_of_sequences_needs_no_flag(capsys) -> None:
    path = str(FILES / "nemo" / "train_data_step3.jsonl")
    assert cli.main(["run", "kl-divergence", "--data", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["data"]["kind"] == "rollouts"


def test_a_first_picture_of_fewer_samples_takes_nothing_from_that_of_all():
    """Else each step of a gate's slider would study all rollouts anew, and need a first again."""

    def histogram_of(samples):
        return PAGE.compute(Scene(samples=samples), Options(), Run()).figure("histogram")

    counts = 1_000_000, 65_536, 8_192
    before = [histogram_of(n) for n in counts]
    for n, known in zip(counts, before, strict=True):
        assert histogram_of(n) is known

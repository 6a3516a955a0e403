"""The copied programs run as they are and print what the pages read out."""

from __future__ import annotations

import contextlib
import io
import math
import re
from importlib.util import find_spec

import numpy as np
import pytest

from engine.core.run import Run
from engine.export.snippet import FLAVOURS, HEADING, snippet, with_parameters
from engine.gaussian.gaussian import Gaussian
from engine.page.page import Page, all_pages
from engine.page.scene import Scene
from engine.session.session import Session

# Two estimates from different random numbers differ by this many standard errors of the
# difference at most, and by no more of a quantity that no error is known of.
ERRORS = 5.0
CLOSE = 1e-8
LINE = re.compile(r"(?P<name>.+?): (?P<value>\S+)(?: \+- (?P<error>\S+))?")


def drawn_scene(seed: int) -> Scene:
    """p and q that overlap well, so that every standard error can be trusted."""
    rng = np.random.default_rng(seed)
    d = seed % 3 + 1
    std = rng.uniform(0.8, 1.1, (2, d))
    mean = rng.normal(scale=0.3, size=(2, d))
    correlation = 0.4 * np.eye(d) + 0.6 * np.full((d, d), rng.uniform(-0.3, 0.6))
    np.fill_diagonal(correlation, 1.0)
    p, q = (Gaussian.from_std(m, s, correlation) for m, s in zip(mean, std, strict=True))
    return Scene(p, q, samples=20_000, seed=int(rng.integers(1000)))


def drawn_options(page: str, rng: np.random.Generator) -> dict[str, object]:
    """Options that change what the page computes."""

    def one_of(*values: object) -> object:
        return values[int(rng.integers(len(values)))]

    def between(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    return {
        "densities": {"alpha": between(0.2, 1.5)},
        "importance-weights": {
            "function": one_of("x", "x^2", "indicator", "sigmoid", "distance"),
            "direction": one_of("axis", "mean difference", "worst direction"),
            "point": between(-1, 1),
            "clip": between(0.5, 3),
        },
        "tanh-squashing": {
            "low": between(-3, -1),
            "high": between(1, 3),
            "second_bounds": one_of("same", "own"),
            "second_low": between(-2, 0),
            "second_high": between(1, 2),
        },
        "gradient-variance": {
            "objective": one_of("square", "exp", "cos", "linear", "cubic", "quartic", "step"),
            "k": between(0.2, 2),
            "constant": between(-1, 1),
            "factor": between(-2, 2),
            "batch_size": int(rng.integers(2, 20)),
            "epsilon": between(0.5, 1.5),
            "width": one_of("sigma", "log sigma"),
            "reward": one_of("sum", "one coordinate", "mean difference"),
        },
        "temperature": {
            "curvature": between(0.3, 3),
            "centre": between(-1.5, 1.5),
            "alpha": between(0.05, 2),
            "bounded": one_of(True, False),
            "target": between(-3, 0.6),
        },
        "skills": {"means": tuple(between(-4, 4) for _ in range(3)), "stds": (0.5, 1.0, 2.0)},
        "gates": {
            "slope": between(-2, 2),
            "bend": between(-1, 1),
            "constant": between(-1, 1),
            "cap": between(1, 4),
        },
        "guided-search": {
            "reward": one_of("square", "exp", "cos", "linear", "cubic", "quartic", "step"),
            "k": between(0.5, 2),
            "regulariser": between(0, 3),
            "steps": int(rng.integers(1, 4)),
            "per_guide": 500,
            "guides": one_of("one", "two"),
        },
        "trajectories": {"lam": between(0, 1), "factor": between(0, 2), "offset": between(-1, 1)},
        "off-policy": {
            "clip_rho": between(0.5, 2),
            "clip_c": between(0.5, 2),
            "steps": int(rng.integers(1, 30)),
            "lam": between(0.5, 1),
            "distance": between(0, 1),
            "factor": between(0.5, 1.5),
            "shift": between(-1, 1),
        },
        "replay": {
            "items": int(rng.integers(10, 5_000)),
            "a": between(0, 1),
            "b": between(0, 1),
            "sequence": int(rng.integers(1, 30)),
            "rescale": one_of(True, False),
            "age": between(0, 800),
            "burn_in": int(rng.integers(0, 20)),
        },
        "trust-region": {
            "objective": one_of("square", "exp", "cos", "linear", "cubic", "quartic", "step"),
            "k": between(0.2, 2),
            "factor": between(-2, 2),
            "delta": between(0.01, 0.2),
            "ball": one_of("old||new", "new||old"),
        },
        "evidence-bound": {
            "tau": between(0.8, 1.5),
            "s": between(0.8, 1.5),
            "x": between(-1, 1),
            "k": int(rng.integers(1, 20)),
        },
        "softmax-policy": {
            "logits": tuple(between(-1, 1) for _ in range(5)),
            "rewards": tuple(between(-3, 3) for _ in range(5)),
            "temperature": between(0.5, 2),
            "standardise": one_of(True, False),
        },
    }.get(page, {})


def printed(program: str) -> dict[str, tuple[float, float | None]]:
    """What a program prints, by name: value and standard error."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(program, "snippet", "exec"), {"__name__": "__main__"})
    found = {}
    for line in output.getvalue().splitlines():
        match = LINE.fullmatch(line)
        assert match is not None, line
        error = match["error"]
        found[match["name"]] = float(match["value"]), None if error is None else float(error)
    return found


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_a_program_prints_the_readouts(page: Page, seed: int, flavour) -> None:
    if flavour == "torch" and find_spec("torch") is None:
        pytest.skip("torch is not installed")
    drawn = drawn_options(page.name, np.random.default_rng([seed, 1]))
    options = page.options().replace(**drawn)
    session = Session(scene=drawn_scene(seed), page=page.name)
    program = snippet(session.with_options(page.name, options), flavour)
    readouts = {r.name: r for r in page.compute(session.scene, options, Run()).readouts}
    lines = printed(program)
    assert len(lines) >= 5
    for name, (value, error) in lines.items():
        wanted = readouts[name]
        allowed = CLOSE * max(1.0, abs(wanted.value))
        if error is not None:
            allowed += ERRORS * math.hypot(error, wanted.standard_error or 0.0)
        assert value == pytest.approx(wanted.value, abs=allowed), name


def test_parameters_take_the_values_of_the_session_and_nothing_else_changes() -> None:
    text = f'"""A program."""\n\n{HEADING}a = 1\nb = [[1.0]]\nc = "x"\n\nprint(a, b, c)\n'
    values = {"a": 2.5, "b": [[1.0, 0.0], [0.0, 1.0]], "c": "x", "other": 3}
    made = with_parameters(text, values.__getitem__)
    assert made.startswith(f'"""A program."""\n\n{HEADING}a = 2.5\nb = [\n    [1.0, 0.0],\n')
    assert made.endswith('c = "x"\n\nprint(a, b, c)\n')

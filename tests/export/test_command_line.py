"""A copied command asks for the session that it was copied from."""

from __future__ import annotations

import shlex

import numpy as np
import pytest

from engine.cli.parser import parse
from engine.cli.request import requested_pages, requested_session
from engine.core.parameter import ParameterError
from engine.export.command_line import command_line
from engine.gaussian.gaussian import Gaussian
from engine.page.page import all_pages
from engine.page.scene import Scene
from engine.session.session import Session


def asked_by(command: str) -> Session:
    words = shlex.split(command)
    assert words[:2] == ["python", "main.py"]
    names = parse(words[2:])
    return requested_session(names, requested_pages(names))


def drawn_gaussian(rng: np.random.Generator, d: int) -> Gaussian:
    factor = rng.normal(size=(d, d))
    return Gaussian(rng.normal(size=d) * 10.0 ** rng.integers(-6, 6), factor @ factor.T + np.eye(d))


@pytest.mark.parametrize("seed", range(12))
def test_a_copied_command_means_the_same_session(seed: int) -> None:
    rng = np.random.default_rng(seed)
    d = int(rng.integers(1, 8))
    pair = [drawn_gaussian(rng, d) for _ in "pq"]
    scene = Scene(*pair, samples=int(rng.integers(100, 10**9)), seed=int(rng.integers(2**31)))
    asked = asked_by(command_line(Session(scene=scene, page="kl-divergence")))
    assert (asked.scene.samples, asked.scene.seed) == (scene.samples, scene.seed)
    for name in ("p", "q"):
        wanted, found = getattr(scene, name), getattr(asked.scene, name)
        assert np.array_equal(found.mean, wanted.mean)
        np.testing.assert_allclose(found.covariance, wanted.covariance, rtol=1e-13)


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_options_that_differ_are_in_the_command(page) -> None:
    session = Session(page=page.name)
    assert asked_by(command_line(session)).options[page.name] == page.options()


def test_an_option_is_said_by_its_flag() -> None:
    session = Session(page="kl-divergence")
    options = session.options["kl-divergence"].replace(batch=17, coefficient=-0.25)
    session = session.with_options("kl-divergence", options)
    command = command_line(session)
    assert "--batch=17" in command
    assert asked_by(command).options["kl-divergence"] == options


@pytest.mark.parametrize(
    ("correlation", "words"),
    [(np.full((4, 4), 0.25), "--p-correlation=0.25"), (None, "--p-std=1,1,1,1")],
)
def test_a_simple_structure_is_named(correlation, words: str) -> None:
    if correlation is not None:
        np.fill_diagonal(correlation, 1.0)
    p = Gaussian.from_std(np.zeros(4), np.ones(4), correlation)
    command = command_line(Session(scene=Scene(p, p)))
    assert words in command
    assert "covariance" not in command


def test_neighbours_correlation_is_named() -> None:
    power = 0.5 ** np.abs(np.subtract.outer(np.arange(5), np.arange(5)))
    p = Gaussian.from_std(np.zeros(5), np.ones(5), power)
    assert "--p-structure=ar1" in command_line(Session(scene=Scene(p, p)))


def test_too_large_a_covariance_is_refused_in_words() -> None:
    p = drawn_gaussian(np.random.default_rng(0), 100)
    with pytest.raises(ParameterError, match="save the session"):
        command_line(Session(scene=Scene(p, p)))

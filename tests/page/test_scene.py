"""The scene: p, q, samples, seed, and what may be done with them."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError, described
from engine.gaussian.component import Component, component
from engine.gaussian.gaussian import Gaussian
from engine.page.page import GROUPS, all_pages, page_named
from engine.page.scene import Scene, structured_gaussian
from engine.session.session import Session


def test_the_scene_at_the_start():
    scene = Scene()
    assert (scene.dimension, scene.samples, scene.seed) == (1, 100_000, 7)
    assert (scene.p, scene.q) == (Gaussian(0, 1), Gaussian(1, 1))
    assert [field.name for field in described(Scene)] == ["samples", "seed"]


def test_swap_and_match():
    scene = Scene(samples=200, seed=3)
    assert scene.swapped() == Scene(scene.q, scene.p, 200, 3)
    assert scene.swapped().swapped() == scene
    assert scene.matched() == Scene(scene.p, scene.p, 200, 3)


def test_another_dimension_keeps_what_it_can():
    wide = Scene().resized(3)
    assert wide.q.mean.tolist() == [1, 0, 0]
    assert wide.p.covariance.tolist() == np.eye(3).tolist()
    full = Scene(Gaussian.from_std([1, 2, 3], [1, 2, 3], 0.5), Gaussian.from_std([0] * 3, 1))
    two = full.resized(2)
    assert two.p == Gaussian([1, 2], full.p.covariance[:2, :2])
    assert two.resized(3).p.covariance[2].tolist() == [0, 0, 1]
    assert full.resized(100).resized(3) == full
    for wrong in (0, 101):
        with pytest.raises(ParameterError, match=f"dimension = {wrong}: must be from 1 to 100"):
            full.resized(wrong)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"samples": 99}, "samples = 99: must be a whole number from 100 to 1e"),
        ({"samples": 10**9 + 1}, "samples = 1000000001"),
        ({"seed": -1}, "seed = -1"),
        ({"seed": 2**31}, "seed = 2147483648"),
        ({"q": Gaussian([0, 0], np.eye(2))}, "q = 'dimension 2': must be 1, as p has"),
        ({"p": Gaussian(2e12, 1)}, "p-mean = 2e"),
        ({"p": Gaussian(0, 1e-26)}, "p-std = 1e-13"),
        ({"q": Gaussian(0, 1e26)}, r"q-std = 1e\+13"),
    ],
)
def test_what_a_scene_refuses(changes, message):
    with pytest.raises(ParameterError, match=message):
        Scene(**changes)


def test_more_than_a_hundred_dimensions_are_refused():
    gaussian = Gaussian.from_std([0] * 101, 1)
    with pytest.raises(ParameterError, match="dimension = 101"):
        Scene(gaussian, gaussian)


def test_the_widest_values_are_taken():
    for std in (1e-12, 1e12):
        for mean in (-1e12, 1e12):
            gaussian = Gaussian.from_std([mean, 0], std)
            assert Scene(gaussian, gaussian).p.std.tolist() == [std, std]


def test_structures():
    gaussian = structured_gaussian("p", 3, 1.0, [1, 2, 3], 0.5, "ar1")
    assert gaussian.mean.tolist() == [1, 1, 1]
    assert gaussian.covariance[0, 2] == pytest.approx(0.25 * 3)
    assert structured_gaussian("q", 2, [1, 2], 1).covariance.tolist() == np.eye(2).tolist()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((2, [1, 2, 3], 1), "p-mean = .*: must have 1 or 2 entries"),
        ((2, 0, 0), "p-std = 0: must be a number from 1e-12"),
        ((1, 0, 1, 0.5), "p-correlation = 0.5: needs dimension 2 or more"),
        ((2, 0, 1, 1.0), "p-correlation = 1: must be a number from -0.999999"),
        ((5, 0, 1, -0.5), "p-correlation = -0.5: must be greater than -0.25"),
        ((1, math.nan, 1), "p-mean = nan: must be finite"),
    ],
)
def test_what_a_structure_refuses(arguments, message):
    with pytest.raises(ParameterError, match=message):
        structured_gaussian("p", *arguments)


def test_components_are_described():
    assert {field.name for field in described(Component)} == {"mean", "std", "correlation"}
    assert component("std").parameter.scale == "log"


def test_a_session_holds_the_options_of_every_page():
    session = Session()
    assert session.options.keys() == {page.name for page in all_pages()}
    options = session.options["kl-divergence"].replace(batch=5)
    changed = session.with_options("kl-divergence", options)
    assert changed.options["kl-divergence"].batch == 5
    assert session.options["kl-divergence"].batch == 64
    assert changed != session
    assert Session(options={"kl-divergence": options}) == changed
    for wrong in ({"page": "cooking"}, {"options": {"cooking": options}}):
        with pytest.raises(ParameterError, match="page = 'cooking': must be one of"):
            Session(**wrong)
    with pytest.raises(TypeError):
        session.options["kl-divergence"] = options


def test_pages_are_found_in_the_order_of_their_pages():
    places = [(GROUPS.index(page.group), page.order) for page in all_pages()]
    assert places == sorted(set(places))
    assert page_named("kl-divergence").title == "KL"

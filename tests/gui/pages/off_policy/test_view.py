"""The Off-policy page's picture: every card, and what is dragged."""

import math

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.trajectories import LinearQuadraticTask
from tests.helpers.card_views import answered, as_main, assert_drawn, drag, shown, words

PAGE = "off-policy"
G = Gaussian.from_std
CASES = {
    "usual": (Scene(G(0.0, 0.5), G(0.2, 0.6), samples=2_000), {}),
    "the same": (Scene(samples=500).matched(), {}),
    "infinite": (Scene(G(0.0, 1.0), G(0.0, 0.5), samples=500), {"clip_rho": 100.0}),
    "far apart": (Scene(G(0.0, 1.0), G(1e6, 1.0), samples=500), {}),
    "one step": (Scene(samples=500, task=LinearQuadraticTask(T=1)), {"steps": 30}),
    "on-policy": (Scene(samples=500), {"distance": 0.0, "factor": 0.0}),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", [(720, 400), (1100, 650)])
def test_every_card_draws_numbers_alone(qtbot: QtBot, case: str, size: tuple[int, int]) -> None:
    scene, options = CASES[case]
    view = shown(qtbot, PAGE, *size)
    assert_drawn(view, *answered(PAGE, scene, **options))


def test_densities_are_those_of_the_result(qtbot: QtBot) -> None:
    view = shown(qtbot, PAGE)
    session, result = answered(PAGE, CASES["usual"][0])
    view.draw(session, result)
    panel, found = view.panel("densities"), result.densities
    for curve, values in (
        (panel.target, found.target),
        (panel.behaviour, found.behaviour),
        (panel.clipped, found.clipped),
    ):
        np.testing.assert_array_equal(curve.graphics.getData(), (found.action, values))
    assert "πᵨ: " in words(view)


@pytest.mark.parametrize(
    ("card", "place", "field", "value"),
    [
        ("rho", math.log10(2.0), "clip_rho", 2.0),
        ("c", math.log10(0.5), "clip_c", 0.5),
        ("steps", math.log10(9.1), "steps", 9),
        ("staleness", 1.5, "distance", 1.5),
    ],
)
def test_options_are_dragged(qtbot: QtBot, card: str, place: float, field: str, value) -> None:
    view = shown(qtbot, PAGE)
    session, result = answered(PAGE, CASES["usual"][0])
    as_main(view, session, result, card)
    found = []
    view.proposed.connect(lambda new, _: found.append(getattr(new.options[PAGE], field)))
    drag(view.panel(card).line, [place])
    assert found == [pytest.approx(value)]


def test_infinite_variance_is_said(qtbot: QtBot) -> None:
    view = shown(qtbot, PAGE)
    session, result = answered(PAGE, *CASES["infinite"][:1])
    as_main(view, session, result, "growth")
    assert "importance sampling has infinite variance" in words(view)
    assert len(view.panel("growth").vtrace.graphics.getData()[0]) > 5

"""The Replay page's picture: every card, and what is dragged."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.trajectories import LinearQuadraticTask
from tests.helpers.card_views import answered, as_main, assert_drawn, drag, shown, words

PAGE = "replay"
SCENE = Scene(Gaussian.from_std(0.0, 0.5), Gaussian.from_std(0.2, 0.6), samples=2_000)
STILL = LinearQuadraticTask(q=0.0, r=0.0, T=4)
CASES = {
    "usual": (SCENE, {}),
    "sequences": (SCENE, {"sequence": 7, "b": 2.0, "rescale": True}),
    "two items": (SCENE, {"items": 2, "a": 0.0}),
    "never forgotten": (SCENE, {"w": 0.9999, "rate": 0.0, "burn_in": 500}),
    "nothing kept": (SCENE, {"w": 0.0, "rate": 0.0, "burn_in": 3}),
    "no age": (SCENE, {"age": 0.0, "burn_in": 0}),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", [(720, 400), (1100, 650)])
def test_every_card_draws_numbers_alone(qtbot: QtBot, case: str, size: tuple[int, int]) -> None:
    scene, options = CASES[case]
    view = shown(qtbot, PAGE, *size)
    assert_drawn(view, *answered(PAGE, scene, **options))


def test_curves_hold_the_results_arrays(qtbot: QtBot) -> None:
    view = shown(qtbot, PAGE)
    session, result = answered(PAGE, SCENE)
    view.draw(session, result)
    items, panel = result.items, view.panel("items")
    x, y = panel.probability.graphics.getData()
    np.testing.assert_allclose(10.0**x, items.rank)
    np.testing.assert_allclose(10.0**y, 200 * items.probability)
    as_main(view, session, result, "b")
    x, y = view.panel("b").bias.graphics.getData()
    np.testing.assert_array_equal((x, y), (result.against_b.b, result.against_b.bias))
    assert "● bias as drawn" in words(view)


@pytest.mark.parametrize(
    ("card", "place", "field"),
    [("b", 0.25, "b"), ("age", 700.0, "age"), ("burn-in", 20.3, "burn_in")],
)
def test_options_are_dragged(qtbot: QtBot, card: str, place: float, field: str) -> None:
    view = shown(qtbot, PAGE)
    session, result = answered(PAGE, SCENE)
    as_main(view, session, result, card)
    found = []
    view.proposed.connect(lambda new, _: found.append(getattr(new.options[PAGE], field)))
    drag(view.panel(card).line, [place])
    assert found == [pytest.approx(place, rel=0.02)]

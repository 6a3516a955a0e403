"""The Trajectories page's picture: every card, what is dragged, what is played."""

import math

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.trajectories import LinearQuadraticTask
from gui.plotkit.player import FRAMES
from tests.helpers.card_views import answered, as_main, assert_drawn, drag, shown, words

PAGE = "trajectories"
G = Gaussian.from_std
CASES = {
    "usual": (Scene(p=G(0.2, 0.5), samples=5_000), {}),
    "one step": (Scene(p=G(0.2, 0.5), samples=500, task=LinearQuadraticTask(T=1)), {}),
    "few": (Scene(samples=100), {"batch": 100, "shown": 0}),
    "an action that does nothing": (
        Scene(samples=500, task=LinearQuadraticTask(B=0.0, T=5)),
        {"by": "c", "compared": "critics"},
    ),
    "unstable": (
        Scene(samples=500, task=LinearQuadraticTask(K=0.5, T=30)),
        {"by": "log sigma", "compared": "baselines", "rate": 100.0},
    ),
    "nothing to gain": (
        Scene(samples=500, task=LinearQuadraticTask(q=0.0, r=0.0, T=5)),
        {"iterations": 3},
    ),
    "nearly without noise": (Scene(p=G(0.0, 1e-6), samples=500), {"mapped": "GAE"}),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", [(720, 400), (1100, 650)])
def test_every_card_draws_numbers_alone(qtbot: QtBot, case: str, size: tuple[int, int]) -> None:
    scene, options = CASES[case]
    view = shown(qtbot, PAGE, *size)
    assert_drawn(view, *answered(PAGE, scene, **options))


def test_the_fan_holds_law_and_paths(qtbot: QtBot) -> None:
    view = shown(qtbot, PAGE)
    session, result = answered(PAGE, *CASES["usual"][:1])
    view.draw(session, result)
    panel, fan = view.panel("paths"), result.fan
    low, high = panel.spread.graphics.getData()[1].reshape(2, -1)
    np.testing.assert_allclose(low, fan.mean - 2.0 * fan.std)
    np.testing.assert_allclose(high[::-1], fan.mean + 2.0 * fan.std)
    drawn = sum(np.isnan(path.getData()[1]).sum() for path in panel.paths)
    assert drawn == fan.paths.shape[1]
    darkest = panel.paths[-1].getData()[1].reshape(-1, len(fan.t) + 1)[:, :-1]
    best = fan.paths[:, np.argsort(fan.returns)[-len(darkest) :]]
    np.testing.assert_array_equal(darkest, best.T)


def test_bars_reach_the_exact_variances(qtbot: QtBot) -> None:
    view = shown(qtbot, PAGE)
    session, result = answered(PAGE, *CASES["usual"][:1])
    for which, name in enumerate(("variance-k", "variance-c", "variance-sigma")):
        as_main(view, session, result, name)
        panel, exact = view.panel(name), result.variances.exact[:, which]
        there = ~np.isnan(exact)
        np.testing.assert_allclose(10.0 ** panel.rows.opts["x1"], exact[there])
        x, _ = panel.measured.getData()
        np.testing.assert_allclose(10.0**x, result.variances.measured[:, which])
    assert "to-go, no γᵗ: bias" in words(view)
    assert "standardised: measured only" in words(view)


def test_steps_and_lambda_are_dragged(qtbot: QtBot) -> None:
    view = shown(qtbot, PAGE)
    session, result = answered(PAGE, *CASES["usual"][:1])
    found = []
    view.proposed.connect(lambda new, gesture: found.append((new, gesture)))
    as_main(view, session, result, "steps")
    drag(view.panel("steps").line, [math.log10(11.2), math.log10(30.0)])
    assert [new.scene.task.T for new, _ in found] == [11, 30]
    as_main(view, session, result, "lambda")
    drag(view.panel("lambda").line, [0.5])
    assert found[-1][0].options[PAGE].lam == 0.5
    assert found[0][1] == found[1][1] != found[2][1]


def test_the_point_of_the_map_is_dragged_in_both_directions(qtbot: QtBot) -> None:
    view = shown(qtbot, PAGE)
    session, result = answered(PAGE, *CASES["usual"][:1])
    as_main(view, session, result, "map")
    found = []
    view.proposed.connect(lambda new, gesture: found.append((new, gesture)))
    panel = view.panel("map")
    panel.handle.started.emit()
    panel.handle.dragged.emit(math.log10(0.1), -1.25)
    panel.handle.dragged.emit(9.0, 9.0)
    (first, one), (last, two) = found
    assert first.scene.p.std[0] == pytest.approx(0.1)
    assert pytest.approx(-1.25, abs=0.01) == first.scene.task.K
    assert last.scene.p.std[0] == pytest.approx(result.noise_map.sigma[-1], rel=1e-2)
    assert pytest.approx(result.noise_map.gain[-1], abs=0.01) == last.scene.task.K
    assert one == two
    assert first.scene.p.mean[0] == session.scene.p.mean[0]


def test_learning_is_played_step_by_step(qtbot: QtBot) -> None:
    view = shown(qtbot, PAGE)
    view.show()
    session, result = answered(PAGE, CASES["usual"][0], iterations=5)
    session = as_main(view, session, result, "learning")
    panel, found = view.panel("learning"), []
    view.proposed.connect(lambda new, _: found.append(new.options[PAGE].shown))
    panel.player.timer.setInterval(1)
    panel.player.toggle()  # from the end it starts again
    qtbot.waitUntil(lambda: not panel.player.timer.isActive(), timeout=5_000)
    assert found == [0, 1, 2, 3, 4, 5]
    assert max(5 // FRAMES, 1) == 1
    _, part = answered(PAGE, CASES["usual"][0], iterations=5, shown=2)
    view.draw(session, part)
    curve = panel.curves["reward_to_go"].graphics
    np.testing.assert_array_equal(curve.getData()[0], [0.0, 1.0, 2.0])
    panel.player.toggle()
    panel.player.toggle()
    assert not panel.player.timer.isActive()


def test_curves_that_are_not_compared_have_no_name(qtbot: QtBot) -> None:
    view = shown(qtbot, PAGE)
    session, result = answered(PAGE, CASES["usual"][0], iterations=3, compared="critics")
    as_main(view, session, result, "learning")
    names = [item.name for item in view.panel("learning").named()]
    assert "GAE, wrong V" in names
    assert "total, norm." not in names

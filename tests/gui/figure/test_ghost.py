"""Another state behind the one that is shown: its curves, its names, its row of readings."""

import numpy as np

from engine.gaussian.gaussian import Gaussian
from gui.plotkit.size import Size
from tests.helpers.cards import SCENE, answered, hover, inside, shown_view

OTHER = SCENE.replace(q=Gaussian(0.5, 1.44))


def pinned():
    """Another state, all of whose figures are made."""
    session, result = answered(OTHER)
    for name in result.figures:
        result.figure(name)
    return session, result


def test_every_curve_has_its_ghost_which_stays_while_the_state_moves(qtbot):
    view = shown_view(qtbot)
    session, result = pinned()
    view.show_ghost(session, result)
    panel = view.panel("estimates")
    for name in ("k1", "k2", "k3"):
        ghost = panel.curves[name].ghost
        np.testing.assert_array_equal(ghost.graphics.getData()[1], getattr(result.running, name))
        assert ghost.graphics.zValue() < panel.curves[name].graphics.zValue()
    assert panel.bands["k1"].ghost is None
    view.draw(*answered(SCENE.replace(q=Gaussian(2.0, 1.44))))
    ghost = panel.curves["k1"].ghost
    np.testing.assert_array_equal(ghost.graphics.getData()[1], result.running.k1)


def test_the_range_holds_both_states_and_names_say_which_is_which(qtbot):
    view = shown_view(qtbot)
    panel = view.panel("estimates")
    alone = panel.box.viewRange()[1]
    view.show_ghost(*pinned())
    both = panel.box.viewRange()[1]
    assert both[0] < 0.15 < alone[0]
    words = [each.words for each in panel.names.named()]
    assert {"A k1", "k1"} <= {" ".join(word.split()[:-1]) for word in words}
    view.show_ghost(None)
    np.testing.assert_allclose(panel.box.viewRange()[1], alone)
    assert all(item.ghost is None for item in panel.items)


def test_the_crosshair_reads_both_with_their_errors(qtbot):
    view = shown_view(qtbot)
    view.show_ghost(*pinned(), states=("B q mean 1", "A q mean 0.5"))
    hover(view, inside(view, "estimates", 0.7))
    now, before = view.panel("estimates").frame.header.reading
    texts = ["".join(getattr(run, "text", run) for run in row[0]) for row in (now, before)]
    assert texts[0].startswith("B q mean 1")
    assert texts[1].startswith("A q mean 0.5")
    assert all(text.count("±") == 3 for text in texts)
    assert "exact 0.1627" in texts[1]


def test_a_card_that_comes_into_view_later_has_its_ghost(qtbot):
    view = shown_view(qtbot, size=(672, 400))
    view.show_ghost(*pinned())
    assert view.board.frames["integrand"].size is Size.FOLDED
    view.resize(904, 720)
    view.grab()
    line = view.panel("integrand").line
    assert line.ghost is not None
    assert line.ghost.data[1].size


def test_what_is_hidden_hides_its_ghost(qtbot):
    view = shown_view(qtbot)
    view.show_ghost(*pinned())
    panel = view.panel("estimates")
    panel.toggle("k2")
    assert not panel.curves["k2"].ghost.graphics.isVisible()
    assert not any(each.ghost and each.item.name == "k2" for each in panel.names.named())

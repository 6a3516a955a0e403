"""Cards of a page: what is folded costs nothing, a file shows all, the session has the main."""

import numpy as np
import pytest

from engine.core.run import Run
from engine.page.scene import Scene
from engine.pages.kl_divergence.page import PAGE as KL
from engine.session.session import Session
from gui.figure.file import draw_offscreen, figure_image, save_figure
from gui.look.theme import LIGHT
from gui.pages.kl_divergence.view import PageView
from gui.plotkit.size import Size
from tests.helpers.cards import answered, shown_view


def sizes(view):
    return {name: place.size for name, place in view.board.places.items()}


def test_only_the_figures_of_shown_cards_are_asked_for_and_made(qtbot):
    view = shown_view(qtbot, size=(672, 400))
    session, result = answered()
    assert sizes(view)["integrand"] is Size.FOLDED
    asked = view.shown_figures(session)
    assert asked == ("running", "histograms")
    view.draw(session, result)
    assert not result.made("integrand")
    view.resize(904, 720)
    view.grab()
    assert result.made(*KL.figures), "what comes into view is drawn"


def test_where_figures_are_made_elsewhere_they_are_asked_for(qtbot):
    view = shown_view(qtbot, size=(672, 400))
    session, result = answered()
    view.waits = True
    for name in view.shown_figures(session):
        result.figure(name)
    view.draw(session, result)
    with qtbot.waitSignal(view.figures_wanted):
        view.resize(904, 720)
        view.grab()
    assert not result.made("integrand")
    assert set(view.shown_figures(session)) == set(KL.figures)


def test_the_session_says_which_plot_is_the_main_one(qtbot):
    view = shown_view(qtbot)
    view.draw(*answered(main="batches"))
    assert view.board.main == "batches"
    view.draw(*answered())
    assert view.board.main == "estimates"
    view.draw(*answered(main="a name of another version"))
    assert view.board.main == "estimates"


def test_a_main_plot_that_does_not_apply_gives_way_to_the_first(qtbot):
    view = shown_view(qtbot)
    view.draw(*answered(Scene(samples=2000).resized(2), main="integrand"))
    assert view.board.main == "estimates"
    assert "integrand" not in view.board.places


@pytest.mark.parametrize("size", [(672, 400), (904, 720)])
def test_a_file_shows_every_plot_without_frames_and_the_screen_is_as_before(qtbot, tmp_path, size):
    view = shown_view(qtbot, size=size)
    before = dict(view.board.places)
    view.grab()
    save_figure(view, tmp_path / "figure.svg", answered()[0])
    grabbed = view.grab().toImage()  # from here on folded cards know their number
    seen = {}

    def note():
        seen.update(view.board.places)

    view.board.rearranged.connect(note)
    save_figure(view, tmp_path / "figure.svg", answered()[0])
    drawing = (tmp_path / "figure.svg").read_text("utf-8")
    for card in view.cards:
        assert card.title.split()[0].replace("<", "&lt;") in drawing
    if len(before) != len(view.cards) or Size.FOLDED in {p.size for p in before.values()}:
        assert {place.size for place in seen.values()} >= {Size.SMALL}
    assert view.board.places == before
    assert view.grab().toImage() == grabbed


def test_one_plot_alone_fills_its_image(qtbot):
    view = shown_view(qtbot)
    image = figure_image(view, 2.0, alone="control")
    assert image.size().toTuple() == (2 * view.figure.width(), 2 * view.figure.height())
    assert view.board.main == "estimates"


def test_an_offscreen_view_draws_what_is_shown(qtbot):
    session, result = answered()
    view = draw_offscreen(KL.name, session, result, (904, 720))
    qtbot.addWidget(view)
    assert set(view.board.shown) == {card.name for card in view.cards}


def test_another_theme_shows_the_same_parts(qtbot):
    view = shown_view(qtbot)
    view.panel("estimates").toggle("k2")
    view.panel("estimates").box.setRange(xRange=(2, 3), yRange=(0, 1), padding=0)
    view.panel("estimates").box.zoomed = True
    other = PageView(LIGHT)
    qtbot.addWidget(other)
    other.resize(904, 720)
    other.grab()
    other.draw(*answered())
    other.show_look(view.current_look())
    panel = other.panel("estimates")
    assert not panel.curves["k2"].graphics.isVisible()
    assert panel.box.viewRange()[0] == pytest.approx([2, 3])


def test_a_session_without_views_has_none():
    assert dict(Session().views) == {}
    session = Session().with_view(KL.name, "batches")
    assert session.views[KL.name] == "batches"
    assert session.replace(page=KL.name).views == session.views


def test_a_step_that_changes_one_plot_draws_no_other(qtbot):
    view = shown_view(qtbot)
    session, result = answered()
    options = session.options[KL.name].replace(batch=128)
    moved = session.with_options(KL.name, options)
    other = KL.compute(moved.scene, options, Run(threads=1))
    view.draw(session, result)
    view.grab()
    before = {name: [item.version for item in view.panel(name).items] for name in view.board.shown}
    placed = {name: view.panel(name)._looks for name in view.board.shown}
    view.draw(moved, other)
    after = {name: [item.version for item in view.panel(name).items] for name in view.board.shown}
    assert after == before
    assert [n for n in placed if placed[n] is not view.panel(n)._looks] == ["batches"]
    assert view.panel("batches").line.value() == pytest.approx(np.log10(128))


def test_a_look_makes_no_plot_in_which_nothing_has_been_chosen(qtbot):
    large, small = shown_view(qtbot, size=(904, 720)), shown_view(qtbot, size=(672, 400))
    for view in (large, small):
        view.draw(*answered())
    assert "integrand" in large.board.panels
    small.show_look(large.current_look())
    assert "integrand" not in small.board.panels
    box = large.panel("integrand").box
    box.setRange(xRange=(0.5, 1.5), yRange=(0.0, 0.1), padding=0)
    box.sigRangeChangedManually.emit([True, True])
    small.show_look(large.current_look())
    assert small.panel("integrand").box.zoomed
    assert small.panel("integrand").box.viewRect() == box.viewRect()

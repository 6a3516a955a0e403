"""What holds for the cards of every page: names, titles that fit, plots in both sizes, words."""

import re

import numpy as np
import pytest

from engine.core.run import Run as Computing
from engine.page.page import all_pages
from engine.page.scene import Scene
from engine.session.session import Session
from gui.figure.arrangement import COLUMN
from gui.figure.view import View, view_class
from gui.look.theme import DARK, LIGHT
from gui.plotkit.size import MARGIN, NAMES, Size
from gui.plotkit.words import Run, Writer, plain

PAGES = {page.name: page for page in all_pages() if issubclass(view_class(page.name), View)}
SLUG = re.compile(r"[A-Za-z][\w-]*")
CASES = [
    (name, dimension)
    for name, page in PAGES.items()
    for dimension in ((1, 2, 5) if "gaussians" in page.inputs else (1,))
]


def answered(name, dimension):
    page = PAGES[name]
    scene = Scene(samples=1000).resized(dimension)
    session = Session(scene, page=name)
    return session, page.compute(scene, session.options[name], Computing(threads=1))


def shown_view(qtbot, name, theme=LIGHT, size=(1800, 1400)):
    view = view_class(name)(theme)
    qtbot.addWidget(view)
    view.resize(*size)
    view.grab()
    return view


def said(view):
    heads = [view.board.frames[name].header for name in view.board.places]
    return [head.title for head in heads] + [
        plain(line) for head in heads for line in (*head.headline, *head.notes)
    ]


@pytest.mark.parametrize("name", PAGES)
def test_cards_are_named_and_show_every_figure_of_the_page(name):
    cards = view_class(name).cards
    names = [card.name for card in cards]
    assert len(set(names)) == len(names)
    assert all(SLUG.fullmatch(each) for each in names)
    shown = {figure for card in cards for figure in card.figures}
    assert shown <= set(PAGES[name].figures)


@pytest.mark.parametrize("name", PAGES)
def test_titles_are_plain_text_that_fits_into_a_small_card(qapp, name):
    writer = Writer(NAMES, LIGHT.text)
    for card in view_class(name).cards:
        assert not re.search(r"<\w|&\w+;", card.title)
        assert writer.width(Run(card.title, bold=True)) <= COLUMN - 2 * MARGIN[Size.SMALL]


@pytest.mark.parametrize(("name", "dimension"), CASES)
def test_what_applies_has_its_figures_and_is_drawn(qtbot, name, dimension):
    view = shown_view(qtbot, name)
    session, result = answered(name, dimension)
    view.draw(session, result)
    view.grab()
    for card in view.board.offered:
        figures = view.board.cards[card].figures
        assert not figures or any(result.figure(each) is not None for each in figures), card
    assert not any("nan" in words.lower().split() for words in said(view))


@pytest.mark.parametrize("name", PAGES)
def test_every_card_can_be_the_main_plot_and_is_read_off(qtbot, name):
    view = shown_view(qtbot, name, DARK, (904, 720))
    session, result = answered(name, 1)
    view.draw(session, result)
    for card in view.board.offered:
        view.hands.choose(card)
        view.grab()
        panel = view.panel(card)
        assert panel.frame.size is Size.MAIN
        assert np.all(np.isfinite(panel.box.viewRange()))
        box = panel.box.sceneBoundingRect()
        assert min(box.width(), box.height()) >= 200
        panel.reader.read(*panel.reader.place_of(box.center()))
        view.grab()
        words = [plain(form) for forms in panel.frame.header.reading for form in forms]
        assert not any("nan" in each.lower().split() for each in words)
        panel.reader.read(None)


@pytest.mark.parametrize("name", PAGES)
def test_what_is_zoomed_is_fitted_again(qtbot, name):
    view = shown_view(qtbot, name, size=(904, 720))
    view.draw(*answered(name, 1))
    view.grab()
    for card in view.board.shown:
        panel = view.panel(card)
        if not any(panel.box.mouseEnabled()):
            continue
        before = np.array(panel.box.viewRange())
        panel.box.scaleBy((0.5, 0.5))
        panel.box.sigRangeChangedManually.emit([True, True])
        view.draw(*answered(name, 1))
        assert not np.allclose(panel.box.viewRange(), before), card
        view.hands.fit(card)
        np.testing.assert_allclose(panel.box.viewRange(), before, rtol=1e-6, err_msg=card)


@pytest.mark.parametrize("name", PAGES)
def test_names_fit_beside_the_main_plot(qtbot, name):
    view = shown_view(qtbot, name, size=(904, 720))
    view.draw(*answered(name, 1))
    for card in view.board.offered:
        view.hands.choose(card)
        view.grab()
        names = view.panel(card).names
        for each in names.named() if names.isVisible() else ():
            assert names.fits(each), (card, each.words)

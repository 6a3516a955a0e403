"""Where cards stand: nothing overlaps, nothing is too low, and in a file nothing is folded."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.figure.arrangement import FOLDED, LOWEST, arranged, spread
from gui.plotkit.size import BOTTOM_AXIS, TITLES, TOP, Size

SIZES = [(904, 720), (672, 560), (1100, 680), (560, 540), (360, 330), (2000, 1300)]


def names(count):
    return [f"card{index}" for index in range(count)]


def apart(places):
    for a, b in combinations(places, 2):
        beside = a.x + a.width <= b.x + 1e-6 or b.x + b.width <= a.x + 1e-6
        below = a.y + a.height <= b.y + 1e-6 or b.y + b.height <= a.y + 1e-6
        assert beside or below, (a, b)


def inside(places, width, height):
    for place in places:
        assert 0.0 < place.width <= width + 1e-6 - place.x
        assert 0.0 < place.height <= height + 0.6 - place.y
        assert min(place.x, place.y) >= -1e-6


def height_inside(place):
    small = Size.SMALL
    return place.height - TITLES[small] - TOP[small] - BOTTOM_AXIS[small]


@given(
    count=st.integers(1, 12),
    main=st.integers(0, 11),
    width=st.floats(320, 2500),
    height=st.floats(300, 1500),
)
def test_on_the_screen_a_small_plot_is_high_enough_or_folded(count, main, width, height):
    cards = names(count)
    places = arranged(cards, cards[main % count], width, height)
    apart(places)
    inside(places, width, height)
    assert [p.name for p in places if p.size is Size.MAIN] == [cards[main % count]]
    for place in places:
        if place.size is Size.SMALL:
            assert height_inside(place) >= LOWEST
        if place.size is Size.FOLDED:
            assert place.height == FOLDED


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [1, 2, 5, 8, 11])
def test_in_a_file_every_card_has_its_plot(count, size):
    cards = names(count)
    places = spread(cards, cards[-1], *size)
    assert sorted(place.name for place in places) == sorted(cards)
    assert all(place.size is not Size.FOLDED for place in places)
    apart(places)
    inside(places, *size)
    if size[1] >= 540:
        assert all(height_inside(p) >= LOWEST for p in places if p.size is Size.SMALL)


def test_the_window_of_the_smallest_size_folds_one_of_five():
    places = arranged(names(5), "card0", 672, 560)
    assert [place.size for place in places].count(Size.SMALL) == 3
    assert [place.size for place in places].count(Size.FOLDED) == 1


def test_the_main_plot_takes_most_of_the_figure():
    main, *_ = arranged(names(5), "card0", 904, 720)
    assert main.width * main.height / (904 * 720) > 0.65

"""What a page declares is known in Chinese to the last word."""

import pytest

from engine.core import words
from engine.core.parameter import described
from engine.page.page import all_pages
from tests.helpers.english import english_words


@pytest.fixture
def chinese():
    words.speak("zh")
    yield
    words.speak("en")


def declared(page):
    yield from (page.title, page.group, page.summary)
    for option in described(page.options):
        yield from (option.parameter.label, option.parameter.help, *option.choices)
    for quantity in page.quantities:
        yield from (quantity.row, quantity.column, quantity.unit, quantity.name, quantity.help)


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_what_is_declared_is_chinese(page):
    left = {text for text in declared(page) if english_words(words.tr(text))}
    assert not sorted(left)

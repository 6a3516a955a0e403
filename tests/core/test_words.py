"""Words in the chosen language."""

from importlib import resources

import pytest

from engine.core import words


@pytest.fixture
def chinese():
    words.speak("zh")
    yield
    words.speak("en")


def test_english_is_the_text_itself() -> None:
    assert words.tr("seed") == "seed"


@pytest.mark.usefixtures("chinese")
def test_a_translation_is_found_and_a_missing_one_is_english() -> None:
    assert words.tr("seed") == "随机种子"
    assert words.tr("no such text") == "no such text"


@pytest.mark.usefixtures("chinese")
def test_a_text_that_nobody_translated_is_read_in_english() -> None:
    folder = resources.files("resources") / "pages" / "kl_divergence"
    assert words.localised(folder, "snippet_numpy.py").name == "snippet_numpy.py"


def test_every_catalogue_keeps_what_is_filled_in() -> None:
    for english, translated in words.catalogue("zh").items():
        assert sorted(places(english)) == sorted(places(translated.text)), english


def places(text: str) -> list[str]:
    import string

    return [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]

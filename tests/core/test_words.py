"""Words in the chosen language."""

from importlib import resources

import pytest

from engine.core import words
from engine.core.pattern import Pattern, Patterns, pieces
from engine.core.translator import SURE, Translator


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
        left, kept = set(places(english)), set(places(translated.text))
        assert kept <= left if translated.pattern else kept == left, english


def places(text: str) -> list[str]:
    return [name for _, name in pieces(text) if name is not None]


@pytest.mark.usefixtures("chinese")
def test_a_sentence_of_the_engine_is_known_by_its_pattern() -> None:
    translated = words.tr("infinite: 12 rows have log w = -inf")
    assert translated == "无穷：12 行 log w = -inf"


def test_what_stands_in_a_place_is_translated_as_well() -> None:
    made = Translator(
        {"mean": "均值", "the exact {name} of n": "n 的精确{name}"}, ["the exact {name} of n"]
    )
    assert made.text("the exact mean of n") == "n 的精确均值"
    assert made.text("the exact tail of n") == "n 的精确 tail"


def test_few_letters_are_no_pattern_unless_what_is_between_them_is_known() -> None:
    made = Translator({"bias": "偏差", "{a} in {b}": "{b}中的{a}"}, ["{a} in {b}"])
    assert made.text("bias in KL") == "KL 中的偏差"
    assert made.text("a stone in the river") == "a stone in the river"


def test_chinese_signs_stand_apart_from_letters_and_numbers_alone() -> None:
    made = Translator(
        {"mean": "均值", "bias": "偏差", "errors by {what} here": "按 {what}计的误差"},
        ["errors by {what} here"],
    )
    assert made.text("errors by mean here") == "按均值计的误差"
    assert made.text("errors by KL here") == "按 KL 计的误差"
    assert made.text("errors by KL(q||p) here") == "按 KL(q||p) 计的误差"
    assert made.text("mean and bias") == "均值和偏差"
    assert made.text("k1 and k3") == "k1 和 k3"
    assert made.text("Mean. mean: bias") == "Mean. mean: bias"


def test_known_texts_side_by_side_are_known() -> None:
    made = Translator({"It is exact.": "精确。", "It is biased.": "有偏。", "mean": "均值"})
    assert made.text("It is exact. It is biased.") == "精确。有偏。"
    assert made.text("k1 mean; GAE mean") == "k1 均值；GAE 均值"
    assert made.known("It is exact. It is new.") is None


def test_what_is_known_of_a_text_is_known_for_every_number() -> None:
    made = Translator(
        {"{n} rows": "{n} 行", "{n} of {all} kept": "{all} 中留下 {n}", "80 % band": "八成带"},
        ["{n} rows", "{n} of {all} kept"],
    )
    for number in ("7", "−0.5", "1,024", "3e-8", "2.5 × 10⁻⁴", "-12.25", "4, −5, 6.5"):
        assert made.text(f"{number} rows") == f"{number} 行"
        assert made.text(f"{number} of 9 kept") == f"9 中留下 {number}"
    assert made.text("80 % band") == "八成带"
    assert made.text("70 % band") == "70 % band"
    many = " ".join(map(str, range(12)))
    assert made.text(f"{many} rows") == f"{many} 行"


def test_a_menus_text_is_known_without_its_letter() -> None:
    made = Translator({"&Pin as A…": "固定为 A(&P)…", "Pin": "固定"})
    assert made.text("&Pin as A…") == "固定为 A(&P)…"
    assert made.text("Pin as A") == "固定为 A"
    assert made.text("Pin") == "固定"


def test_no_text_is_beside_itself() -> None:
    made = Translator({"weights": "权重"})
    for unknown in (
        "(what is this)",
        "\n",
        " ",
        "",
        ", so it is",
        ". And",
        "of of (of) of",
        "((((",
    ):
        assert made.text(unknown) == unknown
    assert made.text("weights(p||q)") == "权重(p||q)"


def test_a_place_that_stands_twice_holds_the_same() -> None:
    made = Translator({"weights {a}/{b} of {a}": "{a} 的权重 {a}/{b}"}, ["weights {a}/{b} of {a}"])
    assert made.text("weights p/q of p") == "p 的权重 p/q"
    assert made.text("weights p/q of q") == "weights p/q of q"


def test_every_pattern_of_the_catalogue_finds_its_own_text() -> None:
    """No other one, with more letters or fewer, takes a sentence away from it."""
    translator = words.translator("zh")
    for english, translated in words.catalogue("zh").items():
        pattern = Pattern(english, translated.text)
        if not translated.pattern or pattern.weight < SURE or english == translated.text:
            continue
        values = {name: f"K{7 + i}" for i, name in enumerate(dict.fromkeys(places(english)))}
        wanted = {pattern.filled(values), *other_readings(english, values)}
        assert translator.text(Pattern("", english).filled(values)) in wanted, english


def other_readings(english: str, values: dict[str, str]) -> set[str]:
    """Of catalogues in which a text stands with other names of its places."""
    text = Pattern("", english).filled(values)
    found = set()
    for other, translated in words.catalogue("zh").items():
        pattern = Pattern(other, translated.text)
        if translated.pattern and pattern.literals == Pattern(english, "").literals:
            filled = pattern.places(text)
            found |= {pattern.filled(filled)} if filled else set()
    return found


@pytest.mark.parametrize("filling", ["", "x", "12.5 nats", "(∞)", "two words", "é_1"])
def test_of_a_text_no_pattern_is_passed_over(filling: str) -> None:
    made = [
        Pattern(english, each.text)
        for english, each in words.catalogue("zh").items()
        if each.pattern
    ]
    made += [Pattern("{a}nd {b}s and{c}", ""), Pattern("{{row}} {n}", ""), Pattern("{a}{b}", "")]
    ordered = Patterns(made)
    for pattern in made:
        names = {name: filling for _, name in pieces(pattern.english) if name is not None}
        text = Pattern("", pattern.english).filled(names)
        assert pattern.places(text) is not None
        assert pattern in ordered.of(text)
    # Those that say most come first.
    orders = [each.order for each in ordered.of("2 of 4 rows and 3 samples of k1 have infinite")]
    assert orders == sorted(orders, reverse=True)

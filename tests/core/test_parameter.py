"""Parameters: what they take, and what their errors say."""

import math
from dataclasses import dataclass, fields
from typing import Annotated, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.parameter import Parameter, ParameterError, ParameterSet, described, number_text


@dataclass(frozen=True, slots=True)
class Recipe(ParameterSet):
    heat: Annotated[
        float, Parameter("heat", "How hot.", unit="K", minimum=0.5, maximum=1e6, typical=(1, 9))
    ] = 2.0
    turns: Annotated[int, Parameter("turns", "How often.", minimum=1, maximum=10**9)] = 3
    stirred: Annotated[bool, Parameter("stirred", "Whether.")] = False
    kind: Annotated[Literal["soup", "stew"], Parameter("kind", "Which.")] = "soup"
    free: Annotated[float, Parameter("free", "Any.")] = 0.0
    cups: Annotated[
        tuple[float, ...], Parameter("cups", "Of each.", minimum=0.0, maximum=9.0, length=(2, 4))
    ] = (1.0, 2.0)
    remark: str = "not described"


def test_descriptions_stand_beside_their_fields():
    found = {field.name: field for field in described(Recipe)}
    assert list(found) == ["heat", "turns", "stirred", "kind", "free", "cups"]
    assert found["heat"].parameter.unit == "K"
    assert found["turns"].kind is int
    assert found["kind"].choices == ("soup", "stew")
    assert [field.default for field in found.values()] == [2.0, 3, False, "soup", 0.0, (1.0, 2.0)]
    assert described(Recipe) is described(Recipe)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("heat", 0.4, "heat = 0.4: must be a number from 0.5 to 1000000"),
        ("heat", math.nan, "heat = nan: must be a number from 0.5 to 1000000"),
        ("heat", math.inf, "heat = inf: must be a number from 0.5 to 1000000"),
        ("heat", "2", "heat = '2': must be a number from 0.5 to 1000000"),
        ("heat", True, "heat = True: must be a number from 0.5 to 1000000"),
        ("heat", 10**400, "must be a number from 0.5"),
        ("heat", None, "heat = None: must be"),
        ("turns", 1.5, "turns = 1.5: must be a whole number from 1 to 1e+09"),
        ("turns", 0, "turns = 0: must be a whole number"),
        ("stirred", 1, "stirred = 1: must be true or false"),
        ("kind", "salad", "kind = 'salad': must be one of soup, stew"),
        ("kind", 3, "kind = 3: must be one of soup, stew"),
        ("free", -math.inf, "free = -inf: must be any finite number"),
    ],
)
def test_the_constructor_refuses_and_says_why(field, value, message):
    with pytest.raises(ParameterError) as caught:
        Recipe(**{field: value})
    assert message in str(caught.value)
    assert caught.value.field == field
    assert len(str(caught.value)) < 200


def test_values_take_their_own_type():
    recipe = Recipe(heat=1, turns=7.0, stirred=np.bool_(True), free=np.float32(0.5))
    assert [type(getattr(recipe, f.name)) for f in fields(recipe)[:4]] == [float, int, bool, str]
    assert (recipe.turns, recipe.free) == (7, 0.5)
    assert Recipe(turns=np.int64(5)).turns == 5
    assert Recipe(heat=0.5).heat == 0.5
    assert Recipe(heat=1e6).heat == 1e6


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("turns", "1e6", 10**6),
        ("turns", "1_000_000", 10**6),
        ("turns", " 100 ", 100),
        ("heat", "1e-1_0", None),
        ("heat", "2.5", 2.5),
        ("heat", "", None),
        ("heat", "nan", None),
        ("stirred", "Yes", True),
        ("stirred", "off", False),
        ("stirred", "perhaps", None),
        ("kind", "stew", "stew"),
        ("kind", "Stew", None),
    ],
)
def test_texts_are_read(field, text, value):
    found = next(known for known in described(Recipe) if known.name == field)
    if value is None:
        with pytest.raises(ParameterError, match=rf"^a-flag = .*{found.allowed[:12]}"):
            found.parse(text, "a-flag")
    else:
        assert found.parse(text) == value
        assert type(found.parse(text)) is found.kind


def test_sets_come_from_and_go_to_dictionaries():
    recipe = Recipe(heat=3.0, kind="stew")
    assert Recipe.from_values(recipe.values()) == recipe
    assert recipe.replace(turns=4).values() == {**recipe.values(), "turns": 4}
    with pytest.raises(ParameterError, match="speed = 1: unknown; known are cups, free, heat"):
        Recipe.from_values({"speed": 1})
    with pytest.raises(ParameterError, match="turns = 0"):
        recipe.replace(turns=0)


def test_vectors_are_tuples_checked_entry_by_entry():
    cups = next(field for field in described(Recipe) if field.name == "cups")
    assert cups.vector
    assert cups.kind is float
    assert cups.allowed == "2 to 4 entries, each a number from 0 to 9"
    assert cups.entry(2).default == 2.0
    assert not cups.entry(2).vector
    for same in ([3, 4.5], (3.0, 4.5), np.array([3.0, 4.5])):
        assert Recipe(cups=same).cups == (3.0, 4.5)
    assert cups.parse("3, 4.5") == (3.0, 4.5)
    assert Recipe.from_values({"cups": [0, 9, 1]}).values()["cups"] == (0.0, 9.0, 1.0)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([1.0, 2.0, -0.5], r"cups[3] = -0.5: must be a number from 0 to 9"),
        ([1.0, "x"], r"cups[2] = 'x': must be a number from 0 to 9"),
        ([1.0], r"cups = [1.0]: must be 2 to 4 entries, each a number from 0 to 9"),
        ([1.0] * 5, "must be 2 to 4 entries"),
        (3.0, r"cups = 3: must be 2 to 4 entries"),
        ("12", r"cups = '12': must be 2 to 4 entries"),
        (np.ones((2, 2)), r"cups[1] = [1.0, 1.0]: must be a number from 0 to 9"),
    ],
)
def test_errors_of_vectors_name_the_entry(value, message):
    with pytest.raises(ParameterError) as caught:
        Recipe(cups=value)
    assert message in str(caught.value)


def test_texts_of_vectors_name_the_entry():
    cups = next(field for field in described(Recipe) if field.name == "cups")
    with pytest.raises(ParameterError, match=r"^a-flag\[2\] = 'x': must be a number"):
        cups.parse("1,x", "a-flag")
    with pytest.raises(ParameterError, match=r"^a-flag = '1': must be 2 to 4 entries"):
        cups.parse("1", "a-flag")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-math.inf, math.inf, "any finite number"),
        (0, math.inf, "at least 0"),
        (-math.inf, 1e-12, "at most 1e-12"),
        (0.1, 1e9, "from 0.1 to 1e+09"),
    ],
)
def test_ranges_in_words(low, high, words):
    assert Parameter("x", "X.", minimum=low, maximum=high).allowed == words


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_in_words_reads_back_exactly(value):
    assert float(number_text(value)) == value


@given(st.floats() | st.integers() | st.text() | st.none() | st.booleans() | st.binary())
def test_whatever_is_given_is_taken_exactly_or_refused(value):
    try:
        heat = Recipe(heat=value).heat
    except ParameterError:
        return
    if not (0.5 <= heat <= 1e6 and heat == value and type(heat) is float):
        pytest.fail(f"{value!r} became {heat!r}")

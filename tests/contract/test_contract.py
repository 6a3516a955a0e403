"""What holds for every page, found by itself: a new page is tested here without an edit."""

import dataclasses
import json
import math
import re
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.cli import main as cli
from engine.core.parameter import Described, ParameterError, described
from engine.core.quantity import Readout
from engine.core.run import Cancelled, Run
from engine.gaussian.component import Component
from engine.gaussian.gaussian import Gaussian
from engine.page.page import Page, all_pages, page_named
from engine.page.scene import Scene
from tests.helpers.parts import with_parts

PAGES = [pytest.param(page, id=page.name) for page in all_pages()]
FIELDS = [
    pytest.param(owner, field, id=f"{owner.__module__}.{field.name}")
    for owner in (Scene, Component, *(page.options for page in all_pages()))
    for field in described(owner)
]
SCENES = {
    "d=1": Scene(samples=5_000),
    "d=2": Scene(
        Gaussian.from_std([0.0, 1.0], [1.0, 2.0], 0.3),
        Gaussian.from_std([1.0, 0.0], [2.0, 1.5], -0.5),
        samples=5_000,
    ),
    "d=5": Scene(samples=5_000).resized(5),
    "d=100": Scene(samples=500).resized(100),
    "equal": Scene(samples=5_000).matched(),
    "infinite": Scene(Gaussian(0.0, 9.0), Gaussian(0.0, 1.0), samples=5_000),
    "far": Scene(Gaussian(0.0, 1.0), Gaussian(1e6, 1.0), samples=500),
    "narrow": Scene(Gaussian(0.0, 1e-12), Gaussian(0.0, 1e6), samples=500),
    "wide": Scene(Gaussian(0.0, 1e6), Gaussian(0.0, 1e-12), samples=500),
}


def arrays(value: Any) -> list[np.ndarray]:
    """Every array in a result, however deep."""
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, Gaussian | Readout):
        return []
    if dataclasses.is_dataclass(value):
        return [
            array
            for field in dataclasses.fields(value)
            for array in arrays(getattr(value, field.name))
        ]
    if isinstance(value, tuple | list):
        return [array for item in value for array in arrays(item)]
    return []


def refused(field: Described, value: object) -> None:
    with pytest.raises(ParameterError, match=re.escape(field.name)) as caught:
        field.check(value)
    assert field.allowed in str(caught.value)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES.keys())
def test_results_are_frozen_repeatable_and_said_in_words(page: Page, scene: Scene) -> None:
    result = page.compute(scene, page.options(), Run(threads=1))
    again = page.compute(scene, page.options(), Run(threads=2))
    assert result.readouts == again.readouts
    for name in result.figures:
        figures = result.figure(name), again.figure(name)
        for array, twin in zip(*map(arrays, figures), strict=True):
            assert not array.flags.writeable, name
            assert np.array_equal(array, twin, equal_nan=True), name
    names = [readout.name for readout in result.readouts]
    assert len(names) == len(set(names))
    assert len({readout.place for readout in result.readouts}) == len(names)
    for readout in result.readouts:
        assert_declared(page, readout)
        assert readout.note or math.isfinite(readout.value), readout.name
    json.dumps([readout.as_dict() for readout in result.readouts], allow_nan=False)


def assert_declared(page: Page, readout: Readout) -> None:
    """A value that was not announced, or was announced to be known in another way."""
    assert readout.quantity in page.quantities, readout.key
    assert readout.kind == "unknown" or readout.kind in readout.quantity.known, readout.key


@pytest.mark.parametrize("page", PAGES)
def test_quantities_are_declared_once_and_explained(page: Page) -> None:
    keys = [quantity.key for quantity in page.quantities]
    assert keys
    assert len(keys) == len(set(keys))
    for quantity in page.quantities:
        assert len(quantity.help) > 20, quantity.key
        assert quantity.known, quantity.key
        shown = (quantity.key, quantity.row, quantity.column, quantity.name, quantity.help)
        assert not any("{" in text or "}" in text for text in shown), quantity.key


@pytest.mark.parametrize("page", PAGES)
def test_chips_are_declared_quantities(page: Page) -> None:
    keys = [quantity.key for quantity in page.quantities]
    assert set(page.chips) <= set(keys)
    assert len(page.chips) == len(set(page.chips))
    order = page.by_importance()
    assert sorted(order) == sorted(keys)
    assert order[: len(page.chips)] == page.chips


def test_listing_computes_nothing(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def gathered(*_: Any) -> None:
        raise AssertionError("list asked for a computation")

    pages = [with_parts(page, gather=gathered) for page in all_pages()]
    monkeypatch.setattr(cli, "all_pages", lambda: pages)
    assert cli.main(["list"]) == 0
    printed = capsys.readouterr().out
    assert all(q.key in printed for page in all_pages() for q in page.quantities)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_cancelled(page: Page) -> None:
    with pytest.raises(Cancelled):
        page.compute(Scene(samples=10**6), page.options(), Run(cancelled=lambda: True))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_described_and_explained(page: Page) -> None:
    assert page_named(page.name) is page
    assert page.title
    assert page.summary
    explanation = files("resources") / "pages" / page.name.replace("-", "_") / "explanation.md"
    assert len(explanation.read_text(encoding="utf-8")) > 200


@pytest.mark.parametrize(("owner", "field"), FIELDS)
def test_defaults_and_edges_are_accepted(owner: type, field: Described) -> None:
    assert field.parameter.help
    assert field.check(field.default) == field.default
    for choice in field.choices:
        assert field.check(choice) == choice
    if field.vector:
        test_defaults_and_edges_are_accepted(owner, field.entry(1))
    elif field.kind in (int, float) and not field.choices:
        low, high = field.parameter.typical or (field.default, field.default)
        for value in (field.parameter.minimum, low, high, field.parameter.maximum):
            assert field.check(value) == value


@pytest.mark.parametrize(("owner", "field"), FIELDS)
def test_what_is_outside_is_refused(owner: type, field: Described) -> None:
    for value in (None, math.nan, math.inf, -math.inf, "nonsense", [1.0], 1j):
        refused(field, value)
    if field.vector:
        test_what_is_outside_is_refused(owner, field.entry(1))
    elif field.kind in (int, float) and not field.choices:
        refused(field, math.nextafter(field.parameter.minimum, -math.inf) - 1.0)
        refused(field, math.nextafter(field.parameter.maximum, math.inf) * 1.01)
        refused(field, True)
    if field.kind is int:
        refused(field, field.default + 0.5)


@pytest.mark.parametrize("page", PAGES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_drawn_scenes_and_options_give_numbers_or_a_clear_error(
    page: Page, data: st.DataObject
) -> None:
    dimension = data.draw(st.integers(1, 4))
    mean = st.floats(-1e6, 1e6, width=32) | st.floats(-1e12, 1e12)
    # Exponents, for drawn as they are nearly all would be large.
    std = st.floats(-6.0, 3.0).map(_power_of_ten) | st.floats(-12.0, 12.0).map(_power_of_ten)

    def gaussian() -> Gaussian:
        means = data.draw(st.lists(mean, min_size=dimension, max_size=dimension))
        stds = data.draw(st.lists(std, min_size=dimension, max_size=dimension))
        r = data.draw(st.floats(-0.3, 0.99)) if dimension > 1 else None
        return Gaussian.from_std(means, stds, r)

    scene = Scene(gaussian(), gaussian(), samples=data.draw(st.integers(100, 300)))
    drawn = {
        # Defaults too, for an axis beyond the dimension is only refused.
        field.name: data.draw(st.just(field.default) | _values(field), label=field.name)
        for field in described(page.options)
    }
    try:
        result = page.compute(scene, page.options(**drawn), Run())
    except ParameterError:
        return
    for readout in result.readouts:
        assert not math.isnan(readout.value) or readout.kind == "unknown", readout.name
        assert readout.note or math.isfinite(readout.value), readout.name


def _power_of_ten(exponent: float) -> float:
    return float(10.0**exponent)


def _values(field: Described) -> st.SearchStrategy[Any]:
    if field.vector:
        # As many as the default: vectors of one page may have to be equally long.
        return st.tuples(*(_values(field.entry(i + 1)) for i in range(len(field.default))))
    if field.choices:
        return st.sampled_from(field.choices)
    if field.kind is bool:
        return st.booleans()
    low, high = field.parameter.typical or (field.parameter.minimum, field.parameter.maximum)
    return st.integers(int(low), int(high)) if field.kind is int else st.floats(low, high)

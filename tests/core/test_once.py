"""A value that is made once."""

import weakref

import pytest

from engine.core.once import Once


class Source:
    asked = 0

    def value(self) -> int:
        self.asked += 1
        return self.asked


def test_it_is_made_when_it_is_asked_for_and_then_stays() -> None:
    source = Source()
    value = Once(source.value)
    assert source.asked == 0
    assert value() == value() == source.asked == 1


def test_what_it_is_made_from_is_let_go_of() -> None:
    source = Source()
    value, there = Once(source.value), weakref.ref(source)
    del source
    assert there() is not None
    value()
    assert there() is None


def test_what_failed_is_tried_again() -> None:
    answers = iter([0, 2])
    value = Once(lambda: 10 // next(answers))
    with pytest.raises(ZeroDivisionError):
        value()
    assert value() == 5

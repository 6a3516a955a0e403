"""A sweep: which quantities are read where; every combination of its axes' values is a point."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

from engine.core.parameter import ParameterError
from engine.page.page import Page, page_named
from engine.session.address import Address, address
from engine.session.file import session_dict
from engine.session.session import Session
from engine.sweep.axis import Axis, Value, place_of

MOST_POINTS = 1_000_000
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Sweep:
    """``keys`` of the quantities of the session's page, read at every point of the product of
    the axes; points are counted from 1, and the last axis moves first.

    Raises ParameterError for axes and keys that the page or its session do not have.
    """

    session: Session
    axes: tuple[Axis, ...]
    keys: tuple[str, ...]

    def __post_init__(self) -> None:
        names = [axis.name for axis in self.axes]
        for i, axis in enumerate(self.axes):
            if axis.name in names[:i]:
                raise ParameterError("over", axis.name, "must be given once")
            place_of(axis.name, self.page)
        if not self.axes:
            raise ParameterError("over", "", "must name one axis or more")
        if self.page.replaces_samples(self.session.scene):
            _check_own_data(self.axes, self.page)
        known = [quantity.key for quantity in self.page.quantities]
        if not self.keys or (unknown := [key for key in self.keys if key not in known]):
            raise ParameterError("read", "" if not self.keys else unknown[0], _known(self.page))
        if self.points > MOST_POINTS:
            allowed = f"must be at most {MOST_POINTS:,} points"
            raise ParameterError("over", f"{self.points:,} points", allowed)
        for axis in self.axes:
            self._check_some_value_fits(axis)

    @property
    def page(self) -> Page:
        """Whose quantities are read."""
        return page_named(self.session.page)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each axis has."""
        return tuple(len(axis.values) for axis in self.axes)

    @property
    def points(self) -> int:
        """How many there are."""
        return math.prod(self.shape)

    def values(self, point: int) -> tuple[Value, ...]:
        """What stands on each axis at a point, the first being 1."""
        rest, found = point - 1, []
        for axis in reversed(self.axes):
            rest, place = divmod(rest, len(axis.values))
            found.append(axis.values[place])
        return tuple(reversed(found))

    def point(self, places: Sequence[int]) -> int:
        """The point at these places of the axes, each counted from 0."""
        found = 0
        for place, axis in zip(places, self.axes, strict=True):
            found = found * len(axis.values) + place
        return found + 1

    def session_at(self, point: int) -> Session:
        """The session of a point; raises ParameterError where its values do not go together."""
        names = [axis.name for axis in self.axes]
        return changed(self.session, dict(zip(names, self.values(point), strict=True)))

    def session_text(self) -> str:
        """The session as one line of JSON, with the options of its own page only."""
        return json.dumps(self.session_data(), allow_nan=False)

    def session_data(self) -> dict[str, Any]:
        """What `session_text` writes."""
        data = session_dict(self.session)
        return {**data, "options": {self.page.name: data["options"][self.page.name]}}

    def _check_some_value_fits(self, axis: Axis) -> None:
        """What fits with no other axis in the way may fail at single points; what never does is
        a mistake. Where the dimension is swept the largest is taken."""
        sizes = [each.values for each in self.axes if each.name == "dimension"]
        start = changed(self.session, {"dimension": max(sizes[0])} if sizes else {})
        problem = None
        for value in axis.values:
            try:
                axis.address.set(start, value)
            except ParameterError as error:
                problem = problem or error
            else:
                return
        if problem is not None:
            raise problem


def changed(session: Session, values: Mapping[str, Value]) -> Session:
    """The session with other values at these addresses: first the dimension, then what is said of
    whole vectors, then their entries."""
    places = sorted(((address(name), value) for name, value in values.items()), key=_rank)
    for place, value in places:
        session = place.set(session, value)
    return session


def _rank(item: tuple[Address, Value]) -> tuple[bool, bool]:
    return item[0].field != "dimension", item[0].index > 0


def seeds(session: Session, count: int) -> Axis:
    """The session's seed and those that follow it."""
    first = session.scene.seed
    allowed = f"must be from 1 to {LARGEST_SEED - first:,}"
    if not 1 <= count <= LARGEST_SEED - first:
        raise ParameterError("seeds", count, allowed)
    return Axis(address("seed"), tuple(range(first, first + count)))


def keys_like(page: Page, patterns: Iterable[str]) -> tuple[str, ...]:
    """The page's keys that are named, with * for any letters and ? for one, in the order of the
    patterns; raises ParameterError that suggests what is near."""
    known = [quantity.key for quantity in page.quantities]
    found: dict[str, None] = {}
    for pattern in patterns:
        plain = pattern.replace("[", "[[]")  # entries of vectors have brackets of their own
        matching = [key for key in known if fnmatchcase(key, plain)]
        if not matching:
            near = get_close_matches(pattern, known, 5, 0.4)
            raise ParameterError("read", pattern, _known(page, near))
        found |= dict.fromkeys(matching)
    return tuple(found)


def _known(page: Page, near: Iterable[str] = ()) -> str:
    some = ", ".join(near) or f"{page.quantities[0].key}, {page.quantities[-1].key}"
    return f"must be a quantity of {page.name}, as {some} (`list` names all)"


def _check_own_data(axes: Iterable[Axis], page: Page) -> None:
    for axis in axes:
        if axis.address.owner != page.name:
            allowed = "says nothing where own data take the place of samples"
            raise ParameterError("over", axis.name, allowed)

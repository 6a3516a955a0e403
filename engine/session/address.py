"""Addresses: the name of each number, switch and choice of a session.

    p.mean  p.mean[2]  q.std[1]  p.correlation  dimension  samples  seed  task.T  kl.batch
    softmax.logits  softmax.logits[3]

Entries are counted from 1; without one, all of a vector is meant: one number for all of them, or
a vector of options as it is. An option stands behind the
short name of its page (or the whole one, as ``kl-divergence.batch``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from numbers import Real
from typing import Any, Literal

from engine.core.parameter import Described, Parameter, ParameterError, described
from engine.gaussian.component import component
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.structure import shape_of, with_correlation
from engine.page.page import Page, all_pages
from engine.page.scene import MAXIMUM_DIMENSION, Scene, task_fields
from engine.session.session import Session

GAUSSIANS = ("p", "q")
TASK = "task"
COMPONENTS = ("mean", "std", "correlation")
FORM = re.compile(r"(?:([a-z][\w-]*)\.)?([A-Za-z_]\w*)(?:\[(\d+)\])?")
DIMENSION = Described(
    "dimension",
    int,
    1,
    (),
    Parameter("dimension", "Of p and q.", "d", minimum=1, maximum=MAXIMUM_DIMENSION),
)


@dataclass(frozen=True, slots=True)
class Address:
    """One place in a session: ``owner`` is p, q, task, a page's name, or empty for the scene;
    ``index`` counts from 1 and is 0 for all of a vector."""

    owner: str
    field: str
    index: int
    description: Described

    @property
    def indexed(self) -> bool:
        """Whether it has entries."""
        mean_or_std = self.owner in GAUSSIANS and self.field != "correlation"
        return self.description.vector or mean_or_std

    def __str__(self) -> str:
        owner = _short(self.owner)
        place = f"[{self.index}]" if self.index else ""
        return f"{owner}.{self.field}{place}" if owner else f"{self.field}{place}"

    def get(self, session: Session) -> Any:
        """What stands there; of a Gaussian's whole vector the first entry."""
        if self.owner in GAUSSIANS:
            return _component(getattr(session.scene, self.owner), self.field, self.index)
        scene = session.scene
        holders = {"": scene, TASK: scene.task}
        holder = holders[self.owner] if self.owner in holders else session.options[self.owner]
        value = getattr(holder, self.field)
        return value[_place(str(self), self.index, len(value))] if self.index else value

    def set(self, session: Session, value: object) -> Session:
        """The session with another value there; raises ParameterError that names the address."""
        try:
            return self._set(session, value)
        except ParameterError as error:
            raise ParameterError(str(self), error.value, error.allowed) from None

    def parse(self, text: str) -> Any:
        """The value that a text stands for; raises ParameterError."""
        return self._meant("," in text).parse(text, str(self))

    def check(self, value: object) -> Any:
        """The value in the type that stands there; raises ParameterError."""
        return self._meant(not isinstance(value, Real)).check(value, str(self))

    def _meant(self, whole: bool) -> Described:
        """The description of all entries, or of the one number for all of them."""
        described = self.description
        return described.entry(1) if described.vector and not whole else described

    def at(self, index: int) -> Address:
        """That of one entry, counted from 1."""
        found = self.description
        return replace(self, index=index, description=found.entry(index) if found.vector else found)

    def _set(self, session: Session, value: object) -> Session:
        scene, checked = session.scene, self.check(value)
        if self.owner in GAUSSIANS:
            changed = _changed(getattr(scene, self.owner), self.field, self.index, checked)
            return session.replace(scene=scene.replace(**{self.owner: changed}))
        if not self.owner:
            resized = self.field == "dimension"
            made = scene.resized(checked) if resized else scene.replace(**{self.field: checked})
            return session.replace(scene=made)
        if self.owner == TASK:
            task = scene.task.replace(**{self.field: checked})
            return session.replace(scene=scene.replace(task=task))
        options = session.options[self.owner]
        former = getattr(options, self.field)
        if isinstance(former, tuple) and not isinstance(checked, tuple):
            checked = _put(former, self.index, checked)
        return session.with_options(self.owner, options.replace(**{self.field: checked}))


def address(text: str) -> Address:
    """The address that a text names; raises ParameterError that says what is known."""
    found = FORM.fullmatch(text.strip())
    if found is not None:
        owner, field, index = found[1] or "", found[2].replace("-", "_"), int(found[3] or 0)
        for known in all_addresses():
            if field != known.field or (index and not known.indexed):
                continue
            if owner in (known.owner, _short(known.owner)) if known.owner else not owner:
                return known.at(index) if index else known
    known_names = ", ".join(str(each) for each in all_addresses())
    raise ParameterError("address", text, f"must be one of {known_names}")


def all_addresses() -> Iterator[Address]:
    """Every address, vectors as a whole; those that no page has of its own come first."""
    yield from _of_every_page()
    for page in all_pages():
        yield from _of_options(page)


@cache
def _of_every_page() -> tuple[Address, ...]:
    gaussians = [Address(p, name, 0, component(name)) for p in GAUSSIANS for name in COMPONENTS]
    whole = [Address("", each.name, 0, each) for each in described(Scene)]
    task = [Address(TASK, each.name, 0, each) for each in task_fields()]
    return (*gaussians, Address("", "dimension", 0, DIMENSION), *whole, *task)


@cache
def _of_options(page: Page) -> tuple[Address, ...]:
    return tuple(Address(page.name, each.name, 0, each) for each in described(page.options))


def short_name(page: Page) -> str:
    """How addresses call a page."""
    return page.title.lower().replace(" ", "_")


def _short(name: str) -> str:
    return next((short_name(page) for page in all_pages() if page.name == name), name)


def _place(field: str, index: int, length: int) -> int:
    if index > length:
        raise ParameterError(field, index, f"must count a coordinate, from 1 to {length}")
    return index - 1


def _component(gaussian: Gaussian, field: str, index: int) -> float:
    if field == "correlation":
        return 0.0 if gaussian.dimension == 1 else shape_of(gaussian).correlation
    values = gaussian.mean if field == "mean" else gaussian.std
    return float(values[_place(field, max(index, 1), len(values))])


def _changed(gaussian: Gaussian, field: str, index: int, value: float) -> Gaussian:
    d = gaussian.dimension
    if field == "correlation":
        if d == 1:
            raise ParameterError(field, value, "needs dimension 2 or more")
        structure: Literal["equal", "ar1"] = "ar1" if shape_of(gaussian).kind == "ar1" else "equal"
        return with_correlation(gaussian, value, structure, field)
    values = (gaussian.mean if field == "mean" else gaussian.std).copy()
    place = slice(None) if index == 0 else _place(field, index, d)
    values[place] = value
    if field == "mean":
        return Gaussian(values, gaussian.covariance)
    return Gaussian.from_std(gaussian.mean, values, gaussian.correlation if d > 1 else None)


def _put(values: tuple[Any, ...], index: int, value: Any) -> tuple[Any, ...]:
    if index == 0:
        return (value,) * len(values)
    place = _place("index", index, len(values))
    return (*values[:place], value, *values[place + 1 :])

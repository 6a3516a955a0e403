"""What somebody changed in a session, carried over to a newer one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.core.parameter import Described, ParameterError, ParameterSet, described
from engine.page.page import page_named
from engine.page.scene import Scene
from engine.session.page_options import differing
from engine.session.session import Session

# ("scene", field), ("options of PAGE", field or "vector[3]"), or ("session", "page").
Place = tuple[str, str]
SCENE, SESSION, OPTIONS = "scene", "session", "options of "
DIMENSION = (SCENE, "dimension")
SCENE_FIELDS = ("p", "q", "task", "samples", "seed", "data")


def changed_places(base: Session, session: Session) -> frozenset[Place]:
    """Where two sessions differ."""
    found = [
        (SCENE, name)
        for name in (*SCENE_FIELDS, "dimension")
        if getattr(base.scene, name) != getattr(session.scene, name)
    ]
    for page in differing(base.options, session.options):
        old, new = base.options[page].values(), session.options[page].values()
        names = (each for name in new for each in _changed(name, old[name], new[name]))
        found += [(OPTIONS + page, name) for name in names]
    if base.page != session.page:
        found.append((SESSION, "page"))
    return frozenset(found)


def carried_over(session: Session, places: frozenset[Place], present: Session) -> Session | None:
    """The present session with what ``session`` holds in these places; None where they no longer
    fit it: a Gaussian of another dimension, or options that are out of use by now."""
    resized = session.scene.dimension != present.scene.dimension
    if resized and DIMENSION not in places and places & {(SCENE, "p"), (SCENE, "q")}:
        return None
    try:
        return _carried_over(session, places, present)
    except ParameterError:
        return None


def _carried_over(session: Session, places: frozenset[Place], present: Session) -> Session:
    scene = {
        name: getattr(session.scene, name) for where, name in places - {DIMENSION} if where == SCENE
    }
    made = present.replace(scene=present.scene.replace(**scene)) if scene else present
    for page in {where for where, _ in places if where.startswith(OPTIONS)}:
        names = [name for where, name in places if where == page]
        made = _with_options(made, page.removeprefix(OPTIONS), session, names)
    return made.replace(page=session.page) if (SESSION, "page") in places else made


def _with_options(made: Session, page: str, session: Session, names: list[str]) -> Session:
    former = made.options[page]
    changes = _values(session.options[page], former, names)
    options = former.replace(**changes)
    unused = {
        field.name: getattr(former, field.name)
        for field in described(type(options))
        if field.name in changes and not in_use(field, options, page, made.scene)
    }
    return made.with_options(page, options.replace(**unused))


def _changed(name: str, old: Any, new: Any) -> Iterator[str]:
    """The option if it differs; of a vector of the same length the entries that do."""
    if isinstance(old, tuple) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True), 1)
        yield from (f"{name}[{i}]" for i, (before, after) in pairs if before != after)
    elif old != new:
        yield name


def _values(wanted: ParameterSet, present: ParameterSet, names: list[str]) -> dict[str, Any]:
    """The values of these options and entries; entries that are gone stay so."""
    values: dict[str, Any] = {}
    for name in sorted(names, key=lambda each: "[" not in each):  # entries before whole vectors
        field, _, index = name.rstrip("]").partition("[")
        value = getattr(wanted, field)
        if index:
            entries, place = list(values.get(field, getattr(present, field))), int(index) - 1
            if place < min(len(entries), len(value)):
                entries[place] = value[place]
            value = tuple(entries)
        values[field] = value
    return values


def in_use(field: Described, options: ParameterSet, page: str, scene: Scene) -> bool:
    """Whether an option of a page does something in this scene."""
    own_data = page_named(page).replaces_samples(scene)
    return field.parameter.does_something(options, scene.dimension, own_data)

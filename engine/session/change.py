"""What somebody changed in a session, carried over to a newer one."""

from __future__ import annotations

from engine.core.parameter import Described, ParameterError, ParameterSet, described
from engine.page.page import page_named
from engine.page.scene import Scene
from engine.session.session import Session

# ("scene", field), ("options of PAGE", field), or ("session", "study").
Place = tuple[str, str]
SCENE, SESSION, OPTIONS = "scene", "session", "options of "
DIMENSION = (SCENE, "dimension")
SCENE_FIELDS = ("p", "q", "samples", "seed", "data")


def changed_places(base: Session, session: Session) -> frozenset[Place]:
    """Where two sessions differ."""
    found = [
        (SCENE, name)
        for name in (*SCENE_FIELDS, "dimension")
        if getattr(base.scene, name) != getattr(session.scene, name)
    ]
    for study, options in session.options.items():
        former = base.options[study]
        if options != former:
            old, new = former.values(), options.values()
            found += [(OPTIONS + study, name) for name in new if new[name] != old[name]]
    if base.study != session.study:
        found.append((SESSION, "study"))
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
    for study in {where for where, _ in places if where.startswith(OPTIONS)}:
        names = [name for where, name in places if where == study]
        made = _with_options(made, study.removeprefix(OPTIONS), session, names)
    return made.replace(study=session.study) if (SESSION, "study") in places else made


def _with_options(made: Session, study: str, session: Session, names: list[str]) -> Session:
    wanted = session.options[study]
    options = made.options[study].replace(**{name: getattr(wanted, name) for name in names})
    fields = [field for field in described(type(options)) if field.name in names]
    unused = {
        field.name: getattr(made.options[study], field.name)
        for field in fields
        if not in_use(field, options, study, made.scene)
    }
    return made.with_options(study, options.replace(**unused))


def in_use(field: Described, options: ParameterSet, study: str, scene: Scene) -> bool:
    """Whether an option of a study does something in this scene."""
    found = page_named(study)
    own_data = found.shows_data(scene) and found.data == "log-ratios"
    return field.parameter.does_something(options, scene.dimension, own_data)

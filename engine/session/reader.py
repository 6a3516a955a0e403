"""From the plain data of a session file to a Session, with every problem named at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from engine import __version__
from engine.core.parameter import Described, ParameterError, ParameterSet, described
from engine.data.source import DataSource
from engine.gaussian.component import component
from engine.gaussian.gaussian import Gaussian
from engine.page.page import Page, all_pages, page_named
from engine.page.scene import Scene, task_fields
from engine.session.data_reference import KEYS as DATA_KEYS
from engine.session.data_reference import REQUIRED, check_entry, data_source
from engine.session.link import Link
from engine.session.linking import check_places, settled
from engine.session.migration import SCHEMA, MigrationError, migrated
from engine.session.plan import SweepPlan
from engine.session.problems import Problems
from engine.session.session import MOST_BOOKMARKS, MOST_LINKS, Bookmark, Session
from engine.trajectories.task import LinearQuadraticTask

Kind = TypeVar("Kind", bound=ParameterSet)
PROGRAM = "gaussian-explorer"
STATE = ("study", "scene", "options")
SWEEP = "sweep"  # also where the views name the main plot of the sweep
LINK = ("first", "second", "kept", "ratio")
SHOWN = (*STATE, "views", "pinned", SWEEP, "links")
KEYS = ("program", "schema", "version", *SHOWN, "bookmarks", "versions")


def read_session(data: Any, folder: str | Path | None = None) -> tuple[Session | None, list[str]]:
    """The session and no problems, or None and all that were found.

    ``folder`` is that of the session's file, for own data that lie near it.
    """
    problem = _foreign(data)
    if problem:
        return None, [problem]
    try:
        data = migrated(data)
    except MigrationError as error:
        return None, [str(error)]
    problems = Problems()
    problems.mapping("", data, KEYS)
    session = _shown("", data, problems, folder)
    marks = _bookmarks(data.get("bookmarks", []), problems, folder)
    if session is None or problems.found:
        return None, sorted(problems.found)
    return session.replace(bookmarks=marks), []


def read_page(data: Any) -> tuple[str, list[str]]:
    """The name of the page that a session is about, and what is wrong with that: the rest of the
    session is not looked at."""
    problem = _foreign(data)
    if problem:
        return "", [problem]
    try:
        name = migrated(data).get("study", Session().page)
        return page_named(name).name, []
    except (MigrationError, ParameterError) as error:
        return "", [str(error)]


def _bookmarks(data: Any, problems: Problems, folder: str | Path | None) -> tuple[Bookmark, ...]:
    if not isinstance(data, list) or len(data) > MOST_BOOKMARKS:
        problems.found.append(f"bookmarks must be a list of at most {MOST_BOOKMARKS}")
        return ()
    marks: list[Bookmark] = []
    for number, given in enumerate(data, 1):
        where = f"bookmarks[{number}]."
        state = problems.mapping(where, given, ("title", *SHOWN))
        session, title = _shown(where, state, problems, folder), state.get("title")
        if not isinstance(title, str):
            problems.found.append(f"{where}title must be text")
        elif session is not None:
            made = problems.attempt(where, Bookmark, title, session)
            marks += [] if made is None else [made]
    return tuple(marks)


def _shown(
    where: str, data: Mapping[str, Any], problems: Problems, folder: str | Path | None
) -> Session | None:
    """A state, its main plots, and the state A; None where there is a problem."""
    before = len(problems.found)
    pages = {page.name: page for page in all_pages()}
    values = _state(where, data, pages, problems, folder)
    if "views" in data:
        values["views"] = _views(f"{where}views", data["views"], pages, problems)
    pinned: dict[str, Any] | None = None
    if "pinned" in data:
        state = problems.mapping(f"{where}pinned.", data["pinned"], STATE)
        pinned = _state(f"{where}pinned.", state, pages, problems, folder)
    if SWEEP in data:
        values[SWEEP] = _sweep(f"{where}{SWEEP}.", data[SWEEP], problems)
    if "links" in data:
        values["links"] = _links(f"{where}links", data["links"], problems)
    if len(problems.found) > before:
        return None
    session = Session(**values, pinned=None if pinned is None else Session(**pinned))
    return settled(session)


def _state(
    where: str,
    data: Mapping[str, Any],
    pages: Mapping[str, Page],
    problems: Problems,
    folder: str | Path | None,
) -> dict[str, Any]:
    """Scene, options and page, as far as they are given."""
    values: dict[str, Any] = {}
    if "scene" in data:
        values["scene"] = _scene(f"{where}scene.", data["scene"], problems, folder)
    if "options" in data:
        values["options"] = _options(f"{where}options.", data["options"], pages, problems)
    if "study" in data:
        values["page"] = name = data["study"]
        if not isinstance(name, str) or name not in pages:
            known = ", ".join(pages)
            problems.found.append(f"{where}study = {_brief(name)}: must be one of {known}")
    return values


def _foreign(data: Any) -> str:
    """Why nothing in this data can be judged, or an empty text."""
    if not isinstance(data, dict) or data.get("program") != PROGRAM:
        return f'is not a session file (no "program": "{PROGRAM}")'
    schema = data.get("schema")
    if type(schema) is not int or schema < 1:
        return f"schema = {_brief(schema)}: must be a whole number from 1 to {SCHEMA}"
    if schema > SCHEMA:
        return (
            f"was written by a newer version of the program ({_brief(data.get('version'))}, "
            f"schema {_brief(schema)}); this one, {__version__}, reads up to schema {SCHEMA}"
        )
    return ""


def _scene(where: str, data: Any, problems: Problems, folder: str | Path | None) -> Scene | None:
    fields = {field.name: field for field in described(Scene)}
    data = problems.mapping(where, data, ("p", "q", "task", *fields, "data"))
    values: dict[str, Any] = {
        name: _gaussian(f"{where}{name}", data[name], problems)
        for name in ("p", "q")
        if name in data
    }
    for name in fields.keys() & data.keys():
        values[name] = problems.attempt(where, fields[name].check, data[name])
    if "task" in data:
        values["task"] = _task(f"{where}task.", data["task"], problems)
    if "data" in data:
        values["data"] = _data(f"{where}data.", data["data"], problems, folder)
    if None in values.values():
        return None
    scene: Scene | None = problems.attempt(where, lambda: Scene(**values))
    return scene


def _task(where: str, data: Any, problems: Problems) -> LinearQuadraticTask | None:
    fields = {field.name: field for field in task_fields()}
    return _set(where, data, fields, LinearQuadraticTask, problems)


def _data(
    where: str, data: Any, problems: Problems, folder: str | Path | None
) -> DataSource | None:
    before = len(problems.found)
    data = problems.mapping(where, data, DATA_KEYS)
    for name in REQUIRED:
        if name not in data:
            problems.found.append(f"{where}{name} is missing")
    for name in data:
        problems.attempt(where, check_entry, name, data[name])
    if len(problems.found) > before:
        return None
    source: DataSource | None = problems.attempt(where, data_source, data, folder)
    return source


def _gaussian(where: str, data: Any, problems: Problems) -> Gaussian | None:
    before = len(problems.found)
    data = problems.mapping(f"{where}.", data, ("mean", "covariance"))
    for name in ("mean", "covariance"):
        if name not in data:
            problems.found.append(f"{where}.{name} is missing")
        elif not _numeric(data[name]):
            problems.found.append(f"{where}.{name} must hold numbers only")
    if len(problems.found) > before:
        return None
    gaussian: Gaussian | None = problems.attempt(
        f"{where}.", Gaussian, data["mean"], data["covariance"]
    )
    if gaussian is None:
        return None
    for name, entries in (("mean", gaussian.mean), ("std", gaussian.std)):
        for index, entry in enumerate(entries):
            check = component(name).check
            problems.attempt(f"{where}.", check, float(entry), f"{name}[{index}]")
    return gaussian if len(problems.found) == before else None


def _options(
    where: str, data: Any, pages: Mapping[str, Page], problems: Problems
) -> dict[str, ParameterSet]:
    options: dict[str, ParameterSet] = {}
    data = problems.mapping(where, data, pages)
    for name in pages.keys() & data.keys():
        fields = {field.name: field for field in described(pages[name].options)}
        found = _set(f"{where}{name}.", data[name], fields, pages[name].options, problems)
        if found is not None:
            options[name] = found
    return options


def _views(where: str, data: Any, pages: Mapping[str, Page], problems: Problems) -> dict[str, str]:
    views = problems.mapping(f"{where}.", data, (*pages, SWEEP))
    for name, card in views.items():
        if not isinstance(card, str):
            problems.found.append(f"{where}.{name} = {_brief(card)}: must be the name of a plot")
    return dict(views)


def _sweep(where: str, data: Any, problems: Problems) -> SweepPlan | None:
    names = [field.name for field in dataclasses.fields(SweepPlan)]
    given = problems.mapping(where, data, names)
    values = {name: given[name] for name in names if name in given}
    if "page" not in values:
        problems.found.append(f"{where}page is missing")
        return None
    plan: SweepPlan | None = problems.attempt(where, lambda: SweepPlan(**values))
    return plan


def _links(where: str, data: Any, problems: Problems) -> tuple[Link, ...]:
    if not isinstance(data, list) or len(data) > MOST_LINKS:
        problems.found.append(f"{where} must be a list of at most {MOST_LINKS}")
        return ()
    links: list[Link] = []
    for number, given in enumerate(data, 1):
        place = f"{where}[{number}]."
        values = problems.mapping(place, given, LINK)
        missing = [name for name in LINK[:3] if name not in values]
        problems.found += [f"{place}{name} is missing" for name in missing]
        link = None if missing else problems.attempt(place, _link, values)
        links += [] if link is None else [link]
    places = [place for link in links for place in link.places]
    twice = sorted({place for place in places if places.count(place) > 1})
    problems.found += [f"{where}: {place} is linked twice" for place in twice]
    return tuple(links)


def _link(values: Mapping[str, Any]) -> Link:
    link = Link(**{name: values[name] for name in LINK if name in values})
    check_places(link)
    return link


def _set(
    where: str,
    data: Any,
    fields: Mapping[str, Described],
    kind: type[Kind],
    problems: Problems,
) -> Kind | None:
    """The set of parameters with the values of an object; None where one is a problem."""
    given = problems.mapping(where, data, fields)
    values = {
        key: problems.attempt(where, fields[key].check, given[key])
        for key in fields.keys() & given.keys()
    }
    if None in values.values():
        return None
    found: Kind | None = problems.attempt(where, kind.from_values, values)
    return found


def _numeric(value: Any) -> bool:
    if isinstance(value, list):
        return all(_numeric(entry) for entry in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        float(value)
    except OverflowError:
        return False
    return True


def _brief(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."

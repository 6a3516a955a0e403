"""Sessions as JSON: a small file that restores everything a user has set.

    {"program": "gaussian-explorer", "schema": 2, "version": "0.1.0", "study": "kl-divergence",
     "scene": {"p": {"mean": [0.0], "covariance": [[1.0]]}, "q": {...}, "samples": 100000,
               "seed": 7, "task": {"A": 1.0, ...}},
     "options": {"kl-divergence": {"batch": 64, ...}, ...}, "views": {"kl-divergence": "samples"}}

"views" names the main plot of a page where another than the first was chosen; "pinned" holds
"scene", "options" and "study" of the state A where one is pinned; "sweep" holds "page", "axes",
"keys", "seeds" and "shown" of a sweep where one is planned; "links" is a list of two numbers each
that move together: "first" and "second", their addresses, and "kept", their difference or "ratio";
"bookmarks" is a list of states, each with its "title" and, where it has them, "views", "pinned",
"sweep" and "links". "scene" has one key more,
"data", where a file takes the place of samples: its path and what its columns mean, never its
numbers.
Numbers are written in their shortest form that reads back to the very same double.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from engine import __version__
from engine.core.atomic_file import ExportError, ReadError, read_bounded, write_whole
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import task_fields
from engine.session.data_reference import data_dict
from engine.session.migration import SCHEMA
from engine.session.reader import PROGRAM, read_page, read_session
from engine.session.session import Session

LARGEST = 8 * 2**20  # bytes; two covariances in d = 100 take less than a tenth


class SessionFileError(Exception):
    """A session that cannot be restored; ``problems`` holds every one that was found."""

    def __init__(self, problems: list[str], source: str = "session") -> None:
        self.problems = tuple(problems)
        self.source = source
        super().__init__(f"{source}: " + "; ".join(problems))


def save_session(session: Session, path: str | Path) -> None:
    """Write a session file; an existing one is replaced whole. Raises ExportError."""
    text = session_text(session, Path(path).parent) + "\n"
    if len(text) > LARGEST:
        raise ExportError(path, f"it would take {len(text):,} bytes, {LARGEST:,} at most")
    write_whole(path, text)


def load_session(path: str | Path) -> Session:
    """Read a session file; raises SessionFileError with every problem in it."""
    try:
        content = read_bounded(path, LARGEST)
    except ReadError as error:
        raise SessionFileError([f"cannot be read: {error}"], str(path)) from error
    return session_from_text(content, str(path), Path(path).parent)


def session_text(session: Session, folder: str | Path | None = None) -> str:
    """The session as indented JSON; for a file in ``folder`` if one is given."""
    return json.dumps(session_dict(session, folder), indent=2, allow_nan=False)


def session_from_text(
    text: str | bytes, source: str = "session", folder: str | Path | None = None
) -> Session:
    """The session that a JSON text holds, whole or not at all; raises SessionFileError.

    Own data that are not where they were are looked for in ``folder``.
    """
    session, problems = read_session(_parsed(text, source), folder)
    if session is None:
        raise SessionFileError(problems, source)
    return session


def page_from_text(text: str | bytes, source: str = "session") -> str:
    """The name of the page that a session is about, without reading the rest of its text; raises
    SessionFileError."""
    name, problems = read_page(_parsed(text, source))
    if problems:
        raise SessionFileError(problems, source)
    return name


def session_dict(session: Session, folder: str | Path | None = None) -> dict[str, Any]:
    """The session as JSON can hold it."""
    marks = [
        {"title": each.title, **_shown_dict(each.session, folder)} for each in session.bookmarks
    ]
    return {
        "program": PROGRAM,
        "schema": SCHEMA,
        "version": __version__,
        **_shown_dict(session, folder),
        **({"bookmarks": marks} if marks else {}),
    }


def _shown_dict(session: Session, folder: str | Path | None) -> dict[str, Any]:
    """What is shown: a state, its main plots, and the state A."""
    return {
        **_state_dict(session, folder),
        **({"views": dict(session.views)} if session.views else {}),
        **({"pinned": _state_dict(session.pinned, folder)} if session.pinned else {}),
        **({"sweep": asdict(session.sweep)} if session.sweep else {}),
        **({"links": [asdict(link) for link in session.links]} if session.links else {}),
    }


def _state_dict(session: Session, folder: str | Path | None) -> dict[str, Any]:
    scene = session.scene
    data = {} if scene.data is None else {"data": data_dict(scene.data, folder)}
    task = {field.name: getattr(scene.task, field.name) for field in task_fields()}
    return {
        "study": session.page,
        "scene": {
            "p": _gaussian_dict(scene.p),
            "q": _gaussian_dict(scene.q),
            "samples": scene.samples,
            "seed": scene.seed,
            "task": task,
            **data,
        },
        "options": {name: options.values() for name, options in session.options.items()},
    }


def _gaussian_dict(gaussian: Gaussian) -> dict[str, Any]:
    return {"mean": gaussian.mean.tolist(), "covariance": gaussian.covariance.tolist()}


def _parsed(text: str | bytes, source: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse, object_pairs_hook=_unique)
    except RecursionError:
        raise SessionFileError(["is nested too deeply"], source) from None
    except ValueError as error:  # also malformed UTF-8 and numbers of thousands of digits
        raise SessionFileError([f"is not a session file ({error})"], source) from None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:60]} is given twice")
    return found

"""What stands above a sweep's table: the session, the versions, the axes and the keys."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.sweep.job import versions
from engine.sweep.sweep import Sweep

VALUE, ERROR, NOTE, FAILURE = "", ":standard_error", ":note", "failure"


class NotThisSweep(Exception):
    """A file that holds something else; the message says what, without the path."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Two lines of JSON: ``session`` can be reopened as that of every exported file."""

    session: str
    sweep: str


def heading(sweep: Sweep) -> Heading:
    """That of a new table."""
    found = {**dict(versions()), "python": platform.python_version()}
    session = json.dumps({**sweep.session_data(), "versions": found}, allow_nan=False)
    axes = {axis.name: list(axis.values) for axis in sweep.axes}
    return Heading(session, json.dumps({"axes": axes, "keys": list(sweep.keys)}, allow_nan=False))


def check_same(found: Heading, sweep: Sweep) -> None:
    """Raises NotThisSweep, which names the first thing that differs: rows of two sweeps, or of
    two versions whose last bits may differ, do not go into one table."""
    wanted = heading(sweep)
    try:
        old_session, old = json.loads(found.session), json.loads(found.sweep)
        session, new = json.loads(wanted.session), json.loads(wanted.sweep)
        for text in _differences(old_session, session, old, new):
            raise NotThisSweep(text)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NotThisSweep("holds no sweep of this program") from None


def _differences(
    old_session: Mapping[str, Any],
    session: Mapping[str, Any],
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> Iterator[str]:
    for name, _ in versions():
        before, now = old_session["versions"].get(name, "none"), session["versions"][name]
        if before != now:
            yield f"was begun with {name} {before}, and this is {now}"
    if old_session["study"] != session["study"]:
        yield f"holds a sweep of {old_session['study']}, not of {session['study']}"
    if old_session["schema"] != session["schema"]:
        yield "was begun by another version of this program"
    for part in ("scene", "options"):
        for name in {**session[part], **old_session[part]}:
            if old_session[part].get(name) != session[part].get(name):
                yield f"holds a sweep that starts from another session: {name} differs"
    if list(old["axes"].items()) != list(new["axes"].items()):
        yield f"holds a sweep over {_axes(old)}, not over {_axes(new)}"
    if old["keys"] != new["keys"]:
        yield f"holds other quantities: {_some(old['keys'])}, not {_some(new['keys'])}"


def _axes(data: Mapping[str, Any]) -> str:
    texts = []
    for name, values in data["axes"].items():
        ends = f"{values[0]} to {values[-1]}" if len(values) > 1 else f"{values[0]}"
        texts.append(f"{len(values)} of {name} ({ends})")
    return ", ".join(texts)


def _some(keys: Sequence[str]) -> str:
    return ", ".join(keys[:5]) + (", ..." if len(keys) > 5 else "")


def columns(sweep: Sweep) -> list[str]:
    """The names of the table's columns."""
    cells = [key + part for key in sweep.keys for part in (VALUE, ERROR, NOTE)]
    return ["point", *(axis.name for axis in sweep.axes), *cells, FAILURE]

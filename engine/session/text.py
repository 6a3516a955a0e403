"""Sessions as one line of text, to be pasted into a message: small, checked, and never run.

    gaussian-explorer:1:eNqrVkrOSM1NVLKqVspMUbJSMlCqBQA...

Behind the name of the program and the number of this form stands compressed JSON in base64url. It
is a session file's without what goes without saying: p, q, the samples, the task and the options
of its own page are whole, so that what is shown does not follow other versions' defaults; of other
pages it holds what differs from the start. Own data are a path, as in a file; whoever opens a text
asks before that is read: `data_names`.

What a text unpacks to is bounded before it is unpacked.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterator
from typing import Any

from engine.session.file import (
    LARGEST,
    SessionFileError,
    session_dict,
    session_from_text,
)
from engine.session.reader import PROGRAM
from engine.session.session import Bookmark, Session

FORM = 1
START = f"{PROGRAM}:"
LONGEST = 2**20  # characters; two dense covariances in d = 100 take a third
SOURCE = "this text"
LETTERS = re.compile(r"[A-Za-z0-9_-]*={0,2}")


class TextTooLong(Exception):
    """A session that no text of bounded length holds; a file does."""


def is_shared_text(text: str) -> bool:
    """Whether it begins as a session's text does."""
    return text.lstrip()[: len(START)] == START


def shared_text(session: Session) -> str:
    """The session as one line of ASCII; raises TextTooLong."""
    plain = json.dumps(_brief(session), separators=(",", ":"), allow_nan=False).encode()
    text = f"{START}{FORM}:{base64.urlsafe_b64encode(zlib.compress(plain, 9)).decode().rstrip('=')}"
    if len(plain) > LARGEST or len(text) > LONGEST:
        raise TextTooLong(f"is too large for a text ({len(text):,} characters): save it to a file")
    return text


def session_from_shared(text: str) -> Session:
    """The session of a text; blanks and line ends in it, which mail puts in, do not count.

    Raises SessionFileError.
    """
    if len(text) > LONGEST:
        raise _problem(f"is longer than {LONGEST:,} characters")
    start, _, rest = "".join(text.split()).partition(":")
    form, _, packed = rest.partition(":")
    if start != PROGRAM:
        raise _problem(f'is no session\'s: that begins with "{START}"')
    if form != str(FORM):
        raise _problem(f"is of a form that this version does not read ({form[:20]!r}, not {FORM})")
    return session_from_text(_unpacked(packed), SOURCE)


def data_names(session: Session) -> tuple[str, ...]:
    """The paths of own data that the session names, in whatever state."""
    sources = (state.scene.data for state in _states(session))
    return tuple(dict.fromkeys(path for each in sources if each for path in each.paths))


def without_data(session: Session) -> Session:
    """The same with no own data."""
    pinned = session.pinned
    return session.replace(
        scene=session.scene.replace(data=None),
        pinned=None if pinned is None else without_data(pinned),
        bookmarks=tuple(
            Bookmark(each.title, without_data(each.session)) for each in session.bookmarks
        ),
    )


def _states(session: Session) -> Iterator[Session]:
    for shown in (session, *(each.session for each in session.bookmarks)):
        yield shown
        if shown.pinned is not None:
            yield shown.pinned


def _unpacked(packed: str) -> bytes:
    if not packed or LETTERS.fullmatch(packed) is None:
        raise _problem(
            "is damaged: it has signs that do not belong to it" if packed else "is empty"
        )
    try:
        content = base64.urlsafe_b64decode(
            packed.rstrip("=") + "=" * (-len(packed.rstrip("=")) % 4)
        )
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(content, LARGEST)
    except (binascii.Error, zlib.error):
        raise _problem("is damaged: a part of it is missing or was changed") from None
    if unpacker.unconsumed_tail:
        raise _problem("holds a session that is too large")
    if not unpacker.eof or unpacker.unused_data:
        raise _problem("is not whole: its end is missing or belongs to something else")
    return plain


def _brief(session: Session) -> dict[str, Any]:
    """A session file's data without the options that stand where they do at the start."""
    data, usual = session_dict(session), session_dict(Session())["options"]
    for shown in (data, *data.get("bookmarks", ())):
        for state in (shown, shown.get("pinned")):
            if state is not None:
                state["options"] = _options(state["options"], usual, state["study"])
    return data


def _options(
    options: dict[str, dict[str, Any]], usual: dict[str, dict[str, Any]], page: str
) -> dict[str, dict[str, Any]]:
    """Those of its page whole, of others the ones that differ."""
    differing = {
        name: values
        if name == page
        else {key: value for key, value in values.items() if value != usual[name][key]}
        for name, values in options.items()
    }
    return {name: values for name, values in differing.items() if values}


def _problem(what: str) -> SessionFileError:
    return SessionFileError([what], SOURCE)

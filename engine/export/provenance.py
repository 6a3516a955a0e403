"""What stands in every exported file: the session that made it and the versions used.

It is a session file's JSON with one key more, "versions". It is kept as

- PNG: the text chunk "gaussian-explorer"
- SVG: the element <metadata id="gaussian-explorer">
- PDF: the property program:session of the XMP metadata
- CSV: the header line "# gaussian-explorer: {...}"
- NPZ: the array "provenance"
"""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path

import numpy

from engine import __version__
from engine.core.atomic_file import ReadError, read_bounded
from engine.session.file import (
    SessionFileError,
    page_from_text,
    session_dict,
    session_from_text,
)
from engine.session.provenance_reader import TextNotFound, embedded_text
from engine.session.reader import PROGRAM
from engine.session.session import Session

LARGEST = 256 * 2**20  # bytes of a figure or a table that is searched


def provenance_text(session: Session) -> str:
    """The session and the versions as one line of JSON."""
    # A figure is of one state: its bookmarks would make it large, and are not in it.
    data = {**session_dict(session.replace(bookmarks=())), "versions": versions()}
    return json.dumps(data, allow_nan=False)


def versions() -> dict[str, str]:
    """The program, Python and the libraries that are in use."""
    import scipy  # here: nothing else at the start needs it

    found = {
        PROGRAM: __version__,
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
    }
    # Only those that are loaded already: the numbers alone need no Qt.
    for name in ("numba", "PySide6", "pyqtgraph"):
        version = getattr(sys.modules.get(name), "__version__", None)
        if version is not None:
            found[name] = version
    return found


def read_provenance(path: str | Path) -> Session:
    """The session of a session file or of an exported figure or table.

    The kind of file is told by its content. Raises SessionFileError.
    """
    return session_from_text(_text(path), str(path), Path(path).parent)


def read_page(path: str | Path) -> str:
    """The name of the page of such a file; raises SessionFileError."""
    return page_from_text(_text(path), str(path))


def _text(path: str | Path) -> bytes:
    try:
        return embedded_text(read_bounded(path, LARGEST))
    except ReadError as error:
        raise SessionFileError([f"cannot be read: {error}"], str(path)) from error
    except TextNotFound as error:
        raise SessionFileError([str(error)], str(path)) from error

"""Session files and exported figures, damaged in every way, and what reading them gives."""

from __future__ import annotations

import io
import json
import struct
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from hypothesis import strategies as st

from engine.atomic_file import ReadError
from engine.data_error import DataError
from engine.data_file import inspect
from engine.file_kind import file_kind
from engine.gaussian import Gaussian
from engine.provenance import provenance_text, read_provenance
from engine.run import Run
from engine.scene import Scene
from engine.session import Session
from engine.session_file import SessionFileError, session_from_text, session_text
from engine.study import study_named

KINDS = ("json", "png", "svg", "pdf", "csv", "npz")
SLOWEST = 5.0  # seconds for one file, on a machine that does something else as well
LONGEST = 1000  # characters of one problem


def exported(folder: Path) -> dict[str, bytes]:
    """A file of each kind as the program writes it."""
    from engine.result_file import save_csv, save_npz
    from gui.figure_file import save_figures

    scene = Scene(Gaussian([0.1, 2], [[1, 1 / 3], [1 / 3, 2]]), Gaussian.from_std([0, 0], 0.7))
    session = Session(scene.replace(samples=1000), "kl-divergence")
    study = study_named(session.study)
    result = study.compute(session.scene, session.options[study.name], Run())
    figures = [folder / f"figure.{kind}" for kind in ("png", "svg", "pdf")]
    save_figures(session, result, figures, scale=1.0, size=(400, 300))
    save_npz(result, session, folder / "arrays.npz")
    tables = sorted(save_csv(result, session, folder), key=lambda path: path.stat().st_size)
    content = {path.suffix[1:]: path.read_bytes() for path in figures}
    content["npz"] = (folder / "arrays.npz").read_bytes()
    content["csv"] = tables[0].read_bytes()
    content["json"] = session_text(session).encode()
    assert sorted(content) == sorted(KINDS)
    return content


EXTREMES = (0, -1, 1e308, -1e308, 5e-324, 1e13, 2**31, 2**63, 10**30, 0.5, True, None, "", "NaN")
values = st.one_of(
    st.sampled_from(EXTREMES),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(),
    st.text(max_size=8),
    st.lists(st.sampled_from(EXTREMES), max_size=4),
    st.integers(1, 120).map(lambda d: [0.0] * d),
    st.integers(1, 60).map(lambda d: np.eye(d).tolist()),
    st.dictionaries(st.text(max_size=5), st.sampled_from(EXTREMES), max_size=3),
)


@st.composite
def damaged_bytes(draw: st.DrawFn, bases: dict[str, bytes]) -> tuple[str, bytes]:
    """A file with bytes changed, lost, repeated, or taken from another file."""
    kind = draw(st.sampled_from(KINDS))
    content = bytearray(bases[kind])
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        size = draw(st.sampled_from((1, 1, 1, 2, 4, 40, 1000, len(content))))
        how = draw(st.sampled_from(("change", "cut", "repeat", "borrow", "insert")))
        if how == "change":
            content[start : start + 4] = draw(st.binary(min_size=1, max_size=4))
        elif how == "cut":
            del content[start : start + size]
        elif how == "repeat":
            content[start:start] = content[start : start + size] * 2
        elif how == "borrow":
            other = bases[draw(st.sampled_from(KINDS))]
            content[start:start] = other[: size * 10]
        else:
            content[start:start] = draw(st.binary(max_size=20))
    return kind, bytes(content)


@st.composite
def damaged_session(draw: st.DrawFn, bases: dict[str, bytes]) -> tuple[str, bytes]:
    """A whole file of any kind, with a session in it that is wrong somewhere."""
    data = json.loads(bases["json"])
    for _ in range(draw(st.integers(1, 3))):
        _damage(draw, data)
    text = json.dumps(data)
    if draw(st.booleans()):
        text = text.replace("[1", "[" * draw(st.sampled_from((2, 200, 5000))) + "1", 1)
    kind = draw(st.sampled_from(KINDS))
    return kind, wrapped(kind, text)


def _damage(draw: st.DrawFn, data: Any) -> None:
    """Change, remove or add something, anywhere in the tree."""
    while True:
        places = list(data) if isinstance(data, dict) else list(range(len(data)))
        if not places:
            return
        place = draw(st.sampled_from(places))
        inner = data[place]
        if isinstance(inner, dict | list) and inner and draw(st.integers(0, 3)):
            data = inner
            continue
        how = draw(st.sampled_from(("change", "change", "remove", "add")))
        if how == "remove":
            del data[place]
        elif how == "add" and isinstance(data, dict):
            data[draw(st.text(max_size=10))] = draw(values)
        else:
            data[place] = draw(values)
        return


def wrapped(kind: str, text: str) -> bytes:
    """A file of this kind, small and well formed, as another program might write it."""
    if kind == "png":
        body = b"gaussian-explorer\0" + text.encode("latin-1", "replace")
        crc = struct.pack(">I", zlib.crc32(b"tEXt" + body))
        return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(body)) + b"tEXt" + body + crc
    if kind == "svg":
        return f'<svg><metadata id="gaussian-explorer">{escape(text)}</metadata></svg>'.encode()
    if kind == "pdf":
        return (
            '%PDF-1.4\n<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:program="p">'
            f"<program:session>{escape(text)}</program:session></x:xmpmeta>\n%%EOF"
        ).encode()
    if kind == "csv":
        return f"# gaussian-explorer: {text}\nname,value\n".encode()
    if kind == "npz":
        file = io.BytesIO()
        np.savez(file, provenance=np.array(text))
        return file.getvalue()
    return text.encode()


@dataclass(frozen=True)
class Damaged:
    """A damaged file; its content is too long to be shown."""

    kind: str
    content: bytes = field(repr=False)


@st.composite
def damaged(draw: st.DrawFn, bases: dict[str, bytes]) -> Damaged:
    """Either kind of damage."""
    return Damaged(*draw(damaged_bytes(bases) | damaged_session(bases)))


def outcome(path: Path, content: bytes) -> str:
    """How a file opens: "opened", "refused" or "data"; raises where it should have been told.

    The file stays, so that the one that raised can be looked at.
    """
    path.unlink(missing_ok=True)  # much quicker than to make it shorter
    path.write_bytes(content)
    begin = time.perf_counter()
    try:
        if file_kind(path) == "data":
            inspect(str(path))
            return "data"
        session = read_provenance(path)
    except SessionFileError as error:
        if not error.problems or any(len(problem) > LONGEST for problem in error.problems):
            raise AssertionError(f"not told in words: {error.problems}") from error
        return "refused"
    except (ReadError, DataError):
        return "refused"
    finally:
        assert time.perf_counter() - begin < SLOWEST, "it takes too long"
    assert session_from_text(session_text(session)) == session
    assert session_from_text(provenance_text(session)) == session
    return "opened"


def tally(found: Counter[tuple[str, str]]) -> str:
    """The counts as a table."""
    outcomes = ("opened", "refused", "data")
    rows = [f"{'':6}" + "".join(f"{name:>10}" for name in outcomes)]
    for kind in KINDS:
        rows.append(f"{kind:6}" + "".join(f"{found[kind, name]:10,}" for name in outcomes))
    return "\n".join(rows)

"""Session files and exported figures, damaged in every way, and what reading them gives."""

from __future__ import annotations

import gzip
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

from engine.core.atomic_file import ReadError
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.data.encoding import UTF8, encoding_of
from engine.data.error import DataError
from engine.data.file import log_ratios
from engine.data.inspection import inspect
from engine.data.source import DataSource
from engine.data.text import HEAD, text_format
from engine.export.provenance import provenance_text, read_provenance
from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.scene import Scene
from engine.session.file import SessionFileError, session_from_text, session_text
from engine.session.file_kind import file_kind
from engine.session.session import Session

CASES = Path(__file__).parents[1] / "data" / "cases"
KINDS = ("json", "png", "svg", "pdf", "csv", "npz")
SLOWEST = 5.0  # seconds for one file, on a machine that does something else as well
LONGEST = 1000  # characters of one problem


def exported(folder: Path) -> dict[str, bytes]:
    """A file of each kind as the program writes it."""
    from engine.export.result_file import save_csv, save_npz
    from gui.figure.file import save_figures

    scene = Scene(Gaussian([0.1, 2], [[1, 1 / 3], [1 / 3, 2]]), Gaussian.from_std([0, 0], 0.7))
    session = Session(scene.replace(samples=1000), "kl-divergence")
    page = page_named(session.page)
    result = page.compute(session.scene, session.options[page.name], Run())
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


# What makes a row of a table a bad one, a comment, or a file another kind.
PIECES = (
    *(b"\n#\n", b"\n# x,-1,-2\n", b"\n#NUM!,#N/A,-1\n", b"#", b'"', b'\n"\n', b"\n\n\n"),
    *(b"\r", b"\r\n", b"\n\xef\xbb\xbftoken,new,old\n", b"\ntoken,old,new\n", b" # late"),
    *(b",", b";", b"\t", b"1,5", b"[-1, -2]", b"np.float64(-1)", b"tensor(-1)", b'\n{"a": 1}'),
    *(b"<html>", b"\0", b"\xff\xfe", b"PAR1", b"PK\x03\x04", b"\x1f\x8b\x08", b"%PDF-"),
    *(b"\x80\x04", "策略".encode("gbk")),
)


def tables() -> dict[str, bytes]:
    """Data files of every kind, read or not."""
    lines = [f"{'#' * (i % 3)}{i},{-1 - i % 7 / 8},{-1 - i % 5 / 4}" for i in range(40)]
    text = "\n".join(["# made by a test", "token,new,old", *lines]) + "\n"
    made = {path.name: path.read_bytes() for path in CASES.iterdir()}
    made["semicolon.csv"] = text.replace(",", ";").replace(".", ",").encode()
    made["tokens.csv"] = text.encode()
    made["one.csv"] = b"log_w\n" + b"0.5\n-0.25\n" * 20
    made["t.csv.gz"], made["utf16.csv"] = gzip.compress(text.encode()), text.encode("utf-16")
    file = io.BytesIO()
    np.savez(
        file, new=np.arange(9.0), old=np.ones(9), cube=np.zeros((2, 2, 2)), half=np.ones(9, "f2")
    )
    made["t.npz"] = file.getvalue()
    return made


def table_outcome(path: Path, content: bytes) -> str:
    """How a data file is read: "data" or "refused", in words; no line of a text may vanish."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    begin = time.perf_counter()
    try:
        found = inspect(str(path))
        if found.suggestion is None or found.suggestion.kind == "groups":
            columns = found.numeric_names[:2]
        else:
            columns = found.suggestion.columns
        source = DataSource(str(path), "log-ratios", columns, skip_bad_rows=True)
        read = log_ratios(source, Run())
    except ParameterError as error:
        if "\n" in str(error) or len(str(error)) > LONGEST:
            raise AssertionError(f"not told in words: {error}") from error
        return "refused"
    finally:
        assert time.perf_counter() - begin < SLOWEST, "it takes too long"
    plain = encoding_of(content[:HEAD]) == UTF8 and not set(b'"\r') & set(content)
    if found.format == "csv" and plain:
        lines = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split("\n")
        first = text_format(str(path), content).first_line - 1
        assert read.rows >= sum(bool(line.strip()) for line in lines[first:]), "a row has vanished"
    return "data"


@st.composite
def damaged_bytes(draw: st.DrawFn, bases: dict[str, bytes]) -> tuple[str, bytes]:
    """A file with bytes changed, lost, repeated, or taken from another file."""
    kind = draw(st.sampled_from(sorted(bases)))
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
            other = bases[draw(st.sampled_from(sorted(bases)))]
            content[start:start] = other[: size * 10]
        else:
            content[start:start] = draw(st.binary(max_size=20) | st.sampled_from(PIECES))
    return kind, bytes(content)


@st.composite
def damaged_session(draw: st.DrawFn, bases: dict[str, bytes]) -> tuple[str, bytes]:
    """A whole file of any kind, with a session in it that is wrong somewhere."""
    data = json.loads(bases["json"])
    for _ in range(draw(st.integers(1, 3))):
        damage(draw, data)
    text = json.dumps(data)
    if draw(st.booleans()):
        text = text.replace("[1", "[" * draw(st.sampled_from((2, 200, 5000))) + "1", 1)
    kind = draw(st.sampled_from(KINDS))
    return kind, wrapped(kind, text)


def damage(draw: st.DrawFn, data: Any) -> None:
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
def damaged_table(draw: st.DrawFn, bases: dict[str, bytes]) -> Damaged:
    """A data file with damaged bytes."""
    return Damaged(*draw(damaged_bytes(bases)))


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
    kinds = sorted({kind for kind, _ in found})
    width = max(map(len, kinds))
    rows = [f"{'':{width}}" + "".join(f"{name:>10}" for name in outcomes)]
    for kind in kinds:
        rows.append(f"{kind:{width}}" + "".join(f"{found[kind, name]:10,}" for name in outcomes))
    return "\n".join(rows)

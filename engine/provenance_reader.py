"""The text that an exported file carries, found without Qt and within bounds."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NoReturn
from xml.parsers import expat

import numpy as np

KEY = "gaussian-explorer"
LARGEST = 8 * 2**20  # bytes of text

PNG = b"\x89PNG\r\n\x1a\n"


class TextNotFound(Exception):
    """The file holds no session of this program."""


def embedded_text(content: bytes) -> bytes:
    """The JSON text in the content of a PNG, SVG, PDF, CSV, NPZ or session file."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(PNG):
        return _first("a PNG picture", _png_texts(content))
    if start.startswith(b"%PDF-"):
        return _first("a PDF file", _pdf_texts(content))
    if start.startswith(b"PK\x03\x04"):
        return _first("an NPZ file", _npz_texts(content))
    if start.startswith(b"<"):
        return _first("an SVG picture", _svg_texts(content))
    if start.startswith(b"#"):
        return _first("a table", _csv_texts(content))
    if start.startswith(b"{"):
        return content[: LARGEST + 1]
    raise TextNotFound("is neither a session nor a figure or table that this program wrote")


def _first(kind: str, texts: Iterator[bytes]) -> bytes:
    for text in texts:
        return text
    raise TextNotFound(f"is {kind} without a session of this program")


def _png_texts(content: bytes) -> Iterator[bytes]:
    """The value of text chunks (PNG specification, 11.3.4) with the program's key."""
    position = len(PNG)
    while position + 8 <= len(content):
        size, kind = struct.unpack(">I4s", content[position : position + 8])
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            key, _, rest = content[position + 8 : position + 8 + size].partition(b"\0")
            if key == KEY.encode():
                yield _chunk_text(kind, rest)
        position += 12 + size


def _chunk_text(kind: bytes, rest: bytes) -> bytes:
    if kind == b"tEXt":
        return rest.decode("latin-1").encode()
    if kind == b"zTXt":
        return _inflated(rest[1:]).decode("latin-1").encode()
    compressed = rest[:1] == b"\1"
    text = rest[2:].split(b"\0", 2)[-1]
    return _inflated(text) if compressed else text


def _svg_texts(content: bytes) -> Iterator[bytes]:
    """The text of <metadata id="gaussian-explorer">."""
    yield from _xml_texts(content, lambda name, a: name == "metadata" and a.get("id") == KEY)


def _xml_texts(content: bytes, wanted: Callable[[str, dict[str, str]], bool]) -> Iterator[bytes]:
    """The text of the wanted elements; XML with a DOCTYPE is not read."""
    texts: list[str] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = wanted(name, attributes)

    def end(_: str) -> None:
        nonlocal inside
        inside = False

    def data(text: str) -> None:
        if inside:
            texts.append(text)

    def refuse(*_: object) -> NoReturn:
        # Entities can make a short file expand without end, or name other files.
        raise TextNotFound("is an XML file with a DOCTYPE, which this program does not write")

    # Whatever encoding the file names: Python would look for any codec of that name.
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise TextNotFound(f"is not readable XML ({error})") from None
    if texts:
        yield "".join(texts).encode()


def _pdf_texts(content: bytes) -> Iterator[bytes]:
    """The property "program:session" of the XMP metadata, which no writer compresses."""
    for match in re.finditer(rb"<x:xmpmeta\b.{0,%d}?</x:xmpmeta>" % LARGEST, content, re.DOTALL):
        yield from _xml_texts(match[0], lambda name, _: name == "program:session")


def _npz_texts(content: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            name = "provenance.npy"
            if name not in archive.namelist():
                return
            if archive.getinfo(name).file_size > 4 * LARGEST:
                raise TextNotFound("holds a session that is too large")
            member = io.BytesIO(archive.read(name))
        text = np.load(member, allow_pickle=False)
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError) as error:
        raise TextNotFound(f"is not a readable NPZ file ({error})") from None
    if text.dtype.kind == "U" and text.size == 1:
        yield str(text.reshape(())).encode()


def _csv_texts(content: bytes) -> Iterator[bytes]:
    mark = b"# " + KEY.encode() + b": "
    for line in content[: 2 * LARGEST].lstrip(b"\xef\xbb\xbf").splitlines():
        if not line.startswith(b"#"):
            return
        if line.startswith(mark):
            yield line.removeprefix(mark)


def _inflated(compressed: bytes) -> bytes:
    try:
        text = zlib.decompressobj().decompress(compressed, LARGEST + 1)
    except zlib.error as error:
        raise TextNotFound(f"holds a damaged session ({error})") from None
    if len(text) > LARGEST:
        raise TextNotFound("holds a session that is too large")
    return text

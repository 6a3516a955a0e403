"""The text that an exported file carries, found without Qt and within bounds."""

from __future__ import annotations

import io
import math
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NoReturn
from xml.parsers import expat

import numpy as np

KEY = "gaussian-explorer"
LARGEST = 8 * 2**20  # bytes of text

MOST_PARTS = 10_000  # chunks, arrays or comment lines in one file
PIECE = 2**20  # bytes that are parsed at once

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


def brief(error: Exception) -> str:
    """What an error says, in one line: some quote the noise that they found."""
    text = " ".join((str(error) or type(error).__name__).split())
    return text if len(text) <= 120 else f"{text[:117]}..."


def _first(kind: str, texts: Iterator[bytes]) -> bytes:
    for text in texts:
        return text
    raise TextNotFound(f"is {kind} without a session of this program")


def _png_texts(content: bytes) -> Iterator[bytes]:
    """The value of text chunks (PNG specification, 11.3.4) with the program's key."""
    position = len(PNG)
    for _ in range(MOST_PARTS):
        head = content[position : position + 8]
        if len(head) < 8:
            return
        size, kind = struct.unpack(">I4s", head)
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
    """The text of the first wanted element; XML with a DOCTYPE is not read."""
    texts: list[str] = []
    inside = found = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = not found and wanted(name, attributes)

    def end(_: str) -> None:
        nonlocal inside, found
        found = found or inside
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
        # It stands near the beginning: a long drawing need not be read to its end.
        for place in range(0, min(len(content), 2 * LARGEST), PIECE):
            parser.Parse(content[place : place + PIECE], place + PIECE >= len(content))
            if found:
                break
    except expat.ExpatError as error:
        raise TextNotFound(f"is not readable XML ({brief(error)})") from None
    if texts:
        yield "".join(texts).encode()


def _pdf_texts(content: bytes) -> Iterator[bytes]:
    """The property "program:session" of the XMP metadata, which no writer compresses."""
    opening, closing = b"<x:xmpmeta", b"</x:xmpmeta>"
    end = 0
    while (start := content.find(opening, end)) >= 0:
        end = content.find(closing, start) + len(closing)
        if end < len(closing):
            return
        if end - start <= LARGEST:
            yield from _xml_texts(content[start:end], lambda name, _: name == "program:session")


def _npz_texts(content: bytes) -> Iterator[bytes]:
    """The text in the array "provenance"."""
    if content.count(b"PK\1\2") > MOST_PARTS:  # each makes an object of its own
        raise TextNotFound("holds more arrays than this program writes")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            name = "provenance.npy"
            if name not in archive.namelist():
                return
            if archive.getinfo(name).file_size > 4 * LARGEST:
                raise TextNotFound("holds a session that is too large")
            text = _npy_text(archive.read(name))
    except TextNotFound:
        raise
    except Exception as error:  # a damaged archive raises whatever its parts raise
        raise TextNotFound(f"is not a readable NPZ file ({brief(error)})") from None
    if text:
        yield text


def _npy_text(member: bytes) -> bytes:
    """The one string in an NPY file, empty if it holds another thing; raises many things.

    Only the header is left to NumPy, which would make room for whatever size stands there.
    """
    file = io.BytesIO(member)
    if np.lib.format.read_magic(file) != (1, 0):
        return b""
    shape, _, dtype = np.lib.format.read_array_header_1_0(file)
    if dtype.kind == "O":
        raise ValueError("it holds objects, which are never unpickled")
    if dtype.kind != "U" or math.prod(shape) != 1:
        return b""
    return str(np.frombuffer(member, dtype, 1, file.tell())[0]).encode()


def _csv_texts(content: bytes) -> Iterator[bytes]:
    """A comment line at the top, with the program's mark."""
    mark = b"# " + KEY.encode() + b": "
    lines = io.BytesIO(content[: 2 * LARGEST].lstrip(b"\xef\xbb\xbf"))
    for line in islice(lines, MOST_PARTS):
        if not line.startswith(b"#"):
            return
        if line.startswith(mark):
            yield line.removeprefix(mark).rstrip(b"\r\n")


def _inflated(compressed: bytes) -> bytes:
    try:
        text = zlib.decompressobj().decompress(compressed, LARGEST + 1)
    except zlib.error as error:
        raise TextNotFound(f"holds a damaged session ({brief(error)})") from None
    if len(text) > LARGEST:
        raise TextNotFound("holds a session that is too large")
    return text

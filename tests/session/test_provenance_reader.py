"""Files that are made to take long, much room, or to be believed."""

import io
import struct
import time
import zipfile

import numpy as np
import pytest

from engine.session.provenance_reader import TextNotFound, embedded_text

PNG = b"\x89PNG\r\n\x1a\n"
MEGABYTE = 2**20


def archive(member: bytes, name: str = "provenance.npy") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(name, member)
    return file.getvalue()


def array(header: str, content: bytes = b"") -> bytes:
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header.encode() + content


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.4\n" + b"<x:xmpmeta " * 500_000, "PDF file without"),
        (b"%PDF-1.4\n" + b"<x:xmpmeta " * 500_000 + b"</x:xmpmeta>", "not readable XML"),
        (PNG + bytes(20 * MEGABYTE), "PNG picture without"),
        (PNG + struct.pack(">I4s", 2**32 - 1, b"tEXt"), "PNG picture without"),
        (b"<svg>" + b"<a/>" * (4 * MEGABYTE), "SVG picture without"),
        (b"<svg " + b"a" * (10 * MEGABYTE), "not readable XML"),
        (b"<a>" * 500_000, "not readable XML"),
        (b"# \n" * (10 * MEGABYTE), "table without"),
        (archive(b"", "a") + b"PK\1\2" * 2_000_000, "more arrays than"),
    ],
    ids=["pdf", "pdf end", "png", "png size", "svg", "svg name", "svg depth", "csv", "npz"],
)
def test_long_files_are_refused_soon(content, why):
    begin = time.process_time()
    with pytest.raises(TextNotFound, match=why):
        embedded_text(content)
    assert time.process_time() - begin < 10.0


@pytest.mark.parametrize(
    ("member", "why"),
    [
        (array("{'descr': '<U10', 'fortran_order': False, 'shape': (10**13,), }\n"), "NPZ"),
        (array("{'descr': '<U10', 'fortran_order': False, 'shape': (9999999999,), }\n"), "without"),
        (array("{'descr': '<U999999999', 'fortran_order': False, 'shape': (), }\n"), "NPZ"),
        (array("{'descr': '|O', 'fortran_order': False, 'shape': (), }\n", b"cos\n."), "unpickled"),
        (array("{'descr': '<f8', 'fortran_order': False, 'shape': (), }\n", bytes(8)), "without"),
        (array("{'descr': '<U1', 'fortran_order': False, 'shape': (), }\n", b"\xff" * 4), "NPZ"),
        (array("{'descr': '<U1', 'fortran_order': False, 'shape': (), }\n", b"\0\xd8\0\0"), "NPZ"),
        (array("(" * 5000), "NPZ"),
        (b"no array", "NPZ"),
    ],
    ids=[
        "a power",
        "rows",
        "long",
        "object",
        "number",
        "no letter",
        "half a pair",
        "deep",
        "noise",
    ],
)
def test_arrays_are_not_believed(member, why):
    with pytest.raises(TextNotFound, match=why) as caught:
        embedded_text(archive(member))
    assert len(str(caught.value)) < 200


def test_a_damaged_archive_is_not_quoted():
    file = io.BytesIO()
    np.savez(file, provenance=np.array("{}"))
    content = file.getvalue()
    assert embedded_text(content) == b"{}"
    noise = b"PK\3\4" + content[4:26] + struct.pack("<H", 9000) + content[28:]
    with pytest.raises(TextNotFound, match="not a readable NPZ file") as caught:
        embedded_text(noise + bytes(9000))
    assert len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)


def test_the_end_of_a_drawing_is_not_needed():
    begin = b'<svg><metadata id="gaussian-explorer">{"a": 1}</metadata>'
    assert embedded_text(begin + b"<g>" * (2 * MEGABYTE) + b"<<<") == b'{"a": 1}'

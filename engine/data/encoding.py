"""The encoding of text, told by its first bytes, and text of any as UTF-8 while it is read."""

from __future__ import annotations

import codecs
from typing import IO

UTF8 = "utf-8"
GBK = "gb18030"  # of which GBK is a part
MARKS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LOOKED = 4096  # bytes that show whether every other one is zero
COMMON = 0xA1  # both bytes of a character in common use are at least this
PIECE = 2**17


def encoding_of(raw: bytes) -> str:
    """The encoding, from a file's first bytes; UTF-8 where nothing fits."""
    for mark, name in MARKS:
        if raw.startswith(mark):
            return name
    start = raw[:LOOKED]
    zeros = [start[place::2].count(0) for place in (0, 1)]
    if len(start) >= 8 and 4 * max(zeros) > len(start) and min(zeros) * 20 < max(zeros):
        wide = "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
        return wide if _is_text(raw, wide) else UTF8
    return GBK if b"\0" not in raw and not _is_utf8(raw) and _is_chinese(raw) else UTF8


def encoding_note(encoding: str) -> str:
    """That text was not in UTF-8, in words; "" if it was."""
    name = "GBK" if encoding == GBK else encoding.upper()[:6]
    return "" if encoding == UTF8 else f"read as {name} text"


def recoded(raw: bytes, encoding: str) -> bytes:
    """The same text in UTF-8, without a mark of its order of bytes."""
    if encoding == UTF8:
        return raw.removeprefix(codecs.BOM_UTF8)
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    return decoder.decode(raw).encode(UTF8, "replace")


class Recoder:
    """A file of text, read as UTF-8; one in UTF-8 keeps its bytes, a mark at its start too."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        self.file = file
        self._decoder = None
        if encoding != UTF8:
            self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")

    def read(self, size: int = PIECE) -> bytes:
        """The next text, from so many bytes of the file; nothing at its end."""
        if self._decoder is None:
            return self.file.read(size)
        while raw := self.file.read(size):
            if text := self._decoder.decode(raw):
                return text.encode(UTF8, "replace")
        return self._decoder.decode(b"", final=True).encode(UTF8, "replace")

    def skip(self, size: int) -> bytes:
        """Passes over so many bytes of UTF-8; returns what was read beyond them."""
        if self._decoder is None:
            self.file.seek(size)
            return b""
        while piece := self.read():
            if len(piece) >= size:
                return piece[size:]
            size -= len(piece)
        return b""


def _is_text(raw: bytes, encoding: str) -> bool:
    """Whether it can be decoded and holds no signs that no text has."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(raw, final=False)
    except UnicodeDecodeError:
        return False
    return all(sign >= " " or sign in "\t\r\n" for sign in text[:LOOKED])


def _is_utf8(raw: bytes) -> bool:
    try:
        # The last sign may be cut.
        codecs.getincrementaldecoder(UTF8)().decode(raw, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _is_chinese(raw: bytes) -> bool:
    """Whether most characters are those in common use of Chinese text: pairs of high bytes."""
    whole = raw[: raw.rfind(b"\n") + 1] or raw
    try:
        text = codecs.getincrementaldecoder(GBK)().decode(whole, final=False)
    except UnicodeDecodeError:
        return False
    signs = [sign.encode(GBK) for sign in text if not sign.isascii()]
    common = sum(len(sign) == 2 and min(sign) >= COMMON for sign in signs)
    return 2 * common > len(signs)

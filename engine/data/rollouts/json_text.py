"""JSON as Python and JavaScript write it: NaN and infinities, which strict readers refuse."""

from __future__ import annotations

import re
import sys
from typing import Any, Protocol

import msgspec

LARGEST = sys.float_info.max  # stands for an infinite number, which JSON cannot hold
_LARGEST = repr(LARGEST).encode()
_BARE = re.compile(rb"(?<![\w.])(?:nan|inf|infinity|none|true|false)(?![\w.])", re.IGNORECASE)
_MEANINGS = {b"nan": b"null", b"none": b"null", b"true": b"true", b"false": b"false"}
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)

DecodeError = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Decoder(Protocol):
    """What makes a value of JSON text."""

    def decode(self, content: Any, /) -> Any:
        """The value; raises msgspec.DecodeError."""


def decoded(content: bytes, decoder: Decoder) -> Any:
    """What ``content`` holds; NaN is null and an infinity +-LARGEST. Raises DecodeError.

    Bare words are replaced before the one decoding, so that a file full of them stays fast.
    """
    # A single byte is found many times faster than a word.
    if (b"N" in content and b"NaN" in content) or (b"I" in content and b"Infinity" in content):
        content = _outside_strings(content, _plain)
    try:
        return decoder.decode(content)
    except msgspec.DecodeError:
        # As Python prints a list, rather than as json writes it.
        again = _outside_strings(content, _reworded)
        if again == content:
            raise
        return decoder.decode(again)


def _plain(content: bytes) -> bytes:
    return content.replace(b"NaN", b"null").replace(b"Infinity", _LARGEST)


def _reworded(content: bytes) -> bytes:
    return _BARE.sub(lambda found: _MEANINGS.get(found[0].lower(), _LARGEST), content)


def _outside_strings(content: bytes, change: Any) -> bytes:
    """``content`` with ``change`` applied to what is not within quotes."""
    if b"\\" not in content:
        parts = content.split(b'"')
        parts[::2] = [change(part) for part in parts[::2]]
        return b'"'.join(parts)
    pieces, end = [], 0
    for string in _STRING.finditer(content):
        pieces += [change(content[end : string.start()]), string[0]]
        end = string.end()
    return b"".join([*pieces, change(content[end:])])

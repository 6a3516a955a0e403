"""Files that are replaced whole or not at all, and files that are read only up to a size."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class ExportError(OSError):
    """A file that cannot be written; the message names it and says why.

    As with every OSError, ``filename`` and ``strerror`` are the two parts.
    """

    def __init__(self, path: str | Path, why: str) -> None:
        super().__init__(None, why, str(path))

    def __str__(self) -> str:
        return f"cannot write {self.filename}: {self.strerror}"


class ReadError(Exception):
    """A file that cannot be read; the message says why, without the path."""


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """A new path in the same folder, which takes the place of ``path`` at the end.

    The content is on the disk before the rename, so ``path`` is at every moment either the old
    file or the whole new one. After an error the new one is removed. Raises ExportError.
    """
    wanted = Path(path)
    try:
        target = wanted.resolve()
        if target.is_dir():
            raise IsADirectoryError(None, "there is a folder of this name")
        if target.parent.exists() and not target.parent.is_dir():
            raise NotADirectoryError(None, f"{target.parent} is not a folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}")
        # Made here, so that a folder that cannot be written to is found before any work.
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except (OSError, ValueError, RuntimeError) as error:
        raise ExportError(wanted, reason(error)) from error
    try:
        yield beside
        _flush_to_disk(beside)
        if target.exists():
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        os.replace(beside, target)
    except OSError as error:
        raise ExportError(wanted, reason(error)) from error
    finally:
        with suppress(OSError):
            beside.unlink()


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Write ``content`` (text as UTF-8) so that an existing file is replaced whole."""
    with replacing(path) as beside:
        beside.write_bytes(content.encode() if isinstance(content, str) else content)


def read_bounded(path: str | Path, limit: int) -> bytes:
    """The content of a regular file of at most ``limit`` bytes; raises ReadError."""
    try:
        # Opening a pipe or a device could wait for ever.
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise ReadError("it is not a file")
        with open(path, "rb") as file:
            content = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise ReadError(reason(error)) from error
    if len(content) > limit:
        raise ReadError(f"it has more than {limit // 2**20} MB")
    return content


def reason(error: Exception) -> str:
    """Why, in words and without the path."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text[:1].lower() + text[1:]


def _flush_to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Files that are replaced whole or not at all, and files that are read only up to a size."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

ATTEMPTS = 5


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
    file or the whole new one. After an error the new one is removed, and what a program that was
    killed in the middle left beside ``path`` is removed by the next one. Raises ExportError.
    """
    wanted = Path(path)
    try:
        target = wanted.resolve()
        if target.is_dir():
            raise IsADirectoryError(None, "there is a folder of this name")
        if target.parent.exists() and not target.parent.is_dir():
            raise NotADirectoryError(None, f"{target.parent} is not a folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(target)
        # Made here, so that a folder that cannot be written to is found before any work.
        beside, lock = _new_beside(target)
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
        if lock is not None:
            os.close(lock)


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Write ``content`` (text as UTF-8) so that an existing file is replaced whole."""
    with replacing(path) as beside:
        beside.write_bytes(content.encode() if isinstance(content, str) else content)


def read_bounded(path: str | Path, limit: int) -> bytes:
    """The content of a regular file of at most ``limit`` bytes; raises ReadError."""
    try:
        # Opening a pipe or a device could wait without end.
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


def _stem(target: Path) -> str:
    return f".{target.name[:80]}."


def _new_beside(target: Path) -> tuple[Path, int | None]:
    """A new empty file beside the target, and the handle that holds its lock."""
    for _ in range(ATTEMPTS):
        beside = target.with_name(_stem(target) + os.urandom(4).hex())
        handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
        if fcntl is None:
            os.close(handle)
            return beside, None
        # Until the lock is held another program may take the file for a leftover.
        if _lock(handle) and beside.exists():
            return beside, handle
        os.close(handle)
    raise OSError(None, "other programs write it all the time")


def _lock(handle: int) -> bool:
    """False if another program holds it; a file system without locks has no leftovers either."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _remove_leftovers(target: Path) -> None:
    """Remove what was begun beside the target by programs that live no more."""
    pattern = re.compile(re.escape(_stem(target)) + "[0-9a-f]{8}")
    with suppress(OSError), os.scandir(target.parent) as entries:
        for entry in [found for found in entries if pattern.fullmatch(found.name)]:
            with suppress(OSError):
                _remove_if_unlocked(entry.path)


def _remove_if_unlocked(path: str) -> None:
    """The system lets go of a program's locks when it ends, however it ends."""
    if fcntl is None:
        return
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(path)
    finally:
        os.close(handle)

"""Unsaved changes, written to a file of their own in case the program ends without asking."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLockFile, QObject, QTimer

from engine.core.atomic_file import ReadError, read_bounded, write_whole
from engine.core.words import tr
from engine.session.file import (
    LARGEST,
    SessionFileError,
    session_dict,
    session_from_text,
)
from engine.session.session import Session
from gui.base.background import Background
from gui.look.settings import NAME
from gui.shell.document import Document

DELAY = 1000  # ms from a change to the disk, longer changes in between included


def autosave_folder() -> Path:
    """Where every running program writes its unsaved changes."""
    return platformdirs.user_data_path(NAME, appauthor=False) / "autosave"


class Autosave(QObject):
    """Writes what a document would lose to a file of this program's own, soon after a change.

    A lock beside the file is held as long as the program runs, so that another one which
    starts meanwhile leaves the file alone.
    """

    def __init__(
        self, document: Document, notify: Callable[[str], object], folder: Path | None = None
    ) -> None:
        super().__init__(document)
        self.document = document
        self.notify = notify
        self.path = (folder or autosave_folder()) / f"{os.urandom(8).hex()}.json"
        self._lock = lock_of(self.path)
        self._warned = False
        self._timer = QTimer(self, singleShot=True, interval=DELAY)
        self._timer.timeout.connect(self._write_meanwhile)
        self._writing: Background | None = None  # the last one
        document.changed.connect(self._soon)

    def write(self) -> None:
        """Write the changes now, or remove the file where nothing is changed any more."""
        self._timer.stop()
        try:
            work = self._work()
            if work is not None:
                work()
        except OSError as error:
            self._warn(error)

    def _write_meanwhile(self) -> None:
        """In a thread: until a busy disk has taken it, the window would not answer."""
        if self._writing is not None and self._writing.isRunning():
            self._timer.start()
            return
        try:
            work = self._work()
        except OSError as error:
            self._warn(error)
            return
        if work is not None:
            self._writing = Background(lambda _: work())
            self._writing.failed.connect(self._fail)
            self._writing.begin()

    def _work(self) -> Callable[[], None] | None:
        """What writes the changes as they are now; None where there are none, and there is no
        file any more."""
        self._wait()
        if not self.document.modified:
            self._forget()
            return None
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self._lock.isLocked():
            self._lock.tryLock(0)
        return partial(write_whole, self.path, _text(self.document))

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.wait()
            self._writing = None

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        self._warn(error)

    def end(self, keep: bool = False) -> None:
        """At the program's end: forget the changes, or leave them to the next start."""
        self.document.changed.disconnect(self._soon)
        if keep:
            self.write()
        else:
            self._timer.stop()
            self._wait()
            self._forget()
        self._lock.unlock()

    def _soon(self) -> None:
        # A timer that runs goes on: a long drag is written too.
        if not self._timer.isActive():
            self._timer.start()

    def _forget(self) -> None:
        with suppress(OSError):
            self.path.unlink()

    def _warn(self, error: OSError) -> None:
        """Once, and not in the way of work."""
        if not self._warned:
            self._warned = True
            reason = error.strerror or str(error)
            self.notify(
                tr("Unsaved changes cannot be written for a restart: {reason}").format(
                    reason=reason
                )
            )


@dataclass(frozen=True, slots=True)
class Leftover:
    """What an ended program has left; the lock is held until it is decided on."""

    file: Path
    lock: QLockFile
    session: Session
    document: Path | None
    seconds: float  # since 1970, when it was written

    def forget(self) -> None:
        """Remove it: it was restored or is not wanted."""
        with suppress(OSError):
            self.file.unlink()
        self.lock.unlock()

    def leave(self) -> None:
        """Keep it for the next start."""
        self.lock.unlock()


def leftovers(folder: Path | None = None) -> list[Leftover]:
    """What ended programs have left, the latest first; each is this program's until decided."""
    found = []
    for file in _files(folder or autosave_folder()):
        lock = lock_of(file)
        if not lock.tryLock(0):
            continue
        try:
            session, document = _content(read_bounded(file, 2 * LARGEST))
            found.append(Leftover(file, lock, session, document, file.stat().st_mtime))
        except (ReadError, OSError):
            lock.unlock()
        except (SessionFileError, ValueError, TypeError, KeyError, RecursionError):
            # Of a newer version, which can restore it.
            lock.unlock()
    return sorted(found, key=lambda left: left.seconds, reverse=True)


def lock_of(file: Path) -> QLockFile:
    """The lock of an autosave file; that of a program which has ended is broken."""
    lock = QLockFile(f"{file}.lock")
    lock.setStaleLockTime(0)
    return lock


def _files(folder: Path) -> Iterator[Path]:
    """The autosave files; locks without one are swept out."""
    with suppress(OSError):
        for name in sorted(os.listdir(folder)):
            file = folder / name.removesuffix(".lock")
            if name.endswith(".json"):
                yield file
            elif name.endswith(".json.lock") and not file.exists():
                lock = lock_of(file)
                if lock.tryLock(0):
                    lock.unlock()


def _text(document: Document) -> str:
    path = str(document.path) if document.path else None
    return json.dumps({"document": path, "session": session_dict(document.store.session)})


def _content(text: bytes) -> tuple[Session, Path | None]:
    data = json.loads(text)
    document = data["document"]
    session = session_from_text(json.dumps(data["session"]), "autosave")
    return session, Path(document) if document is not None else None

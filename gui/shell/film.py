"""Makes a film of a played number: every picture from all samples, none from a preview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from engine.core.atomic_file import ExportError
from engine.core.parameter import ParameterError
from engine.core.shown_numbers import shown_value
from engine.page.page import page_named
from engine.session.address import Address
from engine.session.session import Session
from gui.base.request import Failure, Request, Response
from gui.figure.film_file import FilmFile
from gui.figure.frames import Frames
from gui.shell.worker import Worker
from gui.shell.writing import Writing


class Film(QObject):
    """Computes one value after the other in a thread of its own; the window goes on.

    At the end it says `finished` with "" or why there is no film; then it is of no more use.
    """

    progressed = Signal(float)
    finished = Signal(str)

    def __init__(
        self,
        session: Session,
        where: Address,
        name: str,
        values: Sequence[float],
        frames: Frames,
        figures: tuple[str, ...],
        file: FilmFile,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._where, self._name = session, where, name
        self._values, self._frames, self._figures = values, frames, figures
        self._file = file
        self._next = 0
        self._written = False
        self._writing = Writing(self)
        self._writing.written.connect(self._go_on)
        self._writing.failed.connect(self._end_without)
        self._worker = Worker(self, previews=False)
        self._worker.responded.connect(self._take)
        self._worker.failed.connect(self._fail)

    def start(self) -> None:
        """Begin with the first value."""
        self._ask()

    def cancel(self) -> None:
        """End without a film, unless all of it is being written."""
        self._writing.stop()
        self._end("" if self._written else None)

    def _ask(self) -> None:
        page = page_named(self._session.page)
        try:
            session = self._where.set(self._session, self._values[self._next])
        except ParameterError as error:
            self._end(str(error))
            return
        self._worker.submit(Request(page, session, self._figures))

    def _take(self, response: Response) -> None:
        self._writing.make(self._picture(response))

    def _picture(self, response: Response) -> Iterator[None]:
        """Draw and paint it in steps; it is added in a thread."""
        session = response.request.session
        recorded = yield from self._frames.recorded(session, response.result)
        while recorded.bands:
            yield
            recorded.paint_band()
        caption = f"{self._name} = {shown_value(self._values[self._next])}"
        image = self._frames.captioned(recorded.image(), caption)
        self._writing.write(partial(self._add, image))

    def _add(self, image: QImage) -> list[Path]:
        self._file.add(image)
        return []

    def _go_on(self) -> None:
        """A picture has been added, or after the last all of it written."""
        if self._written:
            self._end("")
            return
        self._next += 1
        self.progressed.emit(self._next / len(self._values))
        if self._next < len(self._values):
            self._ask()
        else:
            self._writing.write(self._finish)

    def _finish(self) -> list[Path]:
        self._file.finish()
        self._written = True
        return []

    def _fail(self, failure: Failure) -> None:
        self._end(failure.message)

    def _end_without(self, error: Exception) -> None:
        if not isinstance(error, ExportError):
            raise error
        self._end(f"{error.filename}: {error.strerror}")

    def _end(self, problem: str | None) -> None:
        """With "" the film is there; None says that nobody wants it any more."""
        self._writing.blockSignals(True)  # what has ended just now says so later
        self._writing.stop()
        self._worker.close()
        self._frames.close()
        if problem != "":
            self._file.discard()
        self.finished.emit(problem or "")
        self.deleteLater()

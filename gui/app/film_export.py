"""Asks where the film of a played number shall be, and shows how far it is."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QProgressDialog

from engine.core.atomic_file import ExportError
from engine.core.words import tr
from gui.app.player import Player
from gui.app.services import Services
from gui.look.theme import LIGHT
from gui.shell.page_stack import PageStack

if TYPE_CHECKING:
    from gui.shell.film import Film

PER_SECOND = 20  # pictures
MOST = 240
FILTERS = {"gif": "GIF (*.gif)", "mp4": "MP4 (*.mp4)"}


class FilmExport(QObject):
    """One film at a time."""

    def __init__(self, services: Services, player: Player, stack: PageStack) -> None:
        super().__init__(player)
        self.services, self.player, self.stack = services, player, stack
        self.film: Film | None = None
        self.progress: QProgressDialog | None = None
        player.bar.film_wanted.connect(self.ask)
        if shutil.which("ffmpeg") is None:
            player.bar.disable_film(
                "mp4", tr("MP4 needs ffmpeg, which this machine does not have.")
            )

    def ask(self, kind: str) -> None:
        """Ask for a path, and make the film."""
        self.player.pause()
        settings, window = self.services.settings, self.services.window
        name = f"{self.services.store.session.page}-{self.player.where}"
        name = name.replace("[", "-").replace("]", "").replace(".", "-")
        start = Path(settings.folder or Path.home()) / name
        title = tr("Export what is played")
        if kind == "png":
            label = tr("A new folder for the pictures")
            chosen, _ = QFileDialog.getSaveFileName(window, label, str(start))
        else:
            start = start.with_suffix(f".{kind}")
            chosen, _ = QFileDialog.getSaveFileName(window, title, str(start), FILTERS[kind])
        if chosen:
            path = Path(chosen)
            settings.folder = str(path.parent)
            self.make(kind, path if kind == "png" else path.with_suffix(f".{kind}"))

    def make(self, kind: str, path: Path) -> None:
        """Make the film of one turn of what is played."""
        from gui.figure.film_file import film_file
        from gui.figure.frames import Frames
        from gui.figure.view import View
        from gui.shell.film import Film

        view, player, settings = self.stack.frame().view, self.player, self.services.settings
        if player.where is None or self.film is not None or not isinstance(view, View):
            return
        course = player.course
        length = course.seconds / player.speed * (2.0 if course.mode == "bounce" else 1.0)
        count = min(max(round(length * PER_SECOND), 2), MOST)
        try:
            file = film_file(kind, path, round(1000.0 * length / count))
        except ExportError as error:
            self.services.exporter.warn(f"{error.filename}: {error.strerror}")
            return
        theme = LIGHT if settings.light_figures else view.theme
        session = self.services.store.session.replace(pinned=None)
        frames = Frames(view, theme, 1.0 if kind == "gif" else float(settings.image_scale))
        self.film = Film(
            session,
            player.where,
            player.name,
            tuple(course.values(count)),
            frames,
            view.file_figures(session),
            file,
            self,
        )
        self.film.finished.connect(partial(self._finish, path))
        self._show_progress(path)
        self.film.start()

    def cancel(self) -> None:
        """No film."""
        if self.film is not None:
            self.film.cancel()

    def _show_progress(self, path: Path) -> None:
        assert self.film is not None
        text = tr("Making {name}").format(name=path.name)
        progress = QProgressDialog(text, tr("Cancel"), 0, 100, self.services.window)
        progress.setWindowTitle(tr("Export what is played"))
        progress.setMinimumDuration(0)
        progress.setAutoClose(False)
        progress.canceled.connect(self.cancel)
        self.film.progressed.connect(lambda share: progress.setValue(round(100.0 * share)))
        progress.setValue(0)
        self.progress = progress

    def _finish(self, path: Path, problem: str) -> None:
        cancelled = self.progress is not None and self.progress.wasCanceled()
        if self.progress is not None:
            self.progress.blockSignals(True)  # to close it is to cancel it
            self.progress.close()
            self.progress.deleteLater()
        self.film = self.progress = None
        if problem:
            self.services.exporter.warn(problem)
        elif not cancelled:
            self.services.status.notify(tr("Written to {path}").format(path=path))

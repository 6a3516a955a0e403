"""A data file on its way into the session: asked for its columns, read, checked, shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from engine.core.parameter import ParameterError
from engine.core.words import tr, tr_noop
from engine.data.error import BadRows, DataError
from engine.data.inspection import inspect
from engine.data.rollouts.which import WhichPolicies
from engine.data.source import DataSource
from engine.data.table import FileColumns, Suggestion
from engine.page.page import all_pages, page_named
from engine.page.scene import Scene
from engine.session.session import Session
from gui.base.background import Background
from gui.base.message import ask, warn
from gui.data.dialog import DataDialog
from gui.data.pair_dialog import PairDialog
from gui.data.reading import Reading, read
from gui.shell.store import Store
from gui.widgets.progress_dialog import ProgressDialog

TITLE = tr_noop("Open data")
MOST_BUTTONS = 4  # pairs of policies that are offered side by side


class DataOpening(QObject):
    """One file on its way into the window."""

    def __init__(self, store: Store, notify: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.store = store
        self.notify = notify
        self.dialog_parent = parent
        self.dialog: DataDialog | None = None
        self.progress: ProgressDialog | None = None
        self.prompt: QDialog | None = None
        self._reader: Background | None = None

    def ask_columns(self, path: Path) -> None:
        """Show the first rows and ask what they mean."""
        try:
            columns = chosen_before(inspect(str(path)), self.store.session.scene.data)
        except DataError as error:
            warn(
                self.dialog_parent,
                tr(TITLE),
                tr("“{name}” could not be opened.").format(name=path.name),
                [tr(str(error))],
            )
            self.deleteLater()
            return
        dialog = DataDialog(columns, self.dialog_parent)
        self.dialog = dialog
        dialog.accepted.connect(self._read_chosen)
        dialog.rejected.connect(self.deleteLater)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read(self, source: DataSource) -> None:
        """Read in a thread of its own."""
        self._reader = reader = Background(partial(read, source, self.store.session.scene))
        text = tr("Reading {name}").format(name=source.name)
        self.progress = ProgressDialog(tr(TITLE), text, reader, self.dialog_parent)
        self.progress.rejected.connect(self._cancelled)
        reader.done.connect(self._take)
        reader.finished.connect(self._end)
        reader.begin()

    def _read_chosen(self) -> None:
        source = self.dialog.source if self.dialog is not None else None
        if source is not None:
            self.read(source)

    def _cancelled(self) -> None:
        self.notify(tr("Cancelled: no data were opened."))

    def _end(self) -> None:
        """A thread is over; the answer to what it asked may have begun another by now."""
        if self._reader is not None and self._reader.isRunning():
            return
        if self.progress is not None:
            self.progress.end()
            self.progress = None
        if self.prompt is None:
            self.deleteLater()

    def _take(self, reading: Reading) -> None:
        if self.progress is not None:
            self.progress.end()
            self.progress = None
        if isinstance(reading.error, BadRows):
            self._ask_to_skip(reading.source, reading.error)
        elif isinstance(reading.error, WhichPolicies):
            self._ask_which(reading.source, reading.error)
        elif reading.error is not None:
            text = tr("“{name}” could not be opened.").format(name=reading.source.name)
            warn(self.dialog_parent, tr(TITLE), text, [_words(reading.error)])
        elif reading.scene is not None:
            self._show(reading.scene)

    def _ask_to_skip(self, source: DataSource, error: BadRows) -> None:
        rows = [
            f"{bad.file + ', ' if bad.file else ''}line {bad.line}: {bad.reason}"
            for bad in error.first
        ]
        if error.count > len(error.first):
            rows.append(tr("and {count} more").format(count=f"{error.count - len(error.first):,}"))
        count = (
            tr("1 row") if error.count == 1 else tr("{count} rows").format(count=f"{error.count:,}")
        )
        self.prompt = ask(
            self.dialog_parent,
            tr(TITLE),
            tr("{count} of {rows} in “{name}” cannot be used.").format(
                count=count, rows=f"{error.rows:,}", name=source.name
            ),
            "\n".join(rows),
            (
                (
                    tr("Leave them out"),
                    QMessageBox.ButtonRole.AcceptRole,
                    lambda: self._skip(source.skipping()),
                ),
                (tr("Cancel"), QMessageBox.ButtonRole.RejectRole, self.deleteLater),
            ),
        )

    def _ask_which(self, source: DataSource, error: WhichPolicies) -> None:
        """Of three policies or more two are meant."""
        text = tr("“{name}” holds log-probabilities of {count} policies.").format(
            name=source.name, count=len(error.candidates)
        )
        if not 1 <= len(error.pairs) <= MOST_BUTTONS:
            self._ask_pair(source, text, error)
            return
        choices = [
            (
                tr("{new} over {old}").format(new=new, old=old),
                QMessageBox.ButtonRole.AcceptRole,
                partial(self._skip, replace(source, columns=(new, old))),
            )
            for new, old, _ in error.pairs
        ]
        self.prompt = ask(
            self.dialog_parent,
            tr(TITLE),
            text,
            "\n".join(
                tr("{new} over {old}").format(new=new, old=old) + f": {tr(what)}"
                for new, old, what in error.pairs
            ),
            (*choices, (tr("Cancel"), QMessageBox.ButtonRole.RejectRole, self.deleteLater)),
        )

    def _ask_pair(self, source: DataSource, text: str, error: WhichPolicies) -> None:
        """The same, where the pairs are many or none is known by name."""
        dialog = PairDialog(text, error, self.dialog_parent)
        self.prompt = dialog
        dialog.accepted.connect(lambda: self._skip(replace(source, columns=dialog.pair or ())))
        dialog.rejected.connect(self.deleteLater)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _skip(self, source: DataSource) -> None:
        self.prompt = None
        self.read(source)

    def _show(self, scene: Scene) -> None:
        # Whatever was changed while the file was read stays.
        names = ("p", "q", "data") if scene.data and scene.data.kind == "groups" else ("data",)
        session = self.store.session
        opened = session.scene.replace(**{name: getattr(scene, name) for name in names})
        self.store.propose(shown(session, opened), text="open data")
        self.notify(f"Opened {scene.data.path if scene.data else ''}")


def chosen_before(columns: FileColumns, source: DataSource | None) -> FileColumns:
    """The columns of a file, with those that are in use as suggestion where it is open already."""
    if source is None or source.path != columns.path or source.second_path:
        return columns
    used = (*source.columns, *filter(None, (source.group, source.mask)))
    if not set(used) <= set(columns.names):
        return columns
    chosen = Suggestion(source.kind, source.columns, source.group, mask=source.mask)
    return replace(columns, suggestion=chosen)


def shown(session: Session, scene: Scene) -> Session:
    """The session with this scene, on a page that shows its data."""
    able = [page.name for page in all_pages() if page.shows_data(scene)]
    judged = scene.data is not None and scene.data.kind == "rollouts"  # before anything else
    if page_named(session.page).shows_data(scene) and not judged:
        return session.replace(scene=scene)
    return session.replace(scene=scene, page=able[-1] if able else session.page)


def _words(error: Exception) -> str:
    if isinstance(error, ParameterError):
        return str(error)
    if isinstance(error, MemoryError):
        return tr("There is not enough memory for this file.")
    return tr("It could not be read ({name}: {error}).").format(
        name=type(error).__name__, error=error
    )

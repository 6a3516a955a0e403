"""The current page's figure and numbers, to files and the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.core.parameter import ParameterError
from engine.core.words import tr, tr_noop
from engine.export.snippet import FLAVOUR_NAMES, Flavour
from gui.base.request import Response
from gui.look.settings import Settings
from gui.shell.explanation_parts import explanation
from gui.shell.exported import Exported
from gui.shell.formula_text import displayed, formulas
from gui.shell.making import Making
from gui.shell.writing import Writing

if TYPE_CHECKING:
    from gui.figure.base_view import BaseView
    from gui.figure.for_print import Print

FILTERS = {
    "png": tr_noop("PNG image (*.png)"),
    "svg": tr_noop("SVG drawing (*.svg)"),
    "pdf": tr_noop("PDF document (*.pdf)"),
    "npz": tr_noop("NumPy arrays (*.npz)"),
    "csv": tr_noop("Table (*.csv)"),
}
TABLES = ("csv", "npz")
NOTHING = tr_noop("There is nothing to export yet.")


class Exporter(QObject):
    """Writes what a page shows; what goes wrong is shown in a message, and the window goes on."""

    notified = Signal(str)  # for the status bar

    def __init__(
        self,
        window: QWidget,
        exported: Callable[[], Exported],
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self.window = window
        self.exported = exported
        self.settings = settings
        self.box: QMessageBox | None = None
        self.writing = Writing(self)
        self.writing.written.connect(self._tell_written)
        self.writing.failed.connect(self._tell_failure)

    def save(self, kind: str) -> None:
        """Ask for a path and write one kind: png, svg, pdf, csv or npz."""
        exported = self.exported()
        if exported.response is None:
            self.warn(tr(NOTHING))
            return
        folder = kind == "csv" and not exported.one_table
        path = self.ask_folder() if folder else self.ask_file(kind)
        if path is not None:
            self.settings.folder = str(path if folder else path.parent)
            self.write(kind, path)

    def write(self, kind: str, path: Path) -> None:
        """Write one kind to a file, or for csv into a folder; what it shows and nobody has made
        yet is made first."""
        exported = self.exported()
        response = exported.response
        if response is None:  # it may have gone while a path was asked for
            self.warn(tr(NOTHING))
            return
        if kind in TABLES:
            # A sweep's one table is of its rows.
            figures = () if kind == "csv" and exported.one_table else response.result.figures
            numbers = _numbers_file(exported, response, kind, path)
            then = partial(self.writing.write, numbers)
        else:
            figures = exported.view.file_figures(response.session)
            picture = self._picture_file(self._print(exported, response), path)
            then = partial(self.writing.make, picture)
        self._when_made(response, figures, path.name, then)

    def copy_image(self) -> None:
        """The figure, to the clipboard."""
        exported = self.exported()
        response = exported.response
        if response is None:
            self.warn(tr("There is no figure to copy yet."))
            return
        figures = exported.view.file_figures(response.session)
        then = partial(self.writing.make, self._copy_picture(self._print(exported, response)))
        self._when_made(response, figures, exported.title, then)

    def copy_numbers(self) -> None:
        """The numbers as tab-separated text, to the clipboard."""
        exported = self.exported()
        if exported.response is None:
            self.warn(tr("There are no numbers to copy yet."))
            return
        QGuiApplication.clipboard().setText(exported.numbers_text())
        self.notified.emit(tr("The numbers are on the clipboard."))

    def copy_code(self, flavour: Flavour) -> None:
        """A program of its own that prints the current numbers, to the clipboard."""
        try:
            program = self.exported().program(flavour)
        except ParameterError as error:
            self.warn(str(error))
            return
        QGuiApplication.clipboard().setText(program)
        self.notified.emit(
            tr("A program in {library} is on the clipboard.").format(library=FLAVOUR_NAMES[flavour])
        )

    def copy_formulas(self) -> None:
        """All formulas of the page's explanation as LaTeX, to the clipboard."""
        exported = self.exported()
        found = formulas(explanation(exported.page.name, exported.shows_data))
        if not found:
            self.warn(tr("This page has no formulas."))
            return
        QGuiApplication.clipboard().setText(displayed(found))
        self.notified.emit(tr("{n} formulas are on the clipboard.").format(n=len(found)))

    def copy_command(self) -> None:
        """The command line that computes the current numbers, to the clipboard."""
        try:
            command = self.exported().command()
        except ParameterError as error:
            self.warn(str(error))
            return
        QGuiApplication.clipboard().setText(command)
        self.notified.emit(tr("The command is on the clipboard."))

    def warn(self, text: str) -> None:
        """A message that the window does not wait for."""
        box = QMessageBox(QMessageBox.Icon.Warning, tr("Export"), text, parent=self.window)
        box.finished.connect(box.deleteLater)
        self.box = box
        box.open()

    def ask_file(self, kind: str) -> Path | None:
        """A path for one file, or None."""
        start = Path(self.settings.folder) / f"{self.exported().name}.{kind}"
        title = tr("Export {kind}").format(kind=kind.upper())
        name, _ = QFileDialog.getSaveFileName(self.window, title, str(start), tr(FILTERS[kind]))
        path = Path(name)
        if not name:
            return None
        return path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}")

    def ask_folder(self) -> Path | None:
        """A folder for the CSV files, or None."""
        title = tr("Folder for the CSV files: one a plot, one for the readouts")
        name = QFileDialog.getExistingDirectory(self.window, title, self.settings.folder)
        return Path(name) if name else None

    def _print(self, exported: Exported, response: Response) -> Print:
        from gui.figure.for_print import Print

        return Print(exported.view, response, self.settings.light_figures)

    def _when_made(
        self, response: Response, figures: Sequence[str], name: str, then: Callable[[], object]
    ) -> None:
        if response.result.made(*figures):
            then()
            return
        making = Making(response.result, figures, then, name, self.window)
        making.failed.connect(self._tell_failure)
        making.cancelled.connect(self._tell_end)
        making.begin()

    def _tell_written(self, written: list[Path]) -> None:
        names = ", ".join(file.name for file in written)
        self.notified.emit(
            tr("Written to {folder}: {names}").format(folder=written[0].parent, names=names)
        )

    def _picture_file(self, printed: Print, path: Path) -> Iterator[None]:
        """Take down what the picture shows, paint it, and have it written."""
        from gui.figure.file import recorded_file

        scale = float(self.settings.image_scale)
        try:
            view = yield from printed.view(partial(self._showing, printed.response))
            file = recorded_file(view, path, printed.response.session, scale)
        finally:
            printed.close()
        for step in file.steps:
            yield
            step()

        def write() -> list[Path]:
            file.write()
            return [path]

        self.writing.write(write)

    def _copied_picture(self, printed: Print) -> Iterator[None]:
        """Take down what the picture shows, paint it, and put it on the clipboard."""
        from gui.figure.file import recorded_image

        try:
            view = yield from printed.view(partial(self._showing, printed.response))
            recorded = recorded_image(view, float(self.settings.image_scale))
        finally:
            printed.close()
        while recorded.bands:
            yield
            recorded.paint_band()
        QGuiApplication.clipboard().setImage(recorded.image())
        self.notified.emit(tr("The figure is on the clipboard."))

    def _copy_picture(self, printed: Print) -> Iterator[None]:
        try:
            yield from self._copied_picture(printed)
        except Exception as error:
            self.warn(
                tr("The figure could not be copied ({name}: {error}).").format(
                    name=type(error).__name__, error=error
                )
            )

    def _showing(self, response: Response) -> BaseView | None:
        """The view that shows this response, if it still does."""
        exported = self.exported()
        return exported.view if exported.response is response else None

    def _tell_failure(self, error: Exception) -> None:
        if isinstance(error, OSError) and error.filename:
            text = tr("{file} could not be written: {reason}.")
            self.warn(text.format(file=error.filename, reason=error.strerror or error))
            return
        self.warn(
            tr("The export failed ({name}: {error}).").format(
                name=type(error).__name__, error=error
            )
        )

    def _tell_end(self) -> None:
        self.notified.emit(tr("Cancelled: nothing was exported."))


def _numbers_file(
    exported: Exported, response: Response, kind: str, path: Path
) -> Callable[[], list[Path]]:
    if kind == "csv":
        return exported.numbers_file(path, response)
    from engine.export.result_file import save_npz

    def written() -> list[Path]:
        save_npz(response.result, response.session, path)
        return [path]

    return written
